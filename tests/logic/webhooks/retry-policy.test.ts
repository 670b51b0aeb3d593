import { expect, it } from 'vitest';
import { WEBHOOK_LIFETIME_MS, retryDelayMs } from '../../../worker/runtime/webhooks/retry-policy.ts';

const SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400];

it('waits longer after each failure, and then no longer than four hours', () => {
  const failures = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000];
  expect(failures.map((count) => retryDelayMs(count, 0.5) / 1_000)).toEqual([...SECONDS, 14_400, 14_400]);
});

it('spreads rooms by a fifth to each side', () => {
  expect([0, 0.5, 1].map((random) => retryDelayMs(2, random))).toEqual([24_000, 30_000, 36_000]);
});

it('tries 13 times in the day that an event lives', () => {
  let [atMs, count] = [0, 1];
  while ((atMs += retryDelayMs(count, 0.5)) < WEBHOOK_LIFETIME_MS) count += 1;
  expect(count).toBe(13);
});
