/** How often somebody may do what others notice. Kept in memory only; what was taken before is taken again by whoever still knows of it. */

interface Left {
  readonly count: number;
  readonly atMs: number;
}

export class Budget {
  readonly #most: number;
  readonly #eachMs: number;
  /** A full one is as good as none. */
  readonly #left = new Map<string, Left>();

  /** @param most how often at once. @param eachMs how long until it is once more. */
  constructor(most: number, eachMs: number) {
    this.#most = most;
    this.#eachMs = eachMs;
  }

  /** Takes one. @param key whose; null for whom nothing is counted. @returns whether there was one. */
  take(key: string | null, nowMs: number): boolean {
    if (key === null) return true;
    for (const [other, left] of this.#left) if (this.#countNow(left, nowMs) >= this.#most) this.#left.delete(other);
    const count = this.#countNow(this.#left.get(key) ?? { count: this.#most, atMs: nowMs }, nowMs) - 1;
    if (count < 0) return false;
    this.#left.set(key, { count, atMs: nowMs });
    return true;
  }

  /** A clock that went backwards adds nothing. */
  #countNow({ count, atMs }: Left, nowMs: number): number {
    return Math.min(this.#most, count + Math.max(0, nowMs - atMs) / this.#eachMs);
  }
}
