/** Waiting that ends: with its time, or with a signal. Knows nothing of what is waited for. */
import type { Clock } from '../link/clock.ts';

/** Resolves after `ms`; rejects with the reason of `signal` when that aborts first. */
export function pause(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** As `promise`, but rejects with the reason of `signal` as soon as that aborts. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Runs `task` for `ms` at most: its signal aborts with the outer one, or when the time is over, and then nothing waits for it any
 *  more. @returns null where the time was over. @throws what the task throws, and the reason of the outer signal. */
export async function within<Value>(
  ms: number,
  outer: AbortSignal,
  clock: Clock,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value | null> {
  const inner = new AbortController();
  const follow = (): void => inner.abort(outer.reason);
  if (outer.aborted) throw outer.reason;
  outer.addEventListener('abort', follow, { once: true });
  const timer = clock.setTimeout(() => inner.abort(new DOMException('', 'TimeoutError')), ms);
  try {
    return await unlessAborted(task(inner.signal), inner.signal);
  } catch (error) {
    if (outer.aborted) throw outer.reason;
    if (inner.signal.aborted) return null;
    throw error;
  } finally {
    clock.clearTimeout(timer);
    outer.removeEventListener('abort', follow);
    inner.abort();
  }
}
