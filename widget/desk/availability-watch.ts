/** Whether somebody could answer, asked without a socket: once, and now and then while somebody looks at the page. Knows nothing of calls. */
import { type Availability, isAvailability } from '#protocol';
import type { Platform } from '../signaling/platform.ts';
import type { DeskDoor } from './desk-door.ts';

/** Each question is a request that the site's owner may have to pay: what a launcher says need not be newer. */
export const ASK_AGAIN_MS = 120_000;

export class AvailabilityWatch {
  readonly #door: DeskDoor;
  readonly #platform: Platform;
  readonly #onknown: (availability: Availability) => void;
  readonly #lifetime = new AbortController();
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #timer: number | null = null;
  #isOn = false;

  /** @param onknown is told each answer; a question without one changes nothing. */
  constructor(door: DeskDoor, platform: Platform, onknown: (availability: Availability) => void) {
    this.#door = door;
    this.#platform = platform;
    this.#onknown = onknown;
  }

  start(): void {
    if (this.#isOn || this.#lifetime.signal.aborted) return;
    this.#isOn = true;
    const { page } = this.#platform;
    const { signal } = this.#lifetime;
    for (const type of ['pageshow', 'visibilitychange']) page.addEventListener(type, () => this.#check(), { signal });
    this.#check();
  }

  /** Never rejects. */
  async refresh(): Promise<void> {
    const { clock } = this.#platform;
    this.#askedAtMs = clock.now();
    try {
      const response = await this.#door.ask('', { signal: this.#lifetime.signal });
      const answer: unknown = await response.json();
      if (isAvailability(answer) && !this.#lifetime.signal.aborted) this.#onknown(answer);
    } catch {
      // The next question may be answered.
    }
  }

  stop(): void {
    this.#lifetime.abort();
    if (this.#timer !== null) this.#platform.clock.clearTimeout(this.#timer);
  }

  #check(): void {
    const { clock, isVisible } = this.#platform;
    if (!isVisible()) return;
    const dueInMs = this.#askedAtMs + ASK_AGAIN_MS - clock.now();
    if (dueInMs <= 0) void this.refresh();
    if (this.#timer !== null) clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#check(), dueInMs <= 0 ? ASK_AGAIN_MS : dueInMs);
  }
}
