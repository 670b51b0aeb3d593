/** Tokens of every kind, good and bad, as a site or an attacker would make them. Keys are made anew in every run. */
import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type ValidAccess, accessFor } from '../../../worker/http/access.ts';

const { privateKey } = generateKeyPairSync('ed25519');

export const secret = randomBytes(32);
export const olderSecret = randomBytes(48);
export const otherSecret = randomBytes(32);
export const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
export const privateJwk = privateKey.export({ format: 'jwk' });

export const SETTINGS = {
  TOKEN_SECRETS: JSON.stringify({ new: secret.toString('base64'), old: olderSecret.toString('base64url') }),
  TOKEN_PUBLIC_KEYS: JSON.stringify({ site: publicJwk }),
};

/** What settings come to; fails the test when they are wrong. */
export function accessFrom(settings: Parameters<typeof accessFor>[0]): ValidAccess {
  const access = accessFor(settings);
  if (!access.ok) throw new Error(access.message);
  return access;
}

export const NOW_S = 1_800_000_000;
export const ROOM = 'coffee';

/** Claims that are right; a claim of `undefined` is left out. */
export function claimsWith(part: Record<string, unknown> = {}): Record<string, unknown> {
  return { aud: 'p2pcall', room: ROOM, exp: NOW_S + 600, ...part };
}

export function encode(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

export function hmac(text: string, key: string | Buffer, hash = 'sha256'): string {
  return createHmac(hash, key).update(text).digest('base64url');
}

/** Any header and payload, signed with HMAC. */
export function hs256(
  claims: unknown = claimsWith(),
  header: unknown = { alg: 'HS256', typ: 'JWT', kid: 'new' },
  key: string | Buffer = secret,
): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${hmac(text, key)}`;
}

/** Any header and payload, signed with the Ed25519 key. */
export function eddsa(
  claims: unknown = claimsWith(),
  header: unknown = { alg: 'EdDSA', typ: 'JWT', kid: 'site' },
  key = privateKey,
): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}
