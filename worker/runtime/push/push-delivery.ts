/**
 * One push to one browser: encrypted for it, signed by our key, handed to its push service. Whatever goes wrong is an outcome, never an
 * exception. Knows no desk and no storage.
 * @see https://www.rfc-editor.org/rfc/rfc8030, https://www.rfc-editor.org/rfc/rfc8291 and https://www.rfc-editor.org/rfc/rfc8292
 */
import { encryptNotification, vapidHeaders } from '@block65/webcrypto-web-push';
import { type DeskPush, type DeskPushSubscription, PUSH_TTL_MS } from '#protocol';
import { digest } from '../entropy.ts';
import type { VapidKeys } from './vapid-setting.ts';

/** How long a push service may take to answer. */
const PUSH_TIMEOUT_MS = 10_000;

/** Texts are filled up to a multiple of this, in bytes, so that the length of what is sent says little of a name. */
const PAD_BYTES = 512;

/** `gone`: nobody is there any more, or never was. `code` is the status, 0 where there was no answer in time. */
export type PushOutcome =
  | { readonly type: 'taken' }
  | { readonly type: 'gone' }
  | { readonly type: 'failed'; readonly code: number };

/** Spaces after JSON mean nothing. */
function padded(message: DeskPush): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(message));
  const all = new Uint8Array(Math.ceil(bytes.length / PAD_BYTES) * PAD_BYTES).fill(0x20);
  all.set(bytes);
  return all;
}

/** What is not taken yet is replaced by what comes after it, desk by desk. 32 characters at most.
 *  @see https://www.rfc-editor.org/rfc/rfc8030#section-5.4 */
const topicOf = (desk: string): string => digest(`p2p-call desk ${desk}`).slice(0, 32);

/** @returns null when its key is no point of the curve. */
async function sealed(to: DeskPushSubscription, message: DeskPush): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await encryptNotification({ ...to, expirationTime: null }, padded(message), { pad: false });
  } catch {
    return null;
  }
}

export async function deliverPush(
  keys: VapidKeys,
  to: DeskPushSubscription,
  message: DeskPush,
  timeoutMs = PUSH_TIMEOUT_MS,
): Promise<PushOutcome> {
  const body = await sealed(to, message);
  if (body === null) return { type: 'gone' };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    const { headers: authorization } = await vapidHeaders({ ...to, expirationTime: null }, keys);
    const about = { TTL: `${PUSH_TTL_MS / 1_000}`, Urgency: 'high', Topic: topicOf(message.desk) };
    const content = { 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'aes128gcm' };
    const response = await fetch(to.endpoint, {
      method: 'POST',
      headers: { ...authorization, ...about, ...content },
      body,
      // What is signed is for this address alone.
      redirect: 'manual',
      signal: deadline.signal,
    });
    await response.body?.cancel();
    if (response.ok) return { type: 'taken' };
    // RFC 8030 §7.3: the subscription has ended; some say so by 404.
    const isGone = response.status === 404 || response.status === 410;
    return isGone ? { type: 'gone' } : { type: 'failed', code: response.status };
  } catch {
    return { type: 'failed', code: 0 };
  } finally {
    clearTimeout(timer);
  }
}
