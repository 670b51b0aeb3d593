/** What became of a call in a fault, from what both its pages noted, and how that is written where some of it never came. Pure. */
import { longestSilenceMs, longestStillMs, mediaBackAt } from '../../network/measure/timeline.ts';
import type { Sample, TimedEvent } from '../../network/measure/timeline.ts';

const OTHER = 'other';
const FRAME_MS = 1_000 / 10;

/** What a page notes when its library has lost the connection, and when it has lost the server. */
export const LOST = 'media over';
export const SERVER_LOST = 'signaling over';

/** After so long without sound and picture they are not said to come back any more. */
export const NEVER_MS = 60_000;

/** What a page noted. */
export interface Noted {
  readonly samples: readonly Sample[];
  readonly events: readonly TimedEvent[];
}

/** Times in ms; infinite: never. Both directions: the worse of them. */
export interface Outcome {
  /** Longest time without a packet of sound. */
  readonly silenceMs: number;
  /** Longest time without a decoded picture. */
  readonly stillMs: number;
  /** From the end of the fault until sound and picture flow again and go on. */
  readonly backMs: number;
  /** From the return of the server until something new has come from the one page to the other; NaN where none was lost. */
  readonly signalingMs: number;
  /** From the beginning of the fault until a page first knew that its connection was lost for good; NaN: it was not. */
  readonly lostMs: number;
  /** What both pages noted since the fault began. */
  readonly noted: readonly string[];
}

export interface FaultTimes {
  readonly beganAt: number;
  readonly endedAt: number;
  /** When the server listened again; null where it was never gone. */
  readonly returnedAt: number | null;
}

/** When sound and picture came back for each of them; infinite: not yet. */
export function backAt(ends: readonly Noted[], since: number): number {
  return Math.max(...ends.map(({ samples }) => mediaBackAt(samples, OTHER, since) ?? Number.POSITIVE_INFINITY));
}

/** When the second page first heard something from the first one through the server after `since`; infinite: not yet. */
export function heardAt(ends: readonly Noted[], since: number): number {
  const heard = ends[1]?.events.find(({ at, type }) => type === 'heard' && at >= since);
  return heard?.at ?? Number.POSITIVE_INFINITY;
}

/** The longest time without sound for anyone. */
export function silenceMs(ends: readonly Noted[], from: number, to: number): number {
  return Math.max(...ends.map(({ samples }) => longestSilenceMs(samples, OTHER, from, to)));
}

/** Events of all pages since then, without doubles. */
export function notedBy(ends: readonly Noted[], since = 0): readonly string[] {
  const events = ends.flatMap(({ events: all }) => all.filter(({ at }) => at >= since));
  return [...new Set(events.map(({ type }) => type))];
}

export function outcomeOf(ends: readonly Noted[], { beganAt, endedAt, returnedAt }: FaultTimes): Outcome {
  const end = Math.max(...ends.flatMap(({ samples }) => samples.at(-1)?.at ?? 0));
  const backMs = backAt(ends, endedAt) - endedAt;
  const isBack = Number.isFinite(backMs);
  const [lost] = ends
    .flatMap(({ events }) => events.flatMap(({ at, type }) => (type === LOST && at >= beganAt ? [at] : [])))
    .toSorted((a, b) => a - b);
  const still = Math.max(...ends.map(({ samples }) => longestStillMs(samples, OTHER, FRAME_MS, beganAt, end)));
  return {
    silenceMs: isBack ? silenceMs(ends, beganAt, end) : Number.POSITIVE_INFINITY,
    stillMs: isBack ? still : Number.POSITIVE_INFINITY,
    backMs,
    signalingMs: returnedAt === null ? Number.NaN : heardAt(ends, returnedAt) - returnedAt,
    lostMs: (lost ?? Number.NaN) - beganAt,
    noted: notedBy(ends, beganAt),
  };
}

/** The value below which that share of the rounds lie; infinite where it never came in so many. */
export function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Median and 90th percentile in seconds, and how often it never came. */
export function seconds(values: readonly number[]): string {
  if (values.length === 0 || values.some((value) => Number.isNaN(value))) return '–';
  const came = values.filter(Number.isFinite);
  if (came.length === 0) return 'never';
  const text = (part: number): string => (share(came, part) / 1_000).toFixed(2);
  const times = `${text(0.5)} (${text(0.9)})`;
  return came.length === values.length
    ? times
    : `${times}, never in ${values.length - came.length} of ${values.length}`;
}
