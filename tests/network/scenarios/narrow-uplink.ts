/** One host can send only little: the others must go on hearing it, and its picture gives way, down to none at all. */
import { setTimeout as delay } from 'node:timers/promises';
import { type PeerSample, concealedPercent, longestSilenceMs } from '../measure/timeline.ts';
import type { LabCall } from '../lab-call.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

/** What a narrow wire keeps waiting before it drops: half a second and more at these rates, as modems do. */
const QUEUE_BYTES = 12_000;

/** How long the browsers and the widget may take to find out; what is heard until then is a row of its own. */
const ADAPT_MS = 15_000;

/** After the wire is wide again: a picture that was paused is tried again after 160 s at most. */
const RETURN_TIMEOUT_MS = 200_000;

const RATES_KBPS = [300, 150, 90] as const;

/** Whether sound must then be whole: 90 kbit/s are hardly more than it takes, with its headers and the questions of ICE. */
const GOOD_ENOUGH_KBPS = 150;

function sampleAt(call: LabCall, at: number): PeerSample | undefined {
  const [a, b] = call.pair;
  const sample = b.timeline.samples.findLast((it) => it.at <= at);
  return sample?.peers.find(({ id }) => id === a.id);
}

/** Frames of a's picture that b has seen in each second. */
function framesPerSecond(call: LabCall, from: number, to: number): number {
  const [first, last] = [sampleAt(call, from), sampleAt(call, to)];
  return ((last?.framesDecoded ?? 0) - (first?.framesDecoded ?? 0)) / ((to - from) / 1_000);
}

/** Asks once a second whether b is told that the picture is paused. @returns in % of the answers. */
async function pausedPercent(call: LabCall, durationMs: number): Promise<number> {
  const [, b] = call.pair;
  const until = Date.now() + durationMs;
  let [askedCount, pausedCount] = [0, 0];
  while (Date.now() < until) {
    const { participants } = await b.browser.call('status');
    askedCount += 1;
    if (participants.some(({ cameraPaused }) => cameraPaused)) pausedCount += 1;
    await delay(1_000);
  }
  return (100 * pausedCount) / askedCount;
}

async function runCase(context: ScenarioContext, rateKbps: number, pairName: PairName): Promise<void> {
  const label = `${rateKbps} kbit/s out, ${pairName}`;
  const row = (metric: string, unit: string, limit?: number) =>
    context.series({ label, metric, unit, ...(limit === undefined ? {} : { goal: { of: 'max', limit } as const }) });
  const mustBeHeard = rateKbps >= GOOD_ENOUGH_KBPS;
  const concealed = row('sound that had to be made up', '%', mustBeHeard ? 5 : undefined);
  const silence = row('longest silence', 'ms', mustBeHeard ? 1_000 : undefined);
  const early = row('sound made up in the first 15 s', '%');
  const frames = row('frames of the picture', 'a second');
  const paused = row('picture paused', '% of the time');
  const back = row('picture back after the wire is wide again', 'ms');
  const repairs = row('rebuilds and ICE restarts', 'times', mustBeHeard ? 0 : undefined);
  for (let round = 0; round < context.rounds(1, 1); round += 1) {
    await context.withCall([concealed], PAIRS[pairName], {}, async (call) => {
      const [a, b] = call.pair;
      await call.settle();
      const startedAt = Date.now();
      await context.lab.network.impair('a', { up: { rateKbps, queueBytes: QUEUE_BYTES } });
      await delay(ADAPT_MS);
      const adaptedAt = Date.now();
      paused.add(await pausedPercent(call, context.durationMs(60_000, 15_000)));
      const endedAt = Date.now();
      await context.lab.network.heal('a');
      await call.refresh();
      const { samples } = b.timeline;
      early.add(concealedPercent(samples, a.id, startedAt, adaptedAt));
      concealed.add(concealedPercent(samples, a.id, adaptedAt, endedAt));
      silence.add(longestSilenceMs(samples, a.id, adaptedAt, endedAt));
      frames.add(framesPerSecond(call, adaptedAt, endedAt));
      repairs.add(call.countEvents('p2p-rebuild', startedAt) + call.countEvents('p2p-ice-restart', startedAt));
      back.add(await call.waitForMedia(endedAt, { timeoutMs: RETURN_TIMEOUT_MS }));
    });
  }
}

export const narrowUplink: Scenario = {
  name: 'narrow-uplink',
  title: 'one host can send 300, 150 or 90 kbit/s for 75 s: sound goes on, and the picture gives way',
  async run(context) {
    // It takes longer than the short selection has for it.
    if (context.isCi) return;
    for (const rateKbps of RATES_KBPS) {
      for (const pairName of ALL_PAIRS) await runCase(context, rateKbps, pairName);
    }
  },
};
