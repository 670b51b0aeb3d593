/**
 * What a tab keeps of its visitor's call, so that the page it loads next has it again: the secret that the call is taken back with, and once it
 * was answered the way into its room, in sessionStorage. Outside data: whoever can run a script on the site can write it. Knows no socket.
 */
import {
  type Guarded,
  type OwnCall,
  WAITING_VISITOR_GRACE_MS,
  finiteNumber,
  integer,
  isOwnCall,
  orAbsent,
  shape,
  textLike,
} from '#protocol';
import type { Platform } from '../signaling/platform.ts';
import type { DeskAddress } from './desk-door.ts';

const isVisit = shape({
  session: textLike(/^[A-Za-z0-9_-]{22,64}$/),
  /** When the page was last known to have the call, in ms since the epoch by its own clock. */
  at: integer(0, Number.MAX_SAFE_INTEGER),
  /** While somebody has answered it. */
  call: orAbsent(isOwnCall),
  /** Until when its pass is good, by the same clock; absent where it is good for as long as the call. */
  until: orAbsent(finiteNumber),
});

export interface KeptVisit {
  readonly session: string;
  /** One that was answered and can be entered; null: the desk must be asked first. */
  readonly call: OwnCall | null;
  /** When the pass of `call` is over, in ms since the epoch by the page's clock; undefined: not before the call. */
  readonly until: number | undefined;
}

/** A room is entered some seconds later, on a slow network. */
const PASS_MARGIN_MS = 30_000;

export class VisitStore {
  readonly #platform: Platform;
  readonly #name: string;

  constructor({ server, desk }: DeskAddress, platform: Platform) {
    this.#platform = platform;
    this.#name = `p2p-call-desk${platform.isFramed() ? '-frame' : ''} ${server} ${desk}`;
  }

  /** @returns null where nothing was left, or the desk has given up on it by now. */
  read(): KeptVisit | null {
    try {
      const kept = this.#kept();
      if (kept === null) return null;
      const { session, at, call, until } = kept;
      const now = this.#platform.wallTimeMs();
      if (Math.abs(now - at) >= WAITING_VISITOR_GRACE_MS) return null;
      const isGood = until === undefined || now + PASS_MARGIN_MS < until;
      const isOpen = call?.phase === 'active' && call.pass !== undefined && isGood;
      return { session, call: isOpen ? call : null, until };
    } catch {
      // Storage can be missing or forbidden: then nothing is taken back, and that is all.
      return null;
    }
  }

  keep({ session, call, until }: KeptVisit): void {
    try {
      const way = call?.phase === 'active' ? { call, until } : {};
      const kept = JSON.stringify({ session, at: this.#platform.wallTimeMs(), ...way });
      this.#platform.storage().setItem(this.#name, kept);
    } catch {
      // As above, or it is full.
    }
  }

  /** What another element of the page has kept since stays. */
  forget(session: string): void {
    try {
      const kept = this.#kept();
      if (kept === null || kept.session === session) this.#platform.storage().removeItem(this.#name);
    } catch {
      // As above.
    }
  }

  /** Throws where storage does. */
  #kept(): Guarded<typeof isVisit> | null {
    const kept: unknown = JSON.parse(this.#platform.storage().getItem(this.#name) ?? 'null');
    return isVisit(kept) ? kept : null;
  }
}
