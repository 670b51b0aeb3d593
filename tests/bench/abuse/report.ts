/** What a part of the abuse bench has found: rows of a table, each held against its goal. It must not know how a figure came about. */

export interface Row {
  readonly what: string;
  /** How many were tried or counted. */
  readonly n: number;
  readonly figure: string;
  /** What must hold; empty where a figure is only told. */
  readonly goal: string;
  readonly isOk: boolean;
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The value below which `part` of them are, 0 to 1; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** A figure without a goal. */
export const told = (what: string, n: number, figure: string): Row => ({ what, n, figure, goal: '', isOk: true });

/** A duration that must stay under `limitMs`; none measured is a miss. */
export const under = (what: string, n: number, valueMs: number, limitMs: number): Row => ({
  what,
  n,
  figure: ms(valueMs),
  goal: `< ${limitMs} ms`,
  isOk: valueMs < limitMs,
});

/** A growth of memory that must stay under `limitBytes`. */
export const grownUnder = (what: string, n: number, bytes: number, limitBytes: number): Row => ({
  what,
  n,
  figure: megabytes(bytes),
  goal: `< ${megabytes(limitBytes)}`,
  isOk: bytes < limitBytes,
});

/** A count that must be exact. `note` explains what was counted. */
export const exactly = (what: string, n: number, value: number, goal: number, note = ''): Row => ({
  what,
  n,
  figure: note === '' ? String(value) : `${value} (${note})`,
  goal: String(goal),
  isOk: value === goal,
});

/** How often each value occurs, for people: `4400: 12, 4413: 3`. */
export function tally(values: readonly (string | number | null)[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${value}: ${count}`).join(', ');
}

export function print(rows: readonly Row[]): void {
  for (const { what, n, figure, goal, isOk } of rows) {
    const verdict = goal === '' ? '' : isOk ? 'ok' : 'MISSED';
    console.log(
      `  ${what.padEnd(62)} ${String(n).padStart(7)}  ${figure.padEnd(30)} ${goal.padEnd(12)} ${verdict}`.trimEnd(),
    );
  }
}
