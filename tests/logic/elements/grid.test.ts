import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridFor } from '../../../widget/elements/grid.ts';

describe('gridFor', () => {
  it.for([
    [1, 960, 540, 1, 1],
    [2, 960, 540, 2, 1],
    [2, 320, 500, 1, 2],
    [3, 960, 540, 2, 2],
    [3, 320, 500, 1, 3],
    [4, 960, 540, 2, 2],
    [4, 1600, 300, 4, 1],
    [8, 320, 500, 2, 4],
  ] as const)('places %s in %s x %s as %s columns and %s rows', ([count, width, height, columns, rows]) => {
    expect(gridFor(count, width, height)).toEqual({ columns, rows });
  });

  it('has a place for everyone and no empty row, in any box', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(4000), fc.nat(4000), (count, width, height) => {
        const { columns, rows } = gridFor(count, width, height);
        expect(columns * rows).toBeGreaterThanOrEqual(count);
        expect(columns * (rows - 1)).toBeLessThan(count);
      }),
    );
  });
});
