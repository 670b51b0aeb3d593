/**
 * Randomness from a seed, so that what a test did can be done again. It must not know what is drawn.
 */

export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with `probability`. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
}

/** The seed of this run: `SEED` from the environment, else a new one. Print it. */
export function seedFromEnvironment(): number {
  const given = Number(process.env['SEED']);
  return Number.isSafeInteger(given) && process.env['SEED'] !== undefined && process.env['SEED'] !== ''
    ? given >>> 0
    : Math.floor(Math.random() * 2 ** 32);
}

/** A generator for `seed`, independent of those of other streams (mulberry32 over a mixed seed). */
export function randomFrom(seed: number, stream = 0): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    hex: (length) => Array.from({ length }, () => int(0, 15).toString(16)).join(''),
  };
}
