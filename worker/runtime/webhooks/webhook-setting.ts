/**
 * From the settings to where webhooks go and how they are signed, or to what is wrong with them. What it says of a wrong setting
 * holds nothing of the setting: a URL may hold a key, too.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
import { isLoopbackHost } from '#protocol';
import { DESK_WEBHOOK_TYPES, type DeskWebhookType } from '../../desk/desk-webhooks.ts';
import { WEBHOOK_TYPES, type WebhookType } from '../../room/webhook-events.ts';
import { bytesOfBase64 } from '../base64.ts';
import { weaknessOf } from '../secret-strength.ts';

/** Of rooms and of desks. */
type AnyWebhookType = WebhookType | DeskWebhookType;

/** The settings, as wrangler.toml and `wrangler secret put` give them. */
export interface WebhookEnv {
  readonly WEBHOOK_URL?: string;
  /** One or two `whsec_...`, separated by a space. */
  readonly WEBHOOK_SECRET?: string;
  /** Event types separated by spaces; all by default. */
  readonly WEBHOOK_EVENTS?: string;
}

export interface WebhookTarget {
  readonly url: string;
  /** One or two; each signs. */
  readonly keys: readonly Uint8Array<ArrayBuffer>[];
  readonly types: ReadonlySet<AnyWebhookType>;
}

/** `target` is null where nothing is set: then nobody is told. */
export type WebhookSetting =
  | { readonly ok: true; readonly target: WebhookTarget | null }
  | { readonly ok: false; readonly message: string };

const MAX_URL_LENGTH = 2_048;
const MAX_KEY_COUNT = 2;
/** Of the specification. */
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
const HOW_TO = 'echo "whsec_$(openssl rand -base64 32)"';

const wrong = (message: string): WebhookSetting => ({ ok: false, message });

function words(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

/** @returns null when it is none that webhooks may go to. Where it leads is the owner's own business. */
function usableUrl(text: string): string | null {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, hash, href } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return isSafe && username === '' && password === '' && hash === '' ? href : null;
}

/** @returns null when it is no `whsec_` with base64 of 24 to 64 bytes. */
function keyOf(text: string): Uint8Array<ArrayBuffer> | null {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = base64 === undefined ? null : bytesOfBase64(base64);
  return bytes !== null && bytes.length >= MIN_KEY_BYTES && bytes.length <= MAX_KEY_BYTES ? bytes : null;
}

const ALL_TYPES = [...WEBHOOK_TYPES, ...DESK_WEBHOOK_TYPES] as const;
const isType = (word: string): word is AnyWebhookType => ALL_TYPES.some((type) => type === word);

export function webhookSetting({ WEBHOOK_URL, WEBHOOK_SECRET, WEBHOOK_EVENTS }: WebhookEnv): WebhookSetting {
  const urlText = WEBHOOK_URL?.trim() ?? '';
  const secrets = words(WEBHOOK_SECRET);
  const types = words(WEBHOOK_EVENTS);
  if (urlText === '' && secrets.length === 0) return { ok: true, target: null };
  if (urlText === '' || secrets.length === 0) return wrong('WEBHOOK_URL and WEBHOOK_SECRET belong together: set both.');
  const url = usableUrl(urlText);
  if (url === null)
    return wrong('WEBHOOK_URL must begin with https:// (http:// on this machine only), without a user, password or #.');
  if (secrets.length > MAX_KEY_COUNT)
    return wrong('WEBHOOK_SECRET must be one secret, or two while you rotate them, separated by a space.');
  const keys: Uint8Array<ArrayBuffer>[] = [];
  for (const secret of secrets) {
    const key = keyOf(secret);
    if (key === null)
      return wrong(
        `WEBHOOK_SECRET must be whsec_ and base64 of ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes: ${HOW_TO}.`,
      );
    if (weaknessOf(key, MIN_KEY_BYTES) !== null)
      return wrong(`WEBHOOK_SECRET can be guessed; make a random one: ${HOW_TO}.`);
    keys.push(key);
  }
  if (!types.every(isType)) return wrong(`WEBHOOK_EVENTS must be some of: ${ALL_TYPES.join(' ')}.`);
  return { ok: true, target: { url, keys, types: new Set(types.length === 0 ? ALL_TYPES : types) } };
}
