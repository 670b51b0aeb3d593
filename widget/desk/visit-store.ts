/**
 * What a tab keeps of its visitor's call, so that the page it loads next has it again: the secret that the call is taken back with, in
 * sessionStorage. Outside data: whoever can run a script on the site can write it. Knows no socket and no wire.
 */
import { WAITING_VISITOR_GRACE_MS, integer, shape, textLike } from '#protocol';
import type { Platform } from '../signaling/platform.ts';
import type { DeskAddress } from './desk-door.ts';

const isVisit = shape({
  session: textLike(/^[A-Za-z0-9_-]{22,64}$/),
  /** When the page was last known to have the call, in ms since the epoch by its own clock. */
  at: integer(0, Number.MAX_SAFE_INTEGER),
});

export class VisitStore {
  readonly #platform: Platform;
  readonly #name: string;

  constructor({ server, desk }: DeskAddress, platform: Platform) {
    this.#platform = platform;
    this.#name = `p2p-call-desk${platform.isFramed() ? '-frame' : ''} ${server} ${desk}`;
  }

  /** @returns null where nothing was left, or the desk has given up on it by now. */
  read(): string | null {
    try {
      const kept: unknown = JSON.parse(this.#platform.storage().getItem(this.#name) ?? 'null');
      if (!isVisit(kept)) return null;
      return Math.abs(this.#platform.wallTimeMs() - kept.at) < WAITING_VISITOR_GRACE_MS ? kept.session : null;
    } catch {
      // Storage can be missing or forbidden: then nothing is taken back, and that is all.
      return null;
    }
  }

  keep(session: string): void {
    try {
      const kept = JSON.stringify({ session, at: this.#platform.wallTimeMs() });
      this.#platform.storage().setItem(this.#name, kept);
    } catch {
      // As above, or it is full.
    }
  }

  forget(): void {
    try {
      this.#platform.storage().removeItem(this.#name);
    } catch {
      // As above.
    }
  }
}
