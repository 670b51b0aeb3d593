import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RING_PERIOD_S, ringNotes } from '../../../widget/console/ring-tone.ts';

describe('the ring tone', () => {
  it('is nothing where it does not ring', () => {
    expect(ringNotes(0)).toEqual([]);
    expect(ringNotes(-5_000)).toEqual([]);
  });

  it('begins at once, and comes again after its rest until the ring is over', () => {
    const notes = ringNotes(20_000);
    expect(notes[0]?.atS).toBe(0);
    const first = notes.filter(({ atS }) => atS < RING_PERIOD_S);
    const second = notes.filter(({ atS }) => atS >= RING_PERIOD_S && atS < 2 * RING_PERIOD_S);
    expect(second.map(({ atS, hz }) => [+(atS - RING_PERIOD_S).toFixed(6), hz])).toEqual(
      first.map(({ atS, hz }) => [atS, hz]),
    );
    expect(notes.at(-1)?.atS).toBeGreaterThan(18);
  });

  it('has a rest of a second and more in each turn, and notes that a small speaker plays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120_000 }), (lengthMs) => {
        for (const { atS, lengthS, hz } of ringNotes(lengthMs)) {
          expect(atS).toBeLessThan(lengthMs / 1_000);
          expect((atS % RING_PERIOD_S) + lengthS).toBeLessThan(RING_PERIOD_S - 1);
          expect(hz).toBeGreaterThan(400);
          expect(hz).toBeLessThan(2_000);
        }
      }),
    );
  });
});
