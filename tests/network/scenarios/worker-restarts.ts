/** The Worker is replaced twenty times, as by deployments in a row, while both sides toggle and write. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const RESTART_COUNT = 20;
const INTERVAL_MS = 1_500;

export const workerRestarts: Scenario = {
  name: 'worker-restarts',
  title: `the Worker is killed and started ${RESTART_COUNT} times while both sides toggle and write`,
  async run(context) {
    const label = `${RESTART_COUNT} restarts of the Worker, Ch-FF`;
    const settled = context.series({
      label,
      metric: 'both in order after the last restart',
      unit: 'ms',
      goal: { of: 'max', limit: 10_000 },
    });
    const lost = context.series({
      label,
      metric: 'chat messages lost, doubled or out of order',
      unit: '',
      goal: { of: 'max', limit: 0 },
    });
    await context.withCall([settled], PAIRS['Ch-FF'], {}, async (call) => {
      const [a, b] = call.pair;
      await call.settle();
      const sent: string[] = [];
      for (let index = 0; index < RESTART_COUNT; index += 1) {
        await context.lab.killSignaling();
        await a.browser.call('toggleCamera', index % 2 === 1);
        await context.lab.startSignaling();
        await b.browser.call('toggleMicrophone', index % 2 === 1);
        sent.push(`message ${index}`);
        await a.browser.call('sendMessage', `message ${index}`);
        await delay(context.random.int(0, INTERVAL_MS));
      }
      const endedAt = Date.now();
      await until(
        'both are connected and show the last toggles',
        async () => {
          const [ofA, ofB] = await Promise.all([a.browser.call('status'), b.browser.call('status')]);
          const isConnected = ofA.connectionState === 'connected' && ofB.connectionState === 'connected';
          return (
            isConnected &&
            ofB.participants.every(({ cameraEnabled }) => cameraEnabled) &&
            ofA.participants.every(({ microphoneEnabled }) => microphoneEnabled)
          );
        },
        { timeoutMs: 40_000, describe: () => call.describe() },
      );
      settled.add(Date.now() - endedAt);
      await call.waitForMedia(endedAt);
      const got = b.timeline.events.filter(({ type }) => type === 'p2p-message').map(({ detail }) => detail['text']);
      lost.add(
        got.join('|') === sent.join('|') ? 0 : sent.length - got.filter((text, index) => text === sent[index]).length,
      );
    });
  },
};
