/** A bad line: packets are lost, late and out of order, but enough arrive. The call must bear it, not repair it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Impairment } from '../lab/emulator.ts';
import { BASE_DELAY_MS } from '../lab/network.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

interface Line {
  readonly name: string;
  readonly impairment: Impairment;
  /** Whether a rebuild would be one too many. */
  readonly mustHold: boolean;
}

const LINES: readonly Line[] = [
  { name: 'loss 5 %', impairment: { lossPercent: 5, burstLength: 2 }, mustHold: true },
  { name: 'loss 10 %', impairment: { lossPercent: 10, burstLength: 2 }, mustHold: true },
  { name: 'loss 20 %', impairment: { lossPercent: 20, burstLength: 2 }, mustHold: false },
  // The jitter is even around the delay, so the delay must be at least as large.
  { name: 'jitter 30 ms', impairment: { delayMs: BASE_DELAY_MS + 30, jitterMs: 30 }, mustHold: true },
  {
    name: 'reorder 5 %',
    impairment: { delayMs: BASE_DELAY_MS + 10, reorderPercent: 5, duplicatePercent: 2 },
    mustHold: true,
  },
];
const CI_LINES: ReadonlySet<string> = new Set(['loss 10 %', 'reorder 5 %']);

export const loss: Scenario = {
  name: 'loss',
  title: 'loss, jitter and reordering both ways on one host for 60 s (15 s in the short selection)',
  async run(context) {
    const durationMs = context.isCi ? 15_000 : 60_000;
    for (const { name, impairment, mustHold } of LINES.filter((line) => !context.isCi || CI_LINES.has(line.name))) {
      for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
        const label = `${name}, ${pairName}`;
        const rebuilds = context.series({
          label,
          metric: 'rebuilds and ICE restarts',
          unit: 'times',
          ...(mustHold ? { goal: { of: 'max', limit: 0 } } : {}),
        });
        const silence = context.series({ label, metric: 'longest silence', unit: 'ms' });
        for (let round = 0; round < context.rounds(1, 1); round += 1) {
          await context.withCall([rebuilds], PAIRS[pairName], {}, async (call) => {
            await call.settle();
            const startedAt = Date.now();
            await context.lab.network.impair('a', { up: impairment, down: impairment });
            await delay(durationMs);
            await context.lab.network.heal('a');
            const endedAt = Date.now();
            await call.settle();
            rebuilds.add(call.countEvents('p2p-rebuild', startedAt) + call.countEvents('p2p-ice-restart', startedAt));
            silence.add(call.longestSilenceMs(startedAt, endedAt));
          });
        }
      }
    }
  },
};
