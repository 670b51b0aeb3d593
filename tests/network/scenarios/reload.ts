/** Pages that are loaded anew in a call, as people do when something seems wrong: one of them, or both at once. */
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

async function runCase(context: ScenarioContext, pairName: PairName, isBoth: boolean): Promise<void> {
  const label = `${isBoth ? 'both reload' : 'one reloads'}, ${pairName}`;
  const goal = { of: 'max', limit: isBoth ? 3_000 : 2_000 } as const;
  const back = context.series({ label, metric: 'media back after the page was ready', unit: 'ms', goal });
  const seat = context.series({ label, metric: 'the same seat again', unit: '' });
  for (let round = 0; round < context.rounds(3, 1); round += 1) {
    // Without `auto-join`: nothing but the session brings a page back by itself.
    await context.withCall([back], PAIRS[pairName], {}, async (call) => {
      await call.settle();
      const reloading = isBoth ? call.parties : [call.pair[0]];
      const idsBefore = reloading.map(({ id }) => id);
      const startedAt = Date.now();
      await Promise.all(reloading.map((party) => party.reload()));
      await call.waitForMedia(Date.now(), { timeoutMs: 40_000 });
      const readyTimes = reloading.map(
        ({ timeline }) => timeline.events.find(({ type, at }) => type === 'p2p-ready' && at > startedAt)?.at,
      );
      const readyAt = Math.max(...readyTimes.map((at) => at ?? Number.NaN));
      back.add((call.mediaBackAt(readyAt) ?? Number.NaN) - readyAt);
      const isSame = reloading.every(({ id }, index) => id === idsBefore[index]);
      if (isSame) seat.add(1);
      else seat.fail('the page came back as somebody else');
    });
  }
}

export const reload: Scenario = {
  name: 'reload',
  title: 'one page or both are loaded anew in a call',
  async run(context) {
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      await runCase(context, pairName, false);
      await runCase(context, pairName, true);
    }
  },
};
