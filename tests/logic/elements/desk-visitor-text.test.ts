/** Whether somebody is there, and how long it takes, in words: honest, and by the visitor's own clock. */
import { describe, expect, it } from 'vitest';
import type { Availability } from '#protocol';
import {
  availabilityText,
  endText,
  positionText,
  waitText,
  waitingText,
} from '../../../widget/locales/desk-visitor-text.ts';

const OPEN: Availability = { state: 'available', departments: [], messages: true };
/** A Saturday, by the clock of this machine. */
const NOW = new Date(2026, 10, 21, 20, 0).getTime();

describe('the availability', () => {
  it.for([
    [OPEN, /^$/],
    [{ ...OPEN, state: 'busy' }, /^Everyone is busy, but you can wait$/],
    [{ ...OPEN, state: 'offline' }, /^Nobody is here: leave a message$/],
    [{ ...OPEN, state: 'offline', messages: false }, /^Nobody is here right now$/],
    [{ ...OPEN, state: 'closed' }, /^Closed at the moment$/],
    [{ ...OPEN, state: 'closed', opensAt: NOW - 1 }, /^Closed at the moment$/],
    [
      { ...OPEN, state: 'closed', opensAt: new Date(2026, 10, 21, 21, 30).getTime() },
      /^Closed until \D*(?:21:30|9:30)/,
    ],
    [{ ...OPEN, state: 'closed', opensAt: new Date(2026, 10, 23, 9, 0).getTime() }, /^Closed until Mon\D+0?9:00/],
    [{ ...OPEN, state: 'closed', opensAt: new Date(2026, 10, 30, 9, 0).getTime() }, /^Closed until .*Nov/],
    [{ ...OPEN, state: 'siesta' as 'busy' }, /^$/],
  ] as const)('%o', ([availability, expected]) => {
    expect(availabilityText(availability, NOW)).toMatch(expected);
  });
});

it.for([
  [undefined, ''],
  [0, 'It should take less than a minute.'],
  [60_000, 'It should take less than a minute.'],
  [60_001, 'It should take about 2 minutes.'],
  [250_000, 'It should take about 5 minutes.'],
] as const)('an estimate of %s ms: "%s"', ([waitMs, expected]) => {
  expect(waitText(waitMs === undefined ? {} : { waitMs })).toBe(expected);
});

it.for([
  [undefined, ''],
  [1, 'You are next.'],
  [2, 'You are number 2 in line.'],
] as const)('the place %s: "%s"', ([position, expected]) => {
  expect(positionText(position === undefined ? {} : { position })).toBe(expected);
});

it('what a newer desk says has words, too', () => {
  expect(endText('eclipse' as 'lost').title).toBe('The call is over');
  expect(waitingText(null)).toBe('Connecting…');
});
