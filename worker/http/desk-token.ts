/**
 * From a token to what it grants at one support desk, or to one of two refusals, whatever is wrong with it. A token for a room opens no desk,
 * and one for a desk no room: each names what it is for. Knows keys and claims, no request.
 */
import * as v from 'valibot';
import { MAX_DEPARTMENTS } from '#protocol';
import { type DeskGrant, departments } from '../runtime/desks/desk-opening.ts';
import type { TokenKey } from './access.ts';
import { type VerifiedToken, commonClaims, shortName, signedClaims, timeRefusal } from './verify-token.ts';

export type VerifiedDeskToken =
  | { readonly ok: true; readonly grant: Omit<DeskGrant, 'network'> }
  | Extract<VerifiedToken, { readonly ok: false }>;

const INVALID = { ok: false, code: 'token-invalid' } as const;

const claims = v.object({
  ...commonClaims,
  desk: v.string(),
  role: v.picklist(['visitor', 'agent']),
  departments: v.optional(v.pipe(departments, v.maxLength(MAX_DEPARTMENTS)), []),
  // A token that opens both would be good for more than whoever reads its name thinks.
  room: v.optional(v.never()),
});

/** Checks a token for one desk.
 *  @param keys by `kid`; a token without one is taken where there is a single key. */
export async function verifyDeskToken(
  token: string,
  keys: ReadonlyMap<string, TokenKey>,
  { desk, nowMs }: { readonly desk: string; readonly nowMs: number },
): Promise<VerifiedDeskToken> {
  const parsed = v.safeParse(claims, await signedClaims(token, keys));
  if (!parsed.success) return INVALID;
  const { output } = parsed;
  const isNobody = output.role === 'agent' && output.sub === undefined;
  // An agent comes back many times: a token for one session cannot be kept to its word here.
  if (output.desk !== desk || output.once || isNobody) return INVALID;
  const refusal = timeRefusal(output, nowMs);
  if (refusal !== null) return refusal;
  const { role, sub = null, name = '' } = output;
  return { ok: true, grant: { role, sub, name: shortName(name), departments: output.departments } };
}
