/**
 * What the Worker lets a socket do at this desk, as it learned it before the desk woke: from a token or a site key. Whatever a page says of
 * itself is never in here.
 */
import * as v from 'valibot';
import { MAX_DEPARTMENTS, isDepartment, isName } from '#protocol';

/** Longest `sub`, in UTF-16 code units. */
const MAX_SUB_LENGTH = 128;

export const departments = v.pipe(v.array(v.custom<string>(isDepartment)), v.maxLength(MAX_DEPARTMENTS));

export const deskGrant = v.object({
  role: v.picklist(['visitor', 'agent']),
  /** Who an agent is for whoever signed the token; told to nobody. Never null for an agent. */
  sub: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_SUB_LENGTH))),
  /** The display name that the token prescribes. */
  name: v.nullable(v.custom<string>(isName)),
  /** What an agent answers; none: everything. */
  departments,
  /** Stands for the address that a visitor comes from; null where addresses are not counted. */
  network: v.nullable(v.pipe(v.string(), v.maxLength(64))),
});
export type DeskGrant = v.InferOutput<typeof deskGrant>;
