/**
 * Business hours: from a week's plan in a time zone to whether it is open, and when that changes. Knows no desk. Its one source beside its
 * arguments are the rules of time zones that the runtime carries.
 */
import * as v from 'valibot';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** How far ahead an opening is looked for. */
const HORIZON_DAYS = 8;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Minutes since midnight. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function spanOf(text: string): Span {
  const [from = '', to = ''] = text.split('-');
  return { from: minutesOf(from), to: minutesOf(to) };
}

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `09:00-12:30`; ends on the same day, at `24:00` at the latest. */
const span = v.pipe(
  v.string(),
  v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/),
  v.check((text) => spanOf(text).from < spanOf(text).to),
);
const day = v.optional(v.pipe(v.array(span), v.maxLength(8)), []);

/** A day that is not named is closed. */
export const hours = v.strictObject({
  /** As in the IANA database: `Europe/Berlin`. */
  zone: v.pipe(v.string(), v.maxLength(64), v.check(isZone)),
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
  /** Days on which it is closed, whatever the weekday: `2026-12-25`. */
  closed: v.optional(v.pipe(v.array(v.pipe(v.string(), v.isoDate())), v.maxLength(366)), []),
});
export type Hours = v.InferOutput<typeof hours>;

/** One for each zone that settings name. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** What a clock on a wall of the zone shows, to the minute, as if it were UTC. */
function wallMs(zone: string, atMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) part[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, date, hour, minute);
}

/** When the clock on the wall shows `wall`. In an hour that is there twice, the first; of one that is left out, the moment after it. */
function momentOf(zone: string, wall: number): number {
  const offsetAt = (atMs: number): number => wallMs(zone, atMs) - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const candidates = [wall - offsetAt(wall - DAY_MS), wall - offsetAt(wall + DAY_MS)].toSorted((a, b) => a - b);
  return candidates.find((atMs) => wallMs(zone, atMs) === wall) ?? candidates[1] ?? wall;
}

function spansOf(plan: Hours, midnight: number): Span[] {
  const date = new Date(midnight);
  if (plan.closed.includes(date.toISOString().slice(0, 10))) return [];
  return plan[DAYS[date.getUTCDay()] ?? 'sun'].map(spanOf);
}

export function isOpen(plan: Hours, nowMs: number): boolean {
  const wall = wallMs(plan.zone, nowMs);
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const minutes = (wall - midnight) / MINUTE_MS;
  return spansOf(plan, midnight).some(({ from, to }) => from <= minutes && minutes < to);
}

/** The first moment after `nowMs` that `isWanted` takes, of all at which something begins or ends; null when there is none within
 *  {@link HORIZON_DAYS}. */
function nextChange(plan: Hours, nowMs: number, isWanted: (atMs: number) => boolean): number | null {
  const today = Math.floor(wallMs(plan.zone, nowMs) / DAY_MS) * DAY_MS;
  for (let count = 0; count < HORIZON_DAYS; count++) {
    const midnight = today + count * DAY_MS;
    const moments = spansOf(plan, midnight)
      .flatMap(({ from, to }) => [from, to])
      .map((minutes) => momentOf(plan.zone, midnight + minutes * MINUTE_MS))
      .toSorted((a, b) => a - b);
    const found = moments.find((atMs) => atMs > nowMs && isWanted(atMs));
    if (found !== undefined) return found;
  }
  return null;
}

/** When it opens next; null when it is open, or stays closed for the next days. */
export function opensAtMs(plan: Hours, nowMs: number): number | null {
  return isOpen(plan, nowMs) ? null : nextChange(plan, nowMs, (atMs) => isOpen(plan, atMs));
}

/** When it opens or closes next. */
export function changesAtMs(plan: Hours, nowMs: number): number | null {
  const now = isOpen(plan, nowMs);
  return nextChange(plan, nowMs, (atMs) => isOpen(plan, atMs) !== now);
}
