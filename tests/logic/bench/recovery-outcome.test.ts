/** What the bench says of a call that went through a fault: from made-up samples of which the answer is known. */
import { describe, expect, test } from 'vitest';
import { backAt, outcomeOf, seconds, share } from '../../bench/compare/recovery-outcome.ts';
import type { Noted } from '../../bench/compare/recovery-outcome.ts';
import type { Sample } from '../../network/measure/timeline.ts';

const END_MS = 20_000;

/** A page that gets sound and picture, apart from the time between the two moments. */
function page(from: number, to: number, events: readonly (readonly [at: number, type: string])[] = []): Noted {
  const flowed = (at: number): number => Math.min(at, from) + Math.max(0, at - to);
  const samples = Array.from({ length: END_MS / 100 }, (_, index): Sample => {
    const at = index * 100;
    const counts = { audioPackets: Math.floor(flowed(at) / 20), framesDecoded: Math.floor(flowed(at) / 100) };
    const none = { videoPackets: 0, audioSamples: 0, concealedSamples: 0, connectionState: '' };
    return { at, state: '', connectionState: '', peers: [{ id: 'other', ...counts, ...none }] };
  });
  return { samples, events: events.map(([at, type]) => ({ at, type, detail: {} })) };
}

const whole = page(END_MS, END_MS);
const fault = { beganAt: 5_000, endedAt: 8_000, returnedAt: null };

describe('what became of a call', () => {
  test('the worse direction counts', () => {
    const found = outcomeOf([whole, page(5_000, 9_000)], fault);
    expect(found.silenceMs).toBeGreaterThan(3_900);
    expect(found.silenceMs).toBeLessThan(4_200);
    expect(found.stillMs).toBeGreaterThan(3_900);
    expect(found.stillMs).toBeLessThan(4_200);
    expect(found.backMs).toBeGreaterThanOrEqual(1_000);
    expect(found.backMs).toBeLessThan(1_300);
    expect(found.signalingMs).toBeNaN();
  });

  test('without a fault for its media it is never silent', () => {
    const found = outcomeOf([whole, whole], { ...fault, endedAt: fault.beganAt });
    expect(found.silenceMs).toBeLessThan(150);
    expect(found.stillMs).toBeLessThan(250);
  });

  test('media that one of them never gets again is never back', () => {
    const ends = [whole, page(5_000, END_MS)];
    expect(backAt(ends, 8_000)).toBe(Number.POSITIVE_INFINITY);
    const found = outcomeOf(ends, fault);
    expect([found.silenceMs, found.stillMs, found.backMs]).toEqual(Array(3).fill(Number.POSITIVE_INFINITY));
  });

  test('what is heard counts from the return of the server, at the second page', () => {
    const early = page(END_MS, END_MS, [[7_000, 'heard']]);
    const late = page(END_MS, END_MS, [
      [7_000, 'heard'],
      [9_500, 'heard'],
    ]);
    const times = { beganAt: 5_000, endedAt: 5_000, returnedAt: 8_000 };
    expect(outcomeOf([late, early], times).signalingMs).toBe(Number.POSITIVE_INFINITY);
    expect(outcomeOf([early, late], times).signalingMs).toBe(1_500);
  });

  test('what was noted before the fault is not told', () => {
    const ends = [page(END_MS, END_MS, [[1_000, 'rebuild']]), page(END_MS, END_MS, [[6_000, 'ICE restart']])];
    expect(outcomeOf(ends, fault).noted).toEqual(['ICE restart']);
  });
});

describe('a connection that is lost for good', () => {
  test('counts from the beginning of the fault, by whoever knows first', () => {
    const late = page(END_MS, END_MS, [[7_500, 'media over']]);
    const early = page(END_MS, END_MS, [
      [1_000, 'media over'],
      [7_000, 'media over'],
    ]);
    expect(outcomeOf([late, early], fault).lostMs).toBe(2_000);
  });
  test('is not told where nobody lost it', () => expect(outcomeOf([whole, whole], fault).lostMs).toBeNaN());
});

describe('how it is written', () => {
  test('median and 90th percentile in seconds', () => expect(seconds([900, 1_100, 2_000])).toBe('1.10 (2.00)'));
  test('never in some', () => {
    expect(seconds([900, Number.POSITIVE_INFINITY, 1_100])).toBe('1.10 (1.10), never in 1 of 3');
  });
  test('never at all', () => expect(seconds([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toBe('never'));
  test('where it was not asked', () => expect(seconds([Number.NaN])).toBe('–'));
  test('a median of which most never came is infinite', () => {
    expect(share([Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY], 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(share([3, Number.POSITIVE_INFINITY, 2], 0.5)).toBe(3);
  });
});
