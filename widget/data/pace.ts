/**
 * Lets something happen a number of times at once and then at a steady rate. Must not know what it is.
 */
import type { Clock } from '../link/clock.ts';

/** @returns a function that says when the next one may happen: nothing for now, else a promise. Aborting `signal` lets go of
 *  everyone who waits. */
export function createPace(
  burstCount: number,
  perSecond: number,
  clock: Clock,
  signal: AbortSignal,
): () => Promise<void> | void {
  let tokens = burstCount;
  let atMs = clock.now();
  return () => {
    const nowMs = clock.now();
    tokens = Math.min(burstCount, tokens + ((nowMs - atMs) / 1000) * perSecond) - 1;
    atMs = nowMs;
    if (tokens >= 0 || signal.aborted) return;
    return new Promise((resolve) => {
      const release = (): void => {
        clock.clearTimeout(timer);
        signal.removeEventListener('abort', release);
        resolve();
      };
      const timer = clock.setTimeout(release, (-tokens / perSecond) * 1000);
      signal.addEventListener('abort', release);
    });
  };
}
