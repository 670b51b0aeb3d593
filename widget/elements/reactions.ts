/**
 * Emoji that people send each other for a moment: which there are, what travels, and who shows one now. What comes is another
 * person's: only what is in the list is shown, and not more often than a person would. Knows no view.
 */
import type { PeerId } from '#protocol';

export const REACTIONS = ['👍', '❤️', '👏', '😂', '😮', '🎉'] as const;

export type Reaction = (typeof REACTIONS)[number];

/** How long one is shown, in ms. */
export const SHOWN_MS = 4_000;

/** From one person not more often than this, in ms, in either direction. */
export const PAUSE_MS = 500;

export interface Shown {
  readonly reaction: Reaction;
  /** Counts up, so that the same one again is a new one. */
  readonly number: number;
}

/** @returns null for anything that is no reaction. */
export function decodeReaction(data: unknown): Reaction | null {
  if (typeof data !== 'object' || data === null || !('reaction' in data)) return null;
  return REACTIONS.find((reaction) => reaction === data.reaction) ?? null;
}

export class Reactions {
  readonly #onchange: () => void;
  readonly #shown = new Map<PeerId, Shown>();
  readonly #timers = new Map<PeerId, ReturnType<typeof setTimeout>>();
  readonly #lastMs = new Map<PeerId, number>();
  #count = 0;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  of(id: PeerId): Shown | undefined {
    return this.#shown.get(id);
  }

  /** @returns whether it is shown: not where the last one of the same person was a moment ago. */
  show(id: PeerId, reaction: Reaction, nowMs = performance.now()): boolean {
    if (nowMs - (this.#lastMs.get(id) ?? -PAUSE_MS) < PAUSE_MS) return false;
    this.#lastMs.set(id, nowMs);
    clearTimeout(this.#timers.get(id));
    this.#shown.set(id, { reaction, number: (this.#count += 1) });
    this.#timers.set(
      id,
      setTimeout(() => {
        this.#shown.delete(id);
        this.#onchange();
      }, SHOWN_MS),
    );
    this.#onchange();
    return true;
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#shown.clear();
    this.#lastMs.clear();
  }
}
