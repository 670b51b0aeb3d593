import { describe, expect, it } from 'vitest';
import { RebuildBudget } from '../../../widget/peer/rebuild-budget.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

describe('a rebuild budget', () => {
  it('gives four at once, and four again after four seconds', async () => {
    const clock = new VirtualClock();
    const budget = new RebuildBudget(clock);
    const takenAtMs: number[] = [];
    const takeAll = async (): Promise<void> => {
      for (let left = 9; left > 0; left--) {
        await budget.take();
        takenAtMs.push(clock.now());
      }
    };
    const done = takeAll();
    await clock.advance(20_000);
    await done;
    expect(takenAtMs).toEqual([0, 0, 0, 0, 4_000, 4_000, 4_000, 4_000, 8_000]);
  });

  it('holds up nobody and no timer once closed', async () => {
    const clock = new VirtualClock();
    const budget = new RebuildBudget(clock);
    for (let left = 4; left > 0; left--) await budget.take();
    let isThrough = false;
    const waiting = budget.take().then(() => (isThrough = true));
    await clock.advance(10);
    expect(isThrough).toBe(false);
    budget.close();
    await waiting;
    await budget.take();
    expect(clock.pendingCount).toBe(0);
  });
});
