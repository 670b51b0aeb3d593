/** One host is heard no more but still hears, or the other way round: a fault that only one side can notice by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Impairment } from '../lab/emulator.ts';
import { saidStateAt } from '../measure/timeline.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

const OUTAGE_MS = 10_000;
const GONE: Impairment = { drop: ['ip'] };
const WAYS = {
  'packets from a': { up: GONE },
  'packets to a': { down: GONE },
} as const;
type Way = keyof typeof WAYS;

async function runCase(context: ScenarioContext, way: Way, pairName: PairName): Promise<void> {
  const label = `one-way blackhole 10 s, ${way} vanish, ${pairName}`;
  const goal = { of: 'max', limit: 3_000 } as const;
  const said = context.series({ label, metric: 'both said reconnecting after', unit: 'ms', goal });
  const back = context.series({ label, metric: 'media back after return', unit: 'ms', goal });
  for (let round = 0; round < context.rounds(3, 1); round += 1) {
    await context.withCall([back, said], PAIRS[pairName], {}, async (call) => {
      await call.settle();
      const startedAt = Date.now();
      await context.lab.network.impair('a', WAYS[way]);
      await delay(OUTAGE_MS);
      await context.lab.network.heal('a');
      const returnedAt = Date.now();
      back.add(await call.waitForMedia(returnedAt, { timeoutMs: 60_000 }));
      for (const { to, from } of call.directions()) {
        const at = saidStateAt(to.timeline, from.id, 'reconnecting', startedAt);
        if (at === null || at > returnedAt)
          said.fail(`${to.browser.name} ${to.browser.host} did not say so during the fault`);
        else said.add(at - startedAt);
      }
    });
  }
}

export const oneWay: Scenario = {
  name: 'one-way',
  title: 'packets from host a vanish for 10 s while those to it arrive, and the other way round',
  async run(context) {
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      await runCase(context, 'packets from a', pairName);
      await runCase(context, 'packets to a', pairName);
    }
  },
};
