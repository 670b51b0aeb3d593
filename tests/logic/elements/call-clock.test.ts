import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CallClock, durationText } from '../../../widget/elements/call-clock.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it.for([
  [0, '0:00'],
  [-5, '0:00'],
  [59_999, '0:59'],
  [245_000, '4:05'],
  [3_845_000, '1:04:05'],
] as const)('%i ms are %s', ([durationMs, expected]) => {
  expect(durationText(durationMs)).toBe(expected);
});

it('ticks only while it is seen, and counts all the time', () => {
  const ontick = vi.fn<() => void>();
  const clock = new CallClock(ontick);
  clock.set(true, false);
  vi.advanceTimersByTime(10_000);
  expect(ontick).not.toHaveBeenCalled();
  clock.set(true, true);
  clock.set(true, true);
  vi.advanceTimersByTime(2_000);
  expect(ontick).toHaveBeenCalledTimes(2);
  expect(clock.text).toBe('0:12');
  clock.stop();
  vi.advanceTimersByTime(5_000);
  expect(ontick).toHaveBeenCalledTimes(2);
  expect(clock.text).toBe('0:17');
});

it('counts from the moment of joining, once that is known', () => {
  const clock = new CallClock(() => undefined);
  clock.set(true, false);
  vi.advanceTimersByTime(9_000);
  expect(clock.text).toBe('0:09');
  clock.set(true, false, Date.now() - 3_000);
  expect(clock.text).toBe('0:03');
});

it('starts anew with the next call', () => {
  const clock = new CallClock(() => undefined);
  clock.set(true, false);
  vi.advanceTimersByTime(9_000);
  clock.set(false, true);
  expect(clock.text).toBe('0:00');
  expect(vi.getTimerCount()).toBe(0);
  clock.set(true, false);
  expect(clock.text).toBe('0:00');
});
