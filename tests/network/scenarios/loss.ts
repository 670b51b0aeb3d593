/** A bad line: packets are lost, late and out of order, but enough arrive. The call must bear it, not repair it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Impairment } from '../lab/emulator.ts';
import { BASE_DELAY_MS } from '../lab/network.ts';
import type { LabCall } from '../lab-call.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

interface Line {
  readonly name: string;
  /** What the line does, in equal parts of the time. */
  readonly phases: readonly Impairment[];
  /** Whether a rebuild would be one too many. */
  readonly mustHold: boolean;
  /** Whether it is told by calls of data alone too, in which nothing flows but heartbeats and a message now and then. */
  readonly alsoDataOnly: boolean;
}

const MESSAGE_INTERVAL_MS = 5_000;

const LINES: readonly Line[] = [
  ...[5, 10, 20].map((lossPercent) => ({
    name: `loss ${lossPercent} %`,
    phases: [{ lossPercent, burstLength: 2 }],
    mustHold: lossPercent <= 10,
    alsoDataOnly: true,
  })),
  {
    name: 'loss 5 % in bursts of 8',
    phases: [{ lossPercent: 5, burstLength: 8 }],
    mustHold: true,
    alsoDataOnly: true,
  },
  {
    name: 'jitter 30±30 ms',
    // The jitter is even around the delay, so the delay must be at least as large.
    phases: [{ delayMs: BASE_DELAY_MS + 30, jitterMs: 30 }],
    mustHold: true,
    alsoDataOnly: false,
  },
  {
    name: 'reorder 5 %, twice 2 %',
    phases: [{ delayMs: BASE_DELAY_MS + 10, reorderPercent: 5, duplicatePercent: 2 }],
    mustHold: true,
    alsoDataOnly: false,
  },
  {
    name: 'rate 2 Mbit/s, 300 kbit/s, 2 Mbit/s',
    phases: [{ rateKbps: 2_000 }, { rateKbps: 300 }, { rateKbps: 2_000 }],
    mustHold: true,
    alsoDataOnly: false,
  },
];
const CI_LINES: ReadonlySet<string> = new Set(['loss 10 %', 'reorder 5 %, twice 2 %']);

/** Makes the line of host a bad both ways, and good again. @returns when that began and ended. */
async function bear(
  { lab: { network } }: ScenarioContext,
  { phases }: Line,
  durationMs: number,
): Promise<readonly [startedAt: number, endedAt: number]> {
  const startedAt = Date.now();
  for (const phase of phases) {
    await network.impair('a', { up: phase, down: phase });
    await delay(durationMs / phases.length);
  }
  await network.heal('a');
  return [startedAt, Date.now()];
}

function holdingRows(context: ScenarioContext, label: string, mustHold: boolean) {
  const goal = mustHold ? { goal: { of: 'max', limit: 0 } as const } : {};
  const repairs = context.series({ label, metric: 'rebuilds and ICE restarts', unit: 'times', ...goal });
  const flickers = context.series({ label, metric: 'said "reconnecting"', unit: 'times' });
  return {
    repairs,
    add(call: LabCall, startedAt: number, endedAt: number): void {
      repairs.add(call.countEvents('p2p-rebuild', startedAt) + call.countEvents('p2p-ice-restart', startedAt));
      flickers.add(call.countFlickers(startedAt, endedAt));
    },
  };
}

async function withMedia(context: ScenarioContext, line: Line, pairName: PairName, durationMs: number): Promise<void> {
  const label = `${line.name}, ${pairName}`;
  const holding = holdingRows(context, label, line.mustHold);
  const concealed = context.series({ label, metric: 'sound that had to be made up', unit: '%' });
  const silence = context.series({ label, metric: 'longest silence', unit: 'ms' });
  for (let round = 0; round < context.rounds(1, 1); round += 1) {
    await context.withCall([holding.repairs], PAIRS[pairName], {}, async (call) => {
      await call.settle();
      const [startedAt, endedAt] = await bear(context, line, durationMs);
      await call.settle();
      holding.add(call, startedAt, endedAt);
      concealed.add(call.concealedPercent(startedAt, endedAt));
      silence.add(call.longestSilenceMs(startedAt, endedAt));
    });
  }
}

async function dataOnly(context: ScenarioContext, line: Line, pairName: PairName, durationMs: number): Promise<void> {
  const label = `${line.name}, data only, ${pairName}`;
  const holding = holdingRows(context, label, line.mustHold);
  const messages = context.series({ label, metric: 'chat message meanwhile', unit: 'ms' });
  for (let round = 0; round < context.rounds(1, 1); round += 1) {
    await context.withCall([holding.repairs], PAIRS[pairName], { attributes: { 'data-only': '' } }, async (call) => {
      await call.settle();
      const bearing = bear(context, line, durationMs);
      let isOver = false;
      void bearing.finally(() => (isOver = true)).catch(() => undefined);
      for (let number = 1; !isOver; number += 1) {
        messages.add(await call.chat(`message ${number}`));
        await Promise.race([bearing, delay(MESSAGE_INTERVAL_MS)]);
      }
      const [startedAt, endedAt] = await bearing;
      await call.settle();
      holding.add(call, startedAt, endedAt);
    });
  }
}

export const loss: Scenario = {
  name: 'loss',
  title: 'loss, jitter, reordering and narrow lines both ways on one host for 60 s (8 s in the short selection)',
  async run(context) {
    const durationMs = context.durationMs(60_000, 8_000);
    const pairs = context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS;
    for (const line of LINES.filter(({ name }) => !context.isCi || CI_LINES.has(name))) {
      for (const pairName of pairs) await withMedia(context, line, pairName, durationMs);
      if (line.alsoDataOnly) for (const pairName of pairs) await dataOnly(context, line, pairName, durationMs);
    }
  },
};
