/** What a part of the abuse bench is given, and what several parts do alike. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchWorker } from '../worker.ts';
import type { Row } from './report.ts';
import type { Witness } from './witness.ts';

export interface Bench {
  /** A Worker that only this part uses. */
  readonly worker: BenchWorker;
  readonly witness: Witness;
  /** Of everything random; the same seed is the same run, but for the order of what happens at the same time. */
  readonly seed: number;
}

export interface Part {
  readonly name: string;
  /** Settings of the Worker. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly run: (bench: Bench) => Promise<readonly Row[]>;
}

const LOOK_MS = 500;
const STEADY_BYTES = 512 * 1024;
const STEADY_LOOKS = 4;
const MAX_REST_MS = 20_000;

/** The memory of the Worker once it has stopped falling: what is let go is freed late. */
export async function restingRss(worker: BenchWorker): Promise<number> {
  const deadlineMs = performance.now() + MAX_REST_MS;
  let least = worker.rssBytes();
  for (let steady = 0; steady < STEADY_LOOKS && performance.now() < deadlineMs;) {
    await delay(LOOK_MS);
    const now = worker.rssBytes();
    steady = now < least - STEADY_BYTES ? 0 : steady + 1;
    least = Math.min(least, now);
  }
  return least;
}

/** Runs `work` for the numbers below `count`, `atOnce` of them at the same time, in order of the numbers. */
export async function inLanes(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Lines that are no event of ours: what the runtime complains of, such as an exception that nobody caught. */
export function foreignLines(worker: BenchWorker): readonly string[] {
  return worker.lines.filter((line) => eventOf(line) === null);
}

/** The events that were logged, without those of refusals. */
export function unusualEvents(worker: BenchWorker): readonly string[] {
  return worker.lines.flatMap((line) => {
    const event = eventOf(line);
    return event === null || EXPECTED_EVENTS.has(event) ? [] : [event];
  });
}

/** `turn-missing`: nothing here needs a relay. */
const EXPECTED_EVENTS: ReadonlySet<string> = new Set([
  'refused',
  'ignored-types',
  'undelivered-relays',
  'turn-missing',
]);

function eventOf(line: string): string | null {
  return /^\{"event":"([a-z-]+)"/.exec(line)?.[1] ?? null;
}
