/**
 * How often the other side may make this one do something dear: a few times at once, and then one by one. It must not know
 * what is dear.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';

export class Budget {
  readonly #clock: Clock;
  readonly #burstMs: number;
  readonly #refillMs: number;
  /** When everything taken so far will be refilled, in ms. */
  #paidAtMs = -Infinity;
  readonly #waiting = new Map<TimerHandle, () => void>();

  /** @param burstCount how many may be taken at once. @param refillMs how long it takes until there is one more. */
  constructor(clock: Clock, burstCount: number, refillMs: number) {
    this.#clock = clock;
    this.#burstMs = (burstCount - 1) * refillMs;
    this.#refillMs = refillMs;
  }

  /** Takes one where there is one. @returns whether there was. */
  tryTake(): boolean {
    if (this.#waitMs() > 0) return false;
    this.#paidAtMs = Math.max(this.#paidAtMs, this.#clock.now()) + this.#refillMs;
    return true;
  }

  /** Takes one as soon as there is one. @returns false, with nothing taken, as soon as `isWanted` says no. */
  async take(isWanted: () => boolean): Promise<boolean> {
    while (isWanted()) {
      if (this.tryTake()) return true;
      await new Promise<void>((resolve) => {
        const timer = this.#clock.setTimeout(() => {
          this.#waiting.delete(timer);
          resolve();
        }, this.#waitMs());
        this.#waiting.set(timer, resolve);
      });
    }
    return false;
  }

  /** Makes everybody who waits look anew whether it is still wanted. */
  wake(): void {
    for (const [timer, resolve] of this.#waiting) {
      this.#clock.clearTimeout(timer);
      resolve();
    }
    this.#waiting.clear();
  }

  #waitMs(): number {
    return this.#paidAtMs - this.#burstMs - this.#clock.now();
  }
}
