/** The way to the signaling server is blocked without an answer for a minute, while peers reach each other. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { LabCall } from '../lab-call.ts';
import { signalingBackAt } from '../measure/timeline.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const CONTROL_MS = 5_000;
const RESUME_TIMEOUT_MS = 60_000;

/** Sends a message from the first to the second and waits until it is there. @returns how long that took, in ms. */
async function chat(call: LabCall, text: string): Promise<number> {
  const [a, b] = call.pair;
  const sentAt = Date.now();
  await a.browser.call('sendMessage', text);
  const received = await until('the chat message arrives', async () => {
    await b.refresh();
    return b.timeline.events.find(({ type, detail }) => type === 'p2p-message' && detail['text'] === text);
  });
  return received.at - sentAt;
}

export const signalingOutage: Scenario = {
  name: 'signaling-outage',
  title: 'only the signaling server is out of reach for 60 s (20 s in the short selection)',
  async run(context) {
    const outageMs = context.isCi ? 20_000 : 60_000;
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      const label = `signaling outage ${outageMs / 1_000} s, ${pairName}`;
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
      const chatted = context.series({
        label,
        metric: 'chat message during the outage',
        unit: 'ms',
        goal: { of: 'max', limit: 1_000 },
      });
      for (let round = 0; round < context.rounds(2, 1); round += 1) {
        await context.withCall([resumed], PAIRS[pairName], {}, async (call) => {
          await call.settle();
          // On a busy machine there are gaps without any fault: this tells how long they are.
          const settledAt = Date.now();
          await delay(CONTROL_MS);
          await call.refresh();
          control.add(call.longestSilenceMs(settledAt, Date.now()));
          const startedAt = Date.now();
          context.lab.network.setSignalingReachable(false);
          await delay(outageMs - 2_000);
          chatted.add(await chat(call, `during the outage ${round}`));
          await delay(Math.max(0, startedAt + outageMs - Date.now()));
          context.lab.network.setSignalingReachable(true);
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
          await call.settle();
          silence.add(call.longestSilenceMs(startedAt, Date.now()));
        });
      }
    }
  },
};
