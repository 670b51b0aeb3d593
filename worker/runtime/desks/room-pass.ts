/**
 * What opens the room of a call to its visitor and its agent: a token of that one room, good for coming in within minutes. Signed here and
 * synchronously, because a handler that awaits lets the next frame overtake this one.
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-3.1
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { type Pass, ROOM_PASS_TTL_MS } from '#protocol';
import type { PassOrder } from '../../desk/effects.ts';
import { bytesOfBase64 } from '../base64.ts';

/** As the Worker's own tokens (http/sign-token.ts), which verifies both. */
const AUDIENCE = 'p2pcall';

/** A visitor, an agent, the one to whom the call is handed over, and one more. */
const CAPACITY = 4;

interface PassEnv {
  readonly TOKEN_SECRETS?: string;
}

const secrets = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** The first of TOKEN_SECRETS, which the Worker has checked before it let anybody in; null where rooms are open. */
function signingKey({ TOKEN_SECRETS }: PassEnv): { readonly kid: string; readonly bytes: Uint8Array } | null {
  const parsed = v.safeParse(secrets, TOKEN_SECRETS);
  const [first] = parsed.success ? Object.entries(parsed.output) : [];
  const bytes = first === undefined ? null : bytesOfBase64(first[1]);
  return first === undefined || bytes === null ? null : { kid: first[0], bytes };
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @param id names this one token. */
export function signPass(
  env: PassEnv,
  { room, role, name, sub }: PassOrder,
  { nowMs, id }: { readonly nowMs: number; readonly id: string },
): Pass {
  const key = signingKey(env);
  if (key === null) return { room };
  const nowS = Math.floor(nowMs / 1_000);
  const header = { alg: 'HS256', typ: 'JWT', kid: key.kid };
  const claims = {
    ...{ aud: AUDIENCE, room, role, sub, iat: nowS, exp: nowS + ROOM_PASS_TTL_MS / 1_000, jti: id, cap: CAPACITY },
    ...(name.trim() === '' ? {} : { name }),
  };
  const signed = [header, claims].map((part) => base64Url(utf8ToBytes(JSON.stringify(part)))).join('.');
  return {
    room,
    token: `${signed}.${base64Url(hmac(sha256, key.bytes, utf8ToBytes(signed)))}`,
    ttlMs: ROOM_PASS_TTL_MS,
  };
}
