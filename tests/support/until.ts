/** Waiting for a fact with a deadline: for real browsers and servers, where no clock can be turned. */
import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 50;

/**
 * Looks again and again until the look tells something else than false, null or undefined; resolves to that.
 * @param what the fact, for the message of the failure.
 * @throws when the fact has not come within `timeoutMs`, with what `describe` says then.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | false | null | undefined>,
  { timeoutMs = 15_000, describe }: { readonly timeoutMs?: number; readonly describe?: () => Promise<string> } = {},
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > deadline) {
      const details = describe ? ` ${await describe()}` : '';
      throw new Error(`Not within ${timeoutMs} ms: ${what}.${details}`);
    }
    await delay(INTERVAL_MS);
  }
}
