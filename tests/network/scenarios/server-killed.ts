/** The signaling server dies in a call and is back ten seconds later, as in a crash or a deployment that goes wrong. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { signalingBackAt } from '../measure/timeline.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const OUTAGE_MS = 10_000;
const CONTROL_MS = 5_000;
const RESUME_TIMEOUT_MS = 40_000;

export const serverKilled: Scenario = {
  name: 'server-killed',
  title: 'the server is killed with SIGKILL for 10 s in a call',
  async run(context) {
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      const label = `server killed 10 s, ${pairName}`;
      const resumed = context.series({
        label,
        metric: 'signaling resumed after return',
        unit: 'ms',
        goal: { of: 'max', limit: 2_000 },
      });
      const control = context.series({ label, metric: 'longest media gap before the fault', unit: 'ms' });
      const silence = context.series({
        label,
        metric: 'longest media gap',
        unit: 'ms',
        goal: { of: 'max', limit: 200 },
      });
      const applied = context.series({ label, metric: 'toggle made meanwhile applied after return', unit: 'ms' });
      for (let round = 0; round < context.rounds(3, 1); round += 1) {
        await context.withCall([resumed], PAIRS[pairName], {}, async (call) => {
          const [a, b] = call.pair;
          await call.settle();
          // On a busy machine there are gaps without any fault: this tells how long they are.
          const settledAt = Date.now();
          await delay(CONTROL_MS);
          await call.refresh();
          control.add(call.longestSilenceMs(settledAt, Date.now()));
          const killedAt = Date.now();
          await context.lab.killSignaling();
          try {
            await delay(OUTAGE_MS / 2);
            await a.browser.call('toggleCamera', false);
            await delay(OUTAGE_MS / 2);
          } finally {
            await context.lab.startSignaling();
          }
          const returnedAt = Date.now();
          const backAt = await until(
            'both have their seats again',
            async () => {
              await call.refresh();
              const times = call.parties.map(({ timeline }) => signalingBackAt(timeline.samples, returnedAt));
              return times.some((at) => at === null) ? null : Math.max(...times.map(Number));
            },
            { timeoutMs: RESUME_TIMEOUT_MS, describe: () => call.describe() },
          );
          resumed.add(backAt - returnedAt);
          await until(
            'the camera toggled meanwhile is shown as off on the other side',
            async () =>
              (await b.browser.call('status')).participants.some(
                ({ id, cameraEnabled }) => id === a.id && !cameraEnabled,
              ),
            { timeoutMs: RESUME_TIMEOUT_MS, describe: () => call.describe() },
          );
          applied.add(Date.now() - returnedAt);
          await call.refresh();
          silence.add(call.longestSilenceMs(killedAt, Date.now()));
        });
      }
    }
  },
};
