/** Medians, tails and how figures are written. Knows nothing of what they are of. */
import { quantile } from '../abuse/report.ts';

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** With three digits that say something. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Pair by pair in the order in which they were measured, so that what else the machine does meets both. */
export function ratios(values: readonly number[], of: readonly number[]): number[] {
  return values.map((value, i) => value / (of[i] ?? Number.NaN));
}

/** Calls each of `tasks` once a round, in another order each time. @returns what each has found, by name. */
export async function interleaved<Value>(
  rounds: number,
  tasks: Readonly<Record<string, (round: number) => Promise<Value>>>,
): Promise<Map<string, Value[]>> {
  const names = Object.keys(tasks);
  const found = new Map<string, Value[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length] ?? '';
      const task = tasks[name];
      if (task === undefined) continue;
      const value = await task(round).catch((error: unknown) => {
        throw new Error(`${name} in round ${round + 1}`, { cause: error });
      });
      found.get(name)?.push(value);
    }
  }
  return found;
}
