/**
 * Time as a value, so that whoever waits can be tested without waiting. It must not know what the time is used for.
 */

/** What {@link Clock.setTimeout} returns; opaque. */
export type TimerHandle = number;

export interface Clock {
  /** Milliseconds from an unspecified start; never goes back. */
  now(): number;
  /** Calls `callback` once, `delayMs` from now. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  /** Forgets a timer; harmless when it has already fired, or there is none (null). */
  clearTimeout(handle: TimerHandle | null): void;
}

/** The clock of the page. Looks the globals up at each call, so that importing it needs no browser. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle ?? undefined),
};
