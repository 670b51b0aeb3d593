/** How fast a file comes or goes, from how much of it is there at which moment. Knows no clock and no file. */

/** What is older than this, in ms, says nothing about now. */
const WINDOW_MS = 5_000;

/** Less than this, in ms, is no measure. */
const MIN_SPAN_MS = 1_000;

/** Moments closer than this, in ms, count as one. */
const STEP_MS = 200;

export class FileSpeed {
  #moments: ReadonlyArray<{ readonly atMs: number; readonly bytes: number }> = [];

  /** So much is there now. */
  add(nowMs: number, bytes: number): void {
    const last = this.#moments.at(-1);
    // After a break it may go on from before.
    if (last !== undefined && bytes < last.bytes) this.reset();
    if (last !== undefined && nowMs - last.atMs < STEP_MS) return;
    this.#moments = [...this.#moments.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS), { atMs: nowMs, bytes }];
  }

  /** It does not move: what was before says nothing about what comes. */
  reset(): void {
    this.#moments = [];
  }

  /** @returns null while it is not known. */
  get bytesPerSecond(): number | null {
    const [first, last] = [this.#moments[0], this.#moments.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < MIN_SPAN_MS) return null;
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  }
}

/** @returns how long the rest takes, in s, at least 1; null while it is not known. */
export function secondsLeft(restBytes: number, bytesPerSecond: number | null): number | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null;
  return Math.max(1, Math.ceil(restBytes / bytesPerSecond));
}
