import { describe, expect, it } from 'vitest';
import { Budget } from '../../../widget/peer/budget.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

describe('a budget of four and one a second', () => {
  it('gives four at once and then one a second, whoever asks', async () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, 4, 1_000);
    const takenAtMs: number[] = [];
    const takeAll = async (count: number): Promise<void> => {
      for (let left = count; left > 0; left--) if (await budget.take(() => true)) takenAtMs.push(clock.now());
    };
    const done = Promise.all([takeAll(4), takeAll(4)]);
    await clock.advance(20_000);
    await done;
    expect(takenAtMs).toEqual([0, 0, 0, 0, 1_000, 2_000, 3_000, 4_000]);
  });

  it('is whole again after four seconds, and never more than whole', async () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, 4, 1_000);
    const takeAtOnce = (): number => [1, 2, 3, 4, 5, 6].filter(() => budget.tryTake()).length;
    expect(takeAtOnce()).toBe(4);
    await clock.advance(3_999);
    expect(takeAtOnce()).toBe(3);
    await clock.advance(60_000);
    expect(takeAtOnce()).toBe(4);
  });

  it('takes nothing for somebody who does not want it any more', async () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, 1, 1_000);
    expect(budget.tryTake()).toBe(true);
    let isWanted = true;
    const taken = budget.take(() => isWanted);
    isWanted = false;
    budget.wake();
    expect(await taken).toBe(false);
    expect(clock.pendingCount).toBe(0);
    await clock.advance(1_000);
    expect(budget.tryTake()).toBe(true);
  });

  it('leaves those waiting who still want it', async () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, 1, 1_000);
    expect(budget.tryTake()).toBe(true);
    const taken = budget.take(() => true);
    budget.wake();
    await clock.advance(999);
    expect(clock.pendingCount).toBe(1);
    await clock.advance(1);
    expect(await taken).toBe(true);
  });
});
