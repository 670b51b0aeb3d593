/** Whether the person is asked for notifications of the system: once, after going online, and never again after a no. Knows no words. */
import type { RingNotices } from './ring-notices.ts';

const KEY = 'p2p-call-desk-notices';

export class NoticesChoice {
  /** Whether the person has shown to be at work. */
  isTimely = false;
  readonly #notices: Pick<RingNotices, 'permission' | 'ask'>;
  #isRefused: boolean;

  constructor(notices: Pick<RingNotices, 'permission' | 'ask'>) {
    this.#notices = notices;
    this.#isRefused = false;
    try {
      this.#isRefused = localStorage.getItem(KEY) === 'no';
    } catch {
      // Asked again with the next page then.
    }
  }

  get isAsked(): boolean {
    return this.isTimely && !this.#isRefused && this.#notices.permission === 'default';
  }

  /** In the handler of a gesture. */
  async answer(isWanted: boolean): Promise<void> {
    if (isWanted) await this.#notices.ask().catch(() => undefined);
    else {
      try {
        localStorage.setItem(KEY, 'no');
      } catch {
        // It counts for this page.
      }
    }
    // A browser that was asked and did not say is not asked by us again either.
    this.#isRefused = true;
  }
}
