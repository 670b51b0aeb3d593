import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FIGURES_EACH_MS, FiguresKeeper } from '../../../widget/console/figures-keeper.ts';
import type { DeskFigures } from '../../../widget/desk/desk-types.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FIGURES: DeskFigures = {
  waiting: 1,
  active: 0,
  answered: 2,
  missed: 3,
  medianWaitMs: null,
  medianHandledMs: null,
  rating: null,
  since: null,
};

describe('the figures of a desk', () => {
  it('are asked for at once, then as seldom as anybody reads them, however much happens', async () => {
    const ask = vi.fn<() => Promise<DeskFigures>>(async () => FIGURES);
    const keeper = new FiguresKeeper(ask, () => {});
    for (let call = 0; call < 100; call += 1) {
      keeper.refresh();
      await vi.advanceTimersByTimeAsync(FIGURES_EACH_MS / 10);
    }
    expect(ask.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(ask.mock.calls.length).toBeLessThanOrEqual(11);
    expect(keeper.figures).toBe(FIGURES);
  });

  it('stay as they are where there is no answer', async () => {
    let isDeaf = false;
    const keeper = new FiguresKeeper(
      () => (isDeaf ? Promise.reject(new Error('no answer')) : Promise.resolve(FIGURES)),
      () => {},
    );
    keeper.refresh();
    await vi.runAllTimersAsync();
    isDeaf = true;
    keeper.refresh();
    await vi.runAllTimersAsync();
    expect(keeper.figures).toBe(FIGURES);
  });

  it('are not asked for by a console that goes', async () => {
    const ask = vi.fn<() => Promise<DeskFigures>>(async () => FIGURES);
    const keeper = new FiguresKeeper(ask, () => {});
    keeper.refresh();
    keeper.close();
    await vi.runAllTimersAsync();
    expect(ask).not.toHaveBeenCalled();
  });
});
