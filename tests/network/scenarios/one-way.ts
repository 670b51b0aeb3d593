/** One host is heard no more but still hears: the fault that only the other side can notice. */
import { setTimeout as delay } from 'node:timers/promises';
import { saidStateAt } from '../measure/timeline.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const OUTAGE_MS = 10_000;

export const oneWay: Scenario = {
  name: 'one-way',
  title: 'packets from host a vanish for 10 s, those to it arrive',
  async run(context) {
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      const label = `one-way blackhole 10 s, ${pairName}`;
      const said = context.series({
        label,
        metric: 'both said reconnecting after',
        unit: 'ms',
        goal: { of: 'max', limit: 3_000 },
      });
      const back = context.series({
        label,
        metric: 'media back after return',
        unit: 'ms',
        goal: { of: 'max', limit: 3_000 },
      });
      for (let round = 0; round < context.rounds(3, 1); round += 1) {
        await context.withCall([back, said], PAIRS[pairName], {}, async (call) => {
          await call.settle();
          const startedAt = Date.now();
          await context.lab.network.impair('a', { up: { drop: ['ip'] } });
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
  },
};
