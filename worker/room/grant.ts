/**
 * What the Worker lets a socket do in this room, as it learned it before the room woke: from a token, or from nothing where
 * anyone with the link may come. Knows no token and no signature; whatever a page says of itself is never in here.
 */
import * as v from 'valibot';
import { MAX_CAPACITY, MIN_CAPACITY, ROLES, isName } from '#protocol';

/** Longest `sub` and `tokenId`, in UTF-16 code units: a grant travels in a socket's attachment and in the room's row. */
const MAX_GRANT_ID_LENGTH = 128;

export const grantId = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_GRANT_ID_LENGTH));
export const grantCapacity = v.pipe(v.number(), v.integer(), v.minValue(MIN_CAPACITY), v.maxValue(MAX_CAPACITY));

export const grant = v.object({
  role: v.picklist(ROLES),
  /** Who it is for whoever signed the token; told to nobody in the room. */
  sub: v.nullable(grantId),
  /** The display name that the token prescribes. */
  name: v.nullable(v.custom<string>(isName)),
  /** Seats of the room, where this one opens it. */
  capacity: v.nullable(grantCapacity),
  tokenId: v.nullable(grantId),
  /** Whether `tokenId` is good for one session alone. */
  once: v.boolean(),
  /** When the token is over, in ms since the epoch; null without a token. */
  expiresAtMs: v.nullable(v.number()),
});
export type Grant = v.InferOutput<typeof grant>;

/** Of everyone where no token is asked for. */
export const OPEN_GRANT: Grant = {
  role: 'guest',
  sub: null,
  name: null,
  capacity: null,
  tokenId: null,
  once: false,
  expiresAtMs: null,
};

/** Whether it came without a token: every token expires. */
export function isOpenGrant({ expiresAtMs }: Pick<Grant, 'expiresAtMs'>): boolean {
  return expiresAtMs === null;
}
