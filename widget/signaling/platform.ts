/**
 * What signaling needs from where it runs, in one object so that tests replace it. Read when a channel is made, never when
 * the module is loaded, because a server may import it. Knows nothing of rooms.
 */

/** Time and timers; the `Clock` of the pair link is one. */
export interface Timers {
  /** Milliseconds; only differences count. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(handle: number): void;
}

export interface Platform {
  readonly WebSocket: new (url: string, protocol: string) => WebSocket;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Where `online`, `pageshow`, `pagehide` and `visibilitychange` (which bubbles) arrive. */
  readonly page: EventTarget;
  readonly isVisible: () => boolean;
}

const timers: Timers = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle),
};

/** The platform of this page, or of Node 22 and later, with parts of it replaced. */
export function platformWith(parts: Partial<Platform>): Platform {
  return {
    WebSocket: globalThis.WebSocket,
    fetch: (url, init) => fetch(url, init),
    clock: timers,
    random: Math.random,
    page: 'addEventListener' in globalThis ? globalThis : new EventTarget(),
    isVisible: () => globalThis.document?.visibilityState !== 'hidden',
    ...parts,
  };
}
