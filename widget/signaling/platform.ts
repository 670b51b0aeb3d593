/**
 * What signaling needs from where it runs, in one object so that tests replace it. Read when a channel is made, never when
 * the module is loaded, because a server may import it. Knows nothing of rooms.
 */

import { type Clock, systemClock } from '../link/clock.ts';

export interface Platform {
  readonly WebSocket: new (url: string, protocols: string[]) => WebSocket;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Where `online`, `pageshow`, `pagehide` and `visibilitychange` (which bubbles) arrive. */
  readonly page: EventTarget;
  readonly isVisible: () => boolean;
  /** What outlives the page and stays in its tab. Throws where there is none. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Milliseconds since the epoch: unlike the clock's, they mean the same in the next page. */
  readonly wallTimeMs: () => number;
  /** Whether the page is in a frame of another one. */
  readonly isFramed: () => boolean;
  /** Whether the browser lets a page wait longer and longer for its next socket after each that failed, which only Firefox does.
   *  Others keep a connection that hangs for the next question, and would let it hang on. */
  readonly delaysSockets: () => boolean;
}

/** The platform of this page, or of Node 22 and later, with parts of it replaced. */
export function platformWith(parts: Partial<Platform>): Platform {
  return {
    WebSocket: globalThis.WebSocket,
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    random: Math.random,
    page: 'addEventListener' in globalThis ? globalThis : new EventTarget(),
    isVisible: () => globalThis.document?.visibilityState !== 'hidden',
    storage: () => sessionStorage,
    wallTimeMs: () => Date.now(),
    isFramed: () => globalThis.top !== globalThis.self,
    // Firefox has no other sign that a page can see without reading its name.
    delaysSockets: () => 'mozInnerScreenX' in globalThis,
    ...parts,
  };
}
