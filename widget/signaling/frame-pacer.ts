/**
 * Holds frames back to the rate that the server allows one socket, because it closes a socket that talks faster and a
 * reconnection would only say everything again. Must not know what the frames say.
 */
import { MESSAGES_PER_SECOND, MESSAGE_BURST_COUNT } from '#protocol';
import type { Clock } from '../link/clock.ts';

/** Share of the server's limits that is used, so that clocks and `hello` do not tip it over. */
const SHARE = 0.8;
const BURST_COUNT = MESSAGE_BURST_COUNT * SHARE;
const PER_MS = (MESSAGES_PER_SECOND * SHARE) / 1_000;

export interface Pacer {
  /** Writes `text` now, or after those before it. */
  push(text: string): void;
  /** Forgets what waits. */
  clear(): void;
}

export function createPacer(write: (text: string) => void, clock: Clock): Pacer {
  let tokens = BURST_COUNT;
  let refilledAt = clock.now();
  let waiting: string[] = [];
  let timer: number | null = null;

  function flush(): void {
    timer = null;
    const now = clock.now();
    tokens = Math.min(BURST_COUNT, tokens + (now - refilledAt) * PER_MS);
    refilledAt = now;
    const due = waiting.splice(0, Math.floor(tokens));
    tokens -= due.length;
    due.forEach(write);
    if (waiting.length > 0) timer = clock.setTimeout(flush, Math.ceil((1 - tokens) / PER_MS));
  }
  return {
    push(text) {
      waiting.push(text);
      if (timer === null) flush();
    },
    clear() {
      waiting = [];
      clock.clearTimeout(timer);
      timer = null;
    },
  };
}
