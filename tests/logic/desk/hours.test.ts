/** Business hours in a time zone, also on the days on which its clocks are changed. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type Hours, changesAtMs, hours, isOpen, opensAtMs } from '../../../worker/desk/hours.ts';

const berlin: Hours = v.parse(hours, {
  zone: 'Europe/Berlin',
  mon: ['09:00-12:30', '13:30-17:00'],
  fri: ['09:00-17:00'],
  sun: ['01:30-03:30'],
  closed: ['2026-12-25'],
});

const at = (text: string): number => Date.parse(text);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('business hours', () => {
  it.each([
    ['2026-11-02T07:59:59Z', false],
    ['2026-11-02T08:00:00Z', true],
    ['2026-11-02T11:29:59Z', true],
    ['2026-11-02T11:30:00Z', false],
    ['2026-11-02T12:30:00Z', true],
    ['2026-11-02T16:00:00Z', false],
    ['2026-11-03T09:00:00Z', false],
    // In summer an hour earlier.
    ['2026-07-03T07:00:00Z', true],
    ['2026-07-03T15:00:00Z', false],
    // A day on which it is closed.
    ['2026-12-25T10:00:00Z', false],
    ['2026-12-18T10:00:00Z', true],
  ])('at %s are open: %s', (text, open) => {
    expect(isOpen(berlin, at(text))).toBe(open);
  });

  it.each([
    ['2026-11-02T08:00:00Z', null],
    ['2026-11-02T11:45:00Z', '2026-11-02T12:30:00.000Z'],
    ['2026-11-02T16:00:00Z', '2026-11-06T08:00:00.000Z'],
    ['2026-12-24T10:00:00Z', '2026-12-27T00:30:00.000Z'],
    // The last Sunday of March has no 02:30, and the day before it is still winter.
    ['2026-03-28T10:00:00Z', '2026-03-29T00:30:00.000Z'],
  ])('at %s open next at %s', (text, opens) => {
    expect(iso(opensAtMs(berlin, at(text)))).toBe(opens);
  });

  it('of a night in which clocks go back are an hour longer, and of one in which they go forward an hour shorter', () => {
    expect(iso(changesAtMs(berlin, at('2026-10-25T00:00:00Z')))).toBe('2026-10-25T02:30:00.000Z');
    expect(iso(changesAtMs(berlin, at('2026-10-24T23:00:00Z')))).toBe('2026-10-24T23:30:00.000Z');
    expect(iso(changesAtMs(berlin, at('2026-03-29T00:45:00Z')))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('around the clock do not change at midnight', () => {
    const always = v.parse(hours, {
      zone: 'Pacific/Auckland',
      ...Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['00:00-24:00']])),
    });
    for (let hour = 0; hour < 48; hour++)
      expect(isOpen(always, at('2026-04-04T00:00:00Z') + hour * 3_600_000)).toBe(true);
    expect(changesAtMs(always, at('2026-04-04T00:00:00Z'))).toBe(null);
  });

  it('that never come are told as such', () => {
    const never = v.parse(hours, { zone: 'UTC' });
    expect([isOpen(never, 0), opensAtMs(never, 0), changesAtMs(never, 0)]).toEqual([false, null, null]);
  });

  it.each([
    [{ zone: 'Europe/Atlantis' }],
    [{ zone: '' }],
    [{}],
    [{ zone: 'UTC', mon: ['9:00-17:00'] }],
    [{ zone: 'UTC', mon: ['17:00-09:00'] }],
    [{ zone: 'UTC', mon: ['09:00-24:30'] }],
    [{ zone: 'UTC', mon: '09:00-17:00' }],
    [{ zone: 'UTC', monday: [] }],
    [{ zone: 'UTC', closed: ['25.12.2026'] }],
  ])('are none: %j', (value) => {
    expect(v.is(hours, value)).toBe(false);
  });
});
