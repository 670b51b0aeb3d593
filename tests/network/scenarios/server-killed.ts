/** The signaling server dies in a call and is back ten seconds later, as in a crash or a deployment that goes wrong. */
import { until } from '../../support/until.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { measureSignalingFault, signalingRows } from './signaling-fault.ts';

const OUTAGE_MS = 10_000;

export const serverKilled: Scenario = {
  name: 'server-killed',
  title: 'the server is killed with SIGKILL for 10 s in a call',
  isAlone: true,
  async run(context) {
    const { lab } = context;
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      const label = `server killed 10 s, ${pairName}`;
      const rows = signalingRows(context, label);
      const applied = context.series({ label, metric: 'toggle made meanwhile applied after return', unit: 'ms' });
      for (let round = 0; round < context.rounds(3, 1); round += 1) {
        await context.withCall([rows.resumed], PAIRS[pairName], {}, (call) =>
          measureSignalingFault(call, rows, {
            durationMs: OUTAGE_MS,
            begin: () => lab.killSignaling(),
            end: () => lab.startSignaling(),
            meanwhile: async () => void (await call.pair[0].browser.call('toggleCamera', false)),
            async afterwards(returnedAt) {
              const [a, b] = call.pair;
              await until(
                'the camera toggled meanwhile is shown as off on the other side',
                async () =>
                  (await b.browser.call('status')).participants.some(
                    ({ id, cameraEnabled }) => id === a.id && !cameraEnabled,
                  ),
                { describe: () => call.describe() },
              );
              applied.add(Date.now() - returnedAt);
              await a.browser.call('toggleCamera', true);
            },
          }),
        );
      }
    }
  },
};
