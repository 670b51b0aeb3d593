/** What happened in a call, in lines for people: what was done to the network and what each page noted. Knows no goal. */
import type { Sample, Timeline } from './timeline.ts';

/** Something that was done, at a time in ms since the epoch. */
export interface LogEntry {
  readonly at: number;
  readonly what: string;
}

interface Witness {
  readonly id: string;
  readonly browser: { readonly name: string; readonly host: string };
  readonly timeline: Timeline;
}

/** The last lines of a long call say why it failed. */
const MAX_LINES = 120;
const LEAST_SILENCE_MS = 400;

/** When no sound came from somebody, once it had come at all. */
function silences(samples: readonly Sample[], nameOf: (id: string) => string): LogEntry[] {
  const last = new Map<string, { readonly packets: number; readonly at: number }>();
  const found: LogEntry[] = [];
  const note = (id: string, from: number, to: number): void => {
    if (to - from >= LEAST_SILENCE_MS)
      found.push({ at: from, what: `no sound from ${nameOf(id)} for ${to - from} ms` });
  };
  for (const { at, peers } of samples) {
    for (const { id, audioPackets } of peers) {
      const before = last.get(id);
      if (audioPackets === before?.packets || audioPackets === 0) continue;
      if (before !== undefined) note(id, before.at, at);
      last.set(id, { packets: audioPackets, at });
    }
  }
  const end = samples.at(-1)?.at ?? 0;
  for (const [id, { at }] of last) note(id, at, end);
  return found;
}

/** In the order of time; times in s since the first sample of the call. */
export function story(witnesses: readonly Witness[], log: readonly LogEntry[]): string[] {
  const nameOf = (id: string): string => witnesses.find((witness) => witness.id === id)?.browser.host ?? id;
  const entries = witnesses.flatMap(({ browser, timeline }) => {
    const who = `${browser.host} (${browser.name})`;
    const events = timeline.events.map(({ at, type, detail }) => {
      const text = Object.entries(detail).map(([key, value]) => `${key}=${nameOf(String(value))}`);
      return { at, what: `${who}: ${[type, ...text].join(' ')}` };
    });
    return [...events, ...silences(timeline.samples, nameOf).map(({ at, what }) => ({ at, what: `${who}: ${what}` }))];
  });
  const all = [...entries, ...log.map(({ at, what }) => ({ at, what: `network: ${what}` }))].toSorted(
    (x, y) => x.at - y.at,
  );
  const start = Math.min(...witnesses.map(({ timeline }) => timeline.samples[0]?.at ?? Number.POSITIVE_INFINITY));
  const lines = all.map(({ at, what }) => `    ${((at - start) / 1_000).toFixed(2).padStart(8)} ${what}`);
  return lines.length > MAX_LINES
    ? [`    ... ${lines.length - MAX_LINES} lines before`, ...lines.slice(-MAX_LINES)]
    : lines;
}
