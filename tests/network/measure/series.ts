/** One row of the report: measured values, failures, the goal and whether it was reached. Pure; knows no scenario. */

/** Which figure of the values must not exceed `limit`; without a limit the row only informs. */
export interface Goal {
  readonly of: 'p95' | 'max';
  readonly limit: number;
}

export interface SeriesOptions {
  /** What was done to what: `blackhole 5 s, Ch-FF`. */
  readonly label: string;
  /** What was measured: `media back after return`. */
  readonly metric: string;
  /** `ms`, `frames`, ... */
  readonly unit: string;
  readonly goal?: Goal;
}

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export class Series {
  readonly label: string;
  readonly metric: string;
  readonly unit: string;
  readonly goal: Goal | null;
  readonly #values: number[] = [];
  readonly #failures: string[] = [];

  constructor({ label, metric, unit, goal }: SeriesOptions) {
    this.label = label;
    this.metric = metric;
    this.unit = unit;
    this.goal = goal ?? null;
  }

  add(value: number): void {
    this.#values.push(value);
  }

  /** A round in which the value could not be measured, because what was to be measured did not happen. */
  fail(reason: string): void {
    this.#failures.push(reason);
  }

  get count(): number {
    return this.#values.length + this.#failures.length;
  }

  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Rounds that failed and values beyond the goal. */
  get missedCount(): number {
    const limit = this.goal?.limit ?? Number.POSITIVE_INFINITY;
    return this.#failures.length + this.#values.filter((value) => value > limit).length;
  }

  get p50(): number {
    return percentile(this.#values, 0.5);
  }

  get p95(): number {
    return percentile(this.#values, 0.95);
  }

  get max(): number {
    return Math.max(...this.#values);
  }

  /** No round failed and the goal, if there is one, was reached. A goal without a round is not. */
  get isReached(): boolean {
    if (this.#failures.length > 0) return false;
    return this.goal === null || (this.count > 0 && this[this.goal.of] <= this.goal.limit);
  }
}
