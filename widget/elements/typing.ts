/**
 * Who is writing just now: what travels, how often, and for how long it counts. What comes is another person's: it ends by itself and
 * with the message, whatever that page does. Knows no view.
 */
import type { PeerId } from '#protocol';

/** How long one frame counts, in ms. */
export const SHOWN_MS = 5_000;

/** The pause between two frames of this page, in ms. */
export const PAUSE_MS = 2_000;

/** After a message, frames of the same person are late for this long, in ms: they may be slower than it. */
export const LATE_MS = 1_000;

/** What travels. */
export const TYPING = { typing: true } as const;

export function isTyping(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'typing' in data && data.typing === true;
}

export class Typing {
  readonly #onchange: () => void;
  readonly #timers = new Map<PeerId, ReturnType<typeof setTimeout>>();
  readonly #messageMs = new Map<PeerId, number>();
  #toldMs = -PAUSE_MS;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  /** Who is writing, who began first first. */
  get ids(): readonly PeerId[] {
    return [...this.#timers.keys()];
  }

  /** The person here writes. @returns whether the others are to be told. */
  tell(nowMs = performance.now()): boolean {
    if (nowMs - this.#toldMs < PAUSE_MS) return false;
    this.#toldMs = nowMs;
    return true;
  }

  /** A frame came. @returns whether this one was not writing before. */
  hear(id: PeerId, nowMs = performance.now()): boolean {
    if (nowMs - (this.#messageMs.get(id) ?? -LATE_MS) < LATE_MS) return false;
    const timer = this.#timers.get(id);
    clearTimeout(timer);
    this.#timers.set(
      id,
      setTimeout(() => this.end(id), SHOWN_MS),
    );
    if (timer === undefined) this.#onchange();
    return timer === undefined;
  }

  /** What was being written is here. */
  handleMessage(id: PeerId, nowMs = performance.now()): void {
    this.#messageMs.set(id, nowMs);
    this.end(id);
  }

  end(id: PeerId): void {
    clearTimeout(this.#timers.get(id));
    if (this.#timers.delete(id)) this.#onchange();
  }

  clear(): void {
    for (const id of this.ids) this.end(id);
    this.#messageMs.clear();
  }
}
