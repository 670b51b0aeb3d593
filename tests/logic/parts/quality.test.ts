/** What judges the ways is loaded with the first look: what happens where it cannot be. */
import { expect, it, vi } from 'vitest';
import { judge } from '../../../widget/parts/quality.ts';

const part = vi.hoisted(() => ({ isGone: true, loadedCount: 0, judge: vi.fn<(...look: unknown[]) => void>() }));
vi.mock('../../../widget/call/call-quality.ts', () => {
  part.loadedCount += 1;
  if (part.isGone) throw new TypeError('gone');
  return { quality: part };
});

const look = ['bob', new Map(), null, null, { emit: () => true }] as unknown as Parameters<typeof judge>;

it('what cannot be loaded is asked again with the next look, and what was loaded is not', async () => {
  await judge(...look);
  expect(part.judge).not.toHaveBeenCalled();
  part.isGone = false;
  await judge(...look);
  await judge(...look);
  expect([part.judge.mock.calls, part.loadedCount]).toEqual([[look, look], 2]);
});
