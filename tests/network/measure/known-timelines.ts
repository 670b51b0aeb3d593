/**
 * Made-up samples whose figures are known, to check the measurement itself: `calibration` computes each and compares. Pure.
 */
import { concealedPercent, longestSilenceMs, mediaBackAt } from './timeline.ts';
import { slopeOf, slopeVerdict } from './slope.ts';
import type { Point } from './slope.ts';
import type { Sample } from './timeline.ts';

const PEER = 'peer';
const SAMPLE_INTERVAL_MS = 50;
const PACKET_MS = 20;
const FRAME_MS = 100;
const SAMPLES_PER_MS = 48;
const END_MS = 8_000;

interface Flow {
  /** Times during which packets and frames come in, in ms. */
  readonly flowing: readonly (readonly [number, number])[];
  /** Packets that come in at once at a moment. */
  readonly bursts?: readonly (readonly [at: number, count: number])[];
  /** Times during which the page takes no samples. */
  readonly busy?: readonly (readonly [number, number])[];
}

/** How many events, one every `intervalMs` of a flow, have come by `at`. */
function countBy(at: number, flowing: Flow['flowing'], intervalMs: number): number {
  return flowing.reduce(
    (total, [from, to]) => total + Math.max(0, Math.floor((Math.min(at, to) - from) / intervalMs)),
    0,
  );
}

function samplesOf({ flowing, bursts = [], busy = [] }: Flow): Sample[] {
  const times = Array.from({ length: END_MS / SAMPLE_INTERVAL_MS }, (_, index) => index * SAMPLE_INTERVAL_MS);
  return times
    .filter((at) => busy.every(([from, to]) => at <= from || at >= to))
    .map((at) => {
      const burst = bursts.reduce((total, [when, count]) => total + (when <= at ? count : 0), 0);
      const audioPackets = countBy(at, flowing, PACKET_MS) + burst;
      const framesDecoded = countBy(at, flowing, FRAME_MS);
      // Sound is played out all the time, half of a second is made up for each second in which nothing came.
      const audioSamples = at * SAMPLES_PER_MS;
      const concealedSamples = (audioSamples - audioPackets * PACKET_MS * SAMPLES_PER_MS) / 2;
      const counts = { audioPackets, videoPackets: 0, framesDecoded, audioSamples, concealedSamples };
      const peer = { id: PEER, connectionState: 'connected', ...counts };
      return { at, state: 'connected', connectionState: 'connected', peers: [peer] };
    });
}

export interface KnownFigure {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** A flow that stops from 1 s to 4 s; the fault is over at 3 s. */
const INTERRUPTED: Flow['flowing'] = [
  [0, 1_000],
  [4_000, END_MS],
];

const back = (flow: Flow): number => mediaBackAt(samplesOf(flow), PEER, 3_000) ?? Number.NaN;
const silence = (flow: Flow): number => longestSilenceMs(samplesOf(flow), PEER, 0, END_MS);

/** Half an hour of memory that grows by this much an hour and goes up and down by `noise`. */
function memoryOf(perHour: number, noise: number): Point[] {
  return Array.from({ length: 90 }, (_, index) => {
    const at = index * 20_000;
    return { at, value: 100 + (perHour * at) / 3_600_000 + (index % 2 === 0 ? noise : -noise) };
  });
}

const isJudged = (verdict: ReturnType<typeof slopeVerdict>, perHour: number, noise: number): number =>
  Number(slopeVerdict(slopeOf(memoryOf(perHour, noise)), 1) === verdict);

export function knownFigures(): readonly KnownFigure[] {
  return [
    {
      name: 'media back at 4 s (first frame 100 ms later)',
      value: back({ flowing: INTERRUPTED }),
      from: 4_100,
      to: 4_150,
    },
    {
      name: 'a packet that was on its way is not media',
      value: back({ flowing: INTERRUPTED, bursts: [[3_020, 1]] }),
      from: 4_100,
      to: 4_150,
    },
    {
      name: 'a backlog is not media',
      value: back({ flowing: INTERRUPTED, bursts: [[3_020, 80]] }),
      from: 4_100,
      to: 4_150,
    },
    {
      name: 'media that never comes back',
      value: Number(Number.isNaN(back({ flowing: [[0, 1_000]] }))),
      from: 1,
      to: 1,
    },
    {
      name: 'made-up sound in %, half of 3 s in 8 s',
      value: concealedPercent(samplesOf({ flowing: INTERRUPTED }), PEER, 0, END_MS),
      from: 18,
      to: 20,
    },
    { name: 'silence of 3 s', value: silence({ flowing: INTERRUPTED }), from: 2_950, to: 3_100 },
    { name: 'no silence', value: silence({ flowing: [[0, END_MS]] }), from: 0, to: 60 },
    {
      name: 'no silence though the page was busy for 800 ms',
      value: silence({ flowing: [[0, END_MS]], busy: [[2_000, 2_800]] }),
      from: 0,
      to: 60,
    },
    {
      name: 'silence of 3 s though the page was busy at its end',
      value: silence({ flowing: INTERRUPTED, busy: [[3_600, 4_400]] }),
      from: 2_950,
      to: 3_100,
    },
    { name: 'slope of 5 an hour', value: slopeOf(memoryOf(5, 0.1)).perHour, from: 4.7, to: 5.3 },
    { name: 'a slope of 5 grows', value: isJudged('grows', 5, 0.1), from: 1, to: 1 },
    { name: 'a slope of 0 is flat', value: isJudged('flat', 0, 0.1), from: 1, to: 1 },
    { name: 'a slope of 0 may be too noisy to tell', value: isJudged('too noisy to tell', 0, 10), from: 1, to: 1 },
  ];
}
