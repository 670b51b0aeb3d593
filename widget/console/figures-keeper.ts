/** How the desk does, asked when it may have changed, and no more often than anybody reads it. Knows neither words nor views. */
import type { DeskFigures } from '../desk/desk-types.ts';

/** Between two questions, in ms: each of them wakes the desk. */
export const FIGURES_EACH_MS = 10_000;

export class FiguresKeeper {
  /** Null until they are known. */
  figures: DeskFigures | null = null;
  readonly #ask: () => Promise<DeskFigures>;
  readonly #onchange: () => void;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<DeskFigures>, onchange: () => void) {
    this.#ask = ask;
    this.#onchange = onchange;
  }

  /** Now, or as soon as it is time. */
  refresh(): void {
    if (this.#timer !== undefined) return;
    const dueInMs = Math.max(0, this.#askedAtMs + FIGURES_EACH_MS - Date.now());
    this.#timer = setTimeout(() => void this.#fetch(), dueInMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #fetch(): Promise<void> {
    this.#timer = undefined;
    this.#askedAtMs = Date.now();
    try {
      this.figures = await this.#ask();
      this.#onchange();
    } catch {
      // Those that are shown are a little older.
    }
  }
}
