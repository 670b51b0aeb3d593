/**
 * One attempt to hand over one webhook. Whatever goes wrong is an outcome, never an exception. Knows no queue and no clock.
 */
import { signatureHeaders } from './signature.ts';
import type { WebhookTarget } from './webhook-setting.ts';

/** How long a receiver may take to answer. */
export const WEBHOOK_TIMEOUT_MS = 10_000;

/** `gone`: the receiver asks to be left alone. `code` is the status, 0 where there was no answer in time. */
export type Outcome =
  | { readonly type: 'taken' }
  | { readonly type: 'gone' }
  | { readonly type: 'failed'; readonly code: number };

export interface Webhook {
  /** The same at every attempt, so that the receiver knows a repeat. */
  readonly id: string;
  readonly body: string;
}

export async function deliver(
  { url, keys }: Pick<WebhookTarget, 'url' | 'keys'>,
  { id, body }: Webhook,
  nowMs: number,
  timeoutMs = WEBHOOK_TIMEOUT_MS,
): Promise<Outcome> {
  const deadline = new AbortController();
  // Ended with the answer: a timer that runs on would keep the object in memory.
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(await signatureHeaders(keys, id, body, nowMs)) },
      body,
      // What is signed is for this address alone.
      redirect: 'manual',
      signal: deadline.signal,
    });
    // Nothing that it says is read, so it may say as much as it likes.
    await response.body?.cancel();
    if (response.ok) return { type: 'taken' };
    return response.status === 410 ? { type: 'gone' } : { type: 'failed', code: response.status };
  } catch {
    return { type: 'failed', code: 0 };
  } finally {
    clearTimeout(timer);
  }
}
