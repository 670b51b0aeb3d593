/**
 * How often the other side may make this one build a connection: a browser has few of them, and a hostile peer could ask
 * ten times a second. It must not know what a connection is.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';

/** A reload, a reset and a network change in the same moment pass without waiting. */
const BURST_COUNT = 4;

/** No more than a burst in this time: one a second on average. */
const WINDOW_MS = 4_000;

export class RebuildBudget {
  readonly #clock: Clock;
  #takenAtMs: number[] = [];
  #timer: TimerHandle | null = null;
  #settle: () => void = () => {};
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until there is room. One caller at a time; settles at once when closed. */
  async take(): Promise<void> {
    const [oldestAtMs = -Infinity] = this.#takenAtMs.slice(-BURST_COUNT);
    const waitMs = this.#takenAtMs.length < BURST_COUNT ? 0 : oldestAtMs + WINDOW_MS - this.#clock.now();
    if (waitMs > 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#timer = this.#clock.setTimeout(resolve, waitMs);
      });
    }
    this.#takenAtMs = [...this.#takenAtMs.slice(1 - BURST_COUNT), this.#clock.now()];
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#settle();
  }
}
