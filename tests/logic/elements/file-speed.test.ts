import { expect, it } from 'vitest';
import { FileSpeed, secondsLeft } from '../../../widget/elements/file-speed.ts';

/** @returns the speed after these amounts, one every 250 ms from 0. */
function speedOf(...amounts: number[]): number | null {
  const speed = new FileSpeed();
  for (const [i, bytes] of amounts.entries()) speed.add(i * 250, bytes);
  return speed.bytesPerSecond;
}

it('is not known before a second has passed', () => {
  expect(speedOf()).toBeNull();
  expect(speedOf(0, 100, 200, 300)).toBeNull();
  expect(speedOf(0, 100, 200, 300, 400)).toBe(400);
});

it('is that of the last five seconds', () => {
  const slow = Array.from({ length: 40 }, (_, i) => i);
  const fast = Array.from({ length: 40 }, (_, i) => 39 + (i + 1) * 1000);
  expect(speedOf(...slow, ...fast)).toBe(4000);
});

it('takes in many words of one moment as one', () => {
  const speed = new FileSpeed();
  for (let ms = 0; ms <= 2000; ms += 1) speed.add(ms, ms * 10);
  expect(speed.bytesPerSecond).toBe(10_000);
});

it('begins anew where it goes on from before, and after a stop', () => {
  expect(speedOf(0, 1000, 2000, 3000, 4000, 1500)).toBeNull();
  const speed = new FileSpeed();
  speed.add(0, 0);
  speed.add(2000, 500);
  speed.reset();
  expect(speed.bytesPerSecond).toBeNull();
});

it('says how long the rest takes, and nothing where nothing moves', () => {
  expect(secondsLeft(1000, 400)).toBe(3);
  expect(secondsLeft(1, 400)).toBe(1);
  expect(secondsLeft(1000, 0)).toBeNull();
  expect(secondsLeft(1000, null)).toBeNull();
});
