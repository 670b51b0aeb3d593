/** A laptop sleeps: every process of one browser stands still, then goes on as if no time had passed. */
import { setTimeout as delay } from 'node:timers/promises';
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

export const sleep: Scenario = {
  name: 'sleep',
  title: 'all processes of one browser stand still for 30 s (15 s in the short selection)',
  async run(context) {
    const durationMs = context.isCi ? 15_000 : 30_000;
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : (['Ch-Ch', 'Ch-FF'] as const)) {
      const back = context.series({
        label: `sleep ${durationMs / 1_000} s, ${pairName}`,
        metric: 'media back after waking',
        unit: 'ms',
        goal: { of: 'max', limit: 3_000 },
      });
      for (let round = 0; round < context.rounds(2, 1); round += 1) {
        await context.withCall([back], PAIRS[pairName], {}, async (call) => {
          await call.settle();
          const [{ browser }] = call.pair;
          browser.signal('SIGSTOP');
          try {
            await delay(durationMs);
          } finally {
            browser.signal('SIGCONT');
          }
          back.add(await call.waitForMedia(Date.now(), { timeoutMs: 60_000 }));
        });
      }
    }
  },
};
