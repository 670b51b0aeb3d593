/**
 * `p2p-call/tokens`: makes tokens on the server of a site that lets people in. Needs WebCrypto alone, so that it runs on Node 20 and
 * later, Deno, Bun and Workers; never in a page, because who signs can let anyone into any room.
 */
import { sign } from 'hono/jwt';

/** Whom tokens are made for: the claim `aud`. */
export const AUDIENCE = 'p2pcall';

/** The longest that a token may live, in s. */
export const MAX_TOKEN_TTL_S = 24 * 60 * 60;

/** How long a token lives where nobody says, in s. */
export const DEFAULT_TTL_S = 60 * 60;

export type TokenRole = 'host' | 'guest' | 'agent' | 'visitor';

interface CommonClaims {
  /** What its bearer may do to others. Default: `guest`. */
  readonly role?: TokenRole | undefined;
  /** The display name that the others see; what the page says of itself then does not count. At most 64 characters. */
  readonly name?: string | undefined;
  /** Who it is for you; told to nobody in the room. 1 to 128 characters. */
  readonly sub?: string | undefined;
  /** How long somebody may enter or come back with it, in s, 1 to 86,400. Default: 3,600. */
  readonly ttlSeconds?: number | undefined;
}

interface RoomClaims extends CommonClaims {
  /** The one room that the token opens. */
  readonly room: string;
  /** Good for one session alone. Default: false. */
  readonly once?: boolean | undefined;
  /** Seats of the room, 2 to 8, where its bearer is the first in it. Default: the Worker's, 4. */
  readonly capacity?: number | undefined;
  readonly desk?: never;
  readonly departments?: never;
}

interface DeskClaims extends CommonClaims {
  /** The one support desk that the token opens, to an `agent`, who needs a `sub`, or a `visitor`. */
  readonly desk: string;
  /** What an agent answers, as named in the Worker's `DESKS`. Default: everything. */
  readonly departments?: readonly string[] | undefined;
  readonly room?: never;
  readonly once?: never;
  readonly capacity?: never;
}

export type SignTokenOptions = (RoomClaims | DeskClaims) & {
  /** Name of the key, as in the Worker's setting. Can be left out where the Worker has one key alone. */
  readonly kid?: string | undefined;
} & (
    | {
        /** As in the Worker's `TOKEN_SECRETS`: base64 of 32 bytes or more. */
        readonly secret: string;
        readonly privateKey?: never;
      }
    | {
        /** An Ed25519 private key as JWK, the public half of which is in the Worker's `TOKEN_PUBLIC_KEYS`. */
        readonly privateKey: JsonWebKey;
        readonly secret?: never;
      }
  );

function base64Url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Signs a token for one room, or for one support desk.
 *  @returns a JWT (RFC 7519) by HS256 or EdDSA: the attribute `token` of `<p2p-call>`.
 *  @throws RangeError `ttlSeconds` the Worker would refuse. @throws DOMException a key that is none. */
export async function signToken({ secret, privateKey, kid, ...options }: SignTokenOptions): Promise<string> {
  const { room, desk, departments, role = 'guest', name, sub, ttlSeconds = DEFAULT_TTL_S, once, capacity } = options;
  if (!(ttlSeconds >= 1 && ttlSeconds <= MAX_TOKEN_TTL_S)) {
    throw new RangeError(`ttlSeconds must be 1 to ${MAX_TOKEN_TTL_S}`);
  }
  const nowS = Math.floor(Date.now() / 1000);
  const claims = {
    aud: AUDIENCE,
    room,
    desk,
    departments,
    role,
    name,
    sub,
    iat: nowS,
    exp: nowS + Math.floor(ttlSeconds),
    jti: crypto.randomUUID(),
    once,
    cap: capacity,
  };
  const named = kid === undefined ? {} : { kid };
  if (secret !== undefined) return sign(claims, { kty: 'oct', k: base64Url(secret), alg: 'HS256', ...named });
  const { x = '', d = '' } = privateKey;
  return sign(claims, { kty: 'OKP', crv: 'Ed25519', x, d, alg: 'EdDSA', ...named });
}
