/** The way to the signaling server is blocked without an answer for a minute, while peers reach each other. */
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { measureSignalingFault, signalingRows } from './signaling-fault.ts';

export const signalingOutage: Scenario = {
  name: 'signaling-outage',
  title: 'only the signaling server is out of reach for 60 s (25 s in the short selection)',
  isAlone: true,
  async run(context) {
    const { network } = context.lab;
    // Without an answer a page needs up to 20 s to notice: it asks every 15 s and waits for 5 s.
    const durationMs = context.durationMs(60_000, 25_000);
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      const label = `signaling outage ${durationMs / 1_000} s, ${pairName}`;
      const rows = signalingRows(context, label);
      const chatted = context.series({
        label,
        metric: 'chat message during the outage',
        unit: 'ms',
        goal: { of: 'max', limit: 1_000 },
      });
      for (let round = 0; round < context.rounds(2, 1); round += 1) {
        await context.withCall([rows.resumed], PAIRS[pairName], {}, (call) =>
          measureSignalingFault(call, rows, {
            durationMs,
            begin: () => network.setSignalingReachable(false),
            end: () => network.setSignalingReachable(true),
            meanwhile: async () => chatted.add(await call.chat(`during the outage ${round}`)),
          }),
        );
      }
    }
  },
};
