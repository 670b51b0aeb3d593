/**
 * From a token to what it grants, or to one of two refusals, whatever is wrong with it. Knows keys and claims, no request; says
 * nothing of what it has read, and neither do the errors of the library, which hold the token, get out.
 * @see https://www.rfc-editor.org/rfc/rfc7519 and, for what to beware of, https://www.rfc-editor.org/rfc/rfc8725
 */
import { decode, verify } from 'hono/jwt';
import * as v from 'valibot';
import { MAX_NAME_LENGTH, ROLES, TOKEN_LEEWAY_MS } from '#protocol';
import { digest } from '../runtime/entropy.ts';
import { type Grant, grantCapacity, grantId } from '../runtime/opening.ts';
import type { TokenKey } from './access.ts';
import { AUDIENCE, MAX_TOKEN_TTL_S } from './sign-token.ts';

/** Longest token, in characters: more is not even taken apart. */
export const MAX_TOKEN_LENGTH = 2_048;

/** How far another clock may be wrong, in s. */
const LEEWAY_S = TOKEN_LEEWAY_MS / 1_000;

export type VerifiedToken =
  | { readonly ok: true; readonly grant: Grant }
  | { readonly ok: false; readonly code: 'token-invalid' | 'token-expired' };

const INVALID = { ok: false, code: 'token-invalid' } as const;
const EXPIRED = { ok: false, code: 'token-expired' } as const;

/** Strict: what else a header may hold (`jku`, `jwk`, `crit`, ...) only ever told a verifier to trust somebody else. */
const header = v.strictObject({
  alg: v.picklist(['HS256', 'EdDSA']),
  typ: v.optional(v.literal('JWT')),
  kid: v.optional(v.string()),
});

const numericDate = v.pipe(v.number(), v.minValue(0));

/** Of every token. */
export const commonClaims = {
  aud: v.union([v.literal(AUDIENCE), v.pipe(v.array(v.string()), v.includes(AUDIENCE))]),
  exp: numericDate,
  nbf: v.optional(numericDate),
  iat: v.optional(numericDate),
  sub: v.optional(grantId),
  role: v.optional(v.picklist(ROLES), 'guest'),
  name: v.optional(v.string()),
  jti: v.optional(grantId),
  once: v.optional(v.boolean(), false),
};

/** Unknown claims are ignored, as RFC 7519 section 4 wants it. */
const claims = v.object({ ...commonClaims, room: v.string(), cap: v.optional(grantCapacity) });

function keyFor({ alg, kid }: v.InferOutput<typeof header>, keys: ReadonlyMap<string, TokenKey>): TokenKey | null {
  const [only] = keys.size === 1 ? keys.values() : [];
  const key = kid === undefined ? only : keys.get(kid);
  return key?.alg === alg ? key : null;
}

/** Cut rather than refused, because no one who signs tokens knows our limit; made safe to show where it is shown. */
export function shortName(name: string): string | null {
  const cut = name.slice(0, MAX_NAME_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return cut.trim() === '' ? null : cut;
}

/** The claims of a token that one of `keys` signed; null for anything else. */
export async function signedClaims(token: string, keys: ReadonlyMap<string, TokenKey>): Promise<unknown> {
  if (token.length > MAX_TOKEN_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  try {
    const parsed = v.safeParse(header, decode(token).header);
    const key = parsed.success ? keyFor(parsed.output, keys) : null;
    // Times are checked below: here `exp` would be optional, and `iat` without leeway.
    return key === null ? null : await verify(token, key, { alg: key.alg, exp: false, nbf: false, iat: false });
  } catch {
    return null;
  }
}

/** What stands for a token without a `jti`, so that the very same one can be kept out. Without its signature, of which EdDSA allows
 *  more than one form. */
function idOf(token: string): string {
  return `sha256-${digest(token.slice(0, token.lastIndexOf('.'))).slice(0, 32)}`;
}

/** Whether a token is too early, too long or over, by clocks that may differ. */
export function timeRefusal(
  {
    nbf = 0,
    iat = 0,
    exp,
  }: { readonly nbf?: number | undefined; readonly iat?: number | undefined; readonly exp: number },
  nowMs: number,
): typeof INVALID | typeof EXPIRED | null {
  const nowS = nowMs / 1000;
  const isEarly = Math.max(nbf, iat) > nowS + LEEWAY_S;
  const isTooLong = exp > nowS + MAX_TOKEN_TTL_S + LEEWAY_S;
  if (isEarly || isTooLong) return INVALID;
  return exp <= nowS - LEEWAY_S ? EXPIRED : null;
}

/** Checks a token for one room.
 *  @param keys by `kid`; a token without one is taken where there is a single key. */
export async function verifyToken(
  token: string,
  keys: ReadonlyMap<string, TokenKey>,
  { room, nowMs }: { readonly room: string; readonly nowMs: number },
): Promise<VerifiedToken> {
  const parsed = v.safeParse(claims, await signedClaims(token, keys));
  if (!parsed.success) return INVALID;
  const { output } = parsed;
  // Who asks for single use must say what is used.
  const isUnnamed = output.once && output.jti === undefined;
  if (output.room !== room || isUnnamed) return INVALID;
  const refusal = timeRefusal(output, nowMs);
  if (refusal !== null) return refusal;
  return {
    ok: true,
    grant: {
      role: output.role,
      sub: output.sub ?? null,
      name: shortName(output.name ?? ''),
      capacity: output.cap ?? null,
      tokenId: output.jti ?? idOf(token),
      once: output.once,
      expiresAtMs: output.exp * 1000,
    },
  };
}
