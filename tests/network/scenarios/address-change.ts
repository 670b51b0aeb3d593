/** One host leaves the Wi-Fi for the mobile network: its address, its route and its NAT are others within some ms. */
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

export const addressChange: Scenario = {
  name: 'address-change',
  title: 'host a moves from Wi-Fi to mobile and back',
  async run(context) {
    for (const pairName of ALL_PAIRS) {
      const back = context.series({
        label: `address change, ${pairName}`,
        metric: 'media back after the change',
        unit: 'ms',
        goal: { of: 'p95', limit: 3_000 },
      });
      const sound = context.series({ label: `address change, ${pairName}`, metric: 'of it, sound back', unit: 'ms' });
      for (let round = 0; round < context.rounds(10, 1); round += 1) {
        await context.withCall([back], PAIRS[pairName], {}, async (call) => {
          // There and back in one call: the second change finds a connection that was already mended once.
          for (let change = 0; change < 2; change += 1) {
            await call.settle();
            context.lab.network.switchUplink('a');
            const changedAt = Date.now();
            back.add(await call.waitForMedia(changedAt, { timeoutMs: 60_000 }));
            sound.add((call.mediaBackAt(changedAt, false) ?? Number.NaN) - changedAt);
          }
        });
      }
    }
  },
};
