/**
 * From the settings to the provider that makes TURN credentials, or to what is wrong with them. Read by the Worker for each
 * upgrade and by the object for each renewal, so that neither hands a secret to the other.
 */
import { weaknessOf } from '../secret-strength.ts';
import { cloudflareTurn } from './cloudflare-turn.ts';
import { coturn } from './coturn.ts';
import { isTurnUrl, isUsableUrl } from './ice-url.ts';
import type { TurnProvider } from './turn-provider.ts';

/** The settings, as wrangler.toml and `wrangler secret put` give them. */
export interface TurnEnv {
  /** Of a server that shares a secret: `turn:` and `turns:` urls separated by spaces. */
  readonly TURN_URLS?: string;
  /** That secret. */
  readonly TURN_SECRET?: string;
  /** Of a Cloudflare Realtime TURN key. */
  readonly TURN_KEY_ID?: string;
  readonly TURN_KEY_API_TOKEN?: string;
  /** How long credentials are good for, in s. */
  readonly TURN_TTL_SECONDS?: string;
}

/** `provider` is null where nothing is set: then there is no TURN but what ICE_SERVERS lists. */
export type TurnSetting =
  | { readonly ok: true; readonly provider: TurnProvider | null }
  | { readonly ok: false; readonly message: string };

/** Long enough for a call and its renewals, short enough to be worth nothing when it leaks. */
const COTURN_TTL_SECONDS = 3_600;
/** Cloudflare also ends relays that are in use, so that a shorter time would be heard in the middle of a call. */
const CLOUDFLARE_TTL_SECONDS = 4 * 3_600;
const MIN_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 4 * 3_600;

const MAX_URL_COUNT = 16;
const MAX_URLS_BYTES = 2 * 1024;

const wrong = (message: string): TurnSetting => ({ ok: false, message });

/** Not set and set to nothing are the same: a line of `.dev.vars` may be left empty. */
function given(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function coturnSetting(urlText: string, secret: string, ttlSeconds: number): TurnSetting {
  const urls = urlText.split(/[\s,]+/).filter((url) => url !== '');
  if (!urls.every((url) => isTurnUrl(url) && /^[\x21-\x7e]+$/.test(url)))
    return wrong('TURN_URLS must be urls that begin with turn: or turns:, separated by spaces.');
  if (!urls.every(isUsableUrl)) return wrong('TURN_URLS: browsers refuse port 53; use 3478, 443 or 5349.');
  if (urls.length > MAX_URL_COUNT || urlText.length > MAX_URLS_BYTES)
    return wrong(`TURN_URLS must be at most ${MAX_URL_COUNT} urls and ${MAX_URLS_BYTES} bytes.`);
  const weakness = weaknessOf(secret);
  if (weakness !== null) return wrong(`TURN_SECRET ${weakness}`);
  return { ok: true, provider: coturn({ urls, secret, ttlSeconds }) };
}

function cloudflareSetting(keyId: string, apiToken: string, ttlSeconds: number): TurnSetting {
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(keyId))
    return wrong('TURN_KEY_ID must be the id of a Cloudflare TURN key, 32 hexadecimal digits.');
  if (!/^[\x21-\x7e]{16,512}$/.test(apiToken))
    return wrong('TURN_KEY_API_TOKEN must be the API token that was shown when the TURN key was made.');
  return { ok: true, provider: cloudflareTurn({ keyId, apiToken, ttlSeconds }) };
}

export function turnSetting(env: TurnEnv): TurnSetting {
  const urls = given(env.TURN_URLS);
  const secret = given(env.TURN_SECRET);
  const keyId = given(env.TURN_KEY_ID);
  const apiToken = given(env.TURN_KEY_API_TOKEN);
  const ttl = given(env.TURN_TTL_SECONDS);
  const ttlSeconds = ttl === null ? null : /^\d{1,6}$/.test(ttl) ? Number(ttl) : Number.NaN;
  if (ttlSeconds !== null && !(ttlSeconds >= MIN_TTL_SECONDS && ttlSeconds <= MAX_TTL_SECONDS))
    return wrong(`TURN_TTL_SECONDS must be a whole number from ${MIN_TTL_SECONDS} to ${MAX_TTL_SECONDS}.`);
  if ((urls === null) !== (secret === null)) return wrong('TURN_URLS and TURN_SECRET belong together: set both.');
  if ((keyId === null) !== (apiToken === null))
    return wrong('TURN_KEY_ID and TURN_KEY_API_TOKEN belong together: set both.');
  if (urls !== null && keyId !== null)
    return wrong('Set TURN_URLS and TURN_SECRET, or TURN_KEY_ID and TURN_KEY_API_TOKEN, not all of them.');
  if (urls !== null && secret !== null) return coturnSetting(urls, secret, ttlSeconds ?? COTURN_TTL_SECONDS);
  if (keyId !== null && apiToken !== null)
    return cloudflareSetting(keyId, apiToken, ttlSeconds ?? CLOUDFLARE_TTL_SECONDS);
  return { ok: true, provider: null };
}
