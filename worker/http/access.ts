/**
 * Who may enter, by configuration: `open` (whoever knows the room) or `token` (whoever has a token that one of these keys signed, or
 * a site key). Reads and checks settings; knows no request, no token. What it says about a wrong setting holds nothing of the setting.
 */
import * as v from 'valibot';
import { bytesOfBase64 } from '../runtime/base64.ts';
import type { Env } from '../runtime/env.ts';
import { weaknessOf } from '../runtime/secret-strength.ts';
import { WrongSetting, isSet } from './settings.ts';
import { type SiteKeys, parseSiteKeys } from './site-keys.ts';

/** A key that tokens may be signed with, as a JSON Web Key. Its kind alone says by which algorithm.
 *  @see https://www.rfc-editor.org/rfc/rfc7517 */
export type TokenKey =
  | { readonly alg: 'HS256'; readonly kid: string; readonly kty: 'oct'; readonly k: string }
  | { readonly alg: 'EdDSA'; readonly kid: string; readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

export type SecretKey = Extract<TokenKey, { readonly alg: 'HS256' }>;

export interface ValidAccess {
  readonly ok: true;
  readonly mode: 'open' | 'token';
  /** By `kid`. */
  readonly keys: ReadonlyMap<string, TokenKey>;
  /** What this Worker itself signs with: the first of TOKEN_SECRETS. */
  readonly signingKey: SecretKey | null;
  readonly siteKeys: SiteKeys;
  readonly adminKey: string | null;
}

export type Access = ValidAccess | { readonly ok: false; readonly message: string };

export type AccessSettings = Pick<Env, 'ACCESS' | 'TOKEN_SECRETS' | 'TOKEN_PUBLIC_KEYS' | 'SITE_KEYS' | 'ADMIN_KEY'>;

/** What stands for a key in a token's header and in a setting. */
const kid = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,64}$/));
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const base64 = v.pipe(v.string(), v.regex(BASE64));
const publicKey = v.object({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  // A private key does not belong here: whoever reads the settings could sign.
  d: v.optional(v.never()),
});

const setting = v.pipe(v.string(), v.parseJson(), v.record(kid, v.unknown()));
const secrets = v.pipe(setting, v.record(kid, base64));
const publicKeys = v.pipe(setting, v.record(kid, publicKey));

function base64Url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function secretKeys(text: string | undefined): SecretKey[] {
  if (!isSet(text)) return [];
  const parsed = v.safeParse(secrets, text);
  const entries = parsed.success ? Object.entries(parsed.output) : [];
  if (entries.length === 0) {
    throw new WrongSetting('TOKEN_SECRETS must be a JSON object of key names and base64 secrets: {"2026-11":"..."}.');
  }
  return entries.map(([name, value], i) => {
    const bytes = bytesOfBase64(value);
    const weakness = bytes === null ? 'must be base64.' : weaknessOf(bytes);
    // Not even the key's name is repeated: somebody may have put the secret in its place.
    if (weakness !== null) {
      throw new WrongSetting(`TOKEN_SECRETS: secret ${i + 1} ${weakness}`);
    }
    return { alg: 'HS256', kid: name, kty: 'oct', k: base64Url(value) };
  });
}

function publicTokenKeys(text: string | undefined): TokenKey[] {
  if (!isSet(text)) return [];
  const parsed = v.safeParse(publicKeys, text);
  const entries = parsed.success ? Object.entries(parsed.output) : [];
  if (entries.length === 0 || entries.some(([, { x }]) => weaknessOf(bytesOfBase64(x) ?? new Uint8Array()) !== null)) {
    throw new WrongSetting(
      'TOKEN_PUBLIC_KEYS must be a JSON object of key names and public JWKs: {"2026-11":{"kty":"OKP","crv":"Ed25519","x":"..."}}.',
    );
  }
  return entries.map(([name, { kty, crv, x }]) => ({ alg: 'EdDSA', kid: name, kty, crv, x }));
}

function adminKeyOf(text: string | undefined): string | null {
  if (text === undefined || !isSet(text)) return null;
  const weakness = weaknessOf(text);
  if (weakness !== null) {
    throw new WrongSetting(`ADMIN_KEY ${weakness}`);
  }
  return text;
}

function read({ ACCESS, TOKEN_SECRETS, TOKEN_PUBLIC_KEYS, SITE_KEYS, ADMIN_KEY }: AccessSettings): Access {
  const own = secretKeys(TOKEN_SECRETS);
  const list: readonly TokenKey[] = [...own, ...publicTokenKeys(TOKEN_PUBLIC_KEYS)];
  const keys = new Map(list.map((key) => [key.kid, key]));
  if (keys.size < list.length) {
    throw new WrongSetting('TOKEN_SECRETS and TOKEN_PUBLIC_KEYS must not use the same key name.');
  }
  const siteKeys = parseSiteKeys(SITE_KEYS);
  const hasKey = keys.size + siteKeys.size > 0;
  const mode = isSet(ACCESS) ? ACCESS : hasKey ? 'token' : 'open';
  if (mode !== 'open' && mode !== 'token') throw new WrongSetting('ACCESS must be "open" or "token".');
  if (mode === 'token' && !hasKey) {
    throw new WrongSetting(
      'ACCESS is "token", but there is no key: set TOKEN_SECRETS, TOKEN_PUBLIC_KEYS or SITE_KEYS.',
    );
  }
  if (mode === 'open' && hasKey) {
    throw new WrongSetting('ACCESS is "open", but there are keys for tokens or sites: remove the one or the other.');
  }
  return { ok: true, mode, keys, signingKey: own[0] ?? null, siteKeys, adminKey: adminKeyOf(ADMIN_KEY) };
}

/** Reads the settings `ACCESS`, `TOKEN_SECRETS`, `TOKEN_PUBLIC_KEYS`, `SITE_KEYS` and `ADMIN_KEY`; without any of them everybody may enter. */
export function accessFor(settings: AccessSettings): Access {
  try {
    return read(settings);
  } catch (error) {
    if (error instanceof WrongSetting) return { ok: false, message: error.message };
    throw error;
  }
}
