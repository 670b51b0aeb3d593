/** Every packet of one host vanishes for a while, both ways: a lift, a tunnel, a router that starts again. */
import { setTimeout as delay } from 'node:timers/promises';
import { saidStateAt } from '../measure/timeline.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

const DURATIONS_SECONDS = [2, 5, 10, 20, 40] as const;
const CI_CASES: readonly (readonly [number, PairName])[] = [
  [2, 'Ch-Ch'],
  [10, 'Ch-FF'],
  [20, 'FF-FF'],
];
const RECOVERY_TIMEOUT_MS = 60_000;

async function runCase(context: ScenarioContext, seconds: number, pairName: PairName): Promise<void> {
  const label = `blackhole ${seconds} s, ${pairName}`;
  const goal = { of: 'max', limit: seconds > 20 ? 5_000 : 2_000 } as const;
  const back = context.series({ label, metric: 'media back after return', unit: 'ms', goal });
  const sound = context.series({ label, metric: 'of it, sound back', unit: 'ms' });
  const said = context.series({ label, metric: 'both said reconnecting after', unit: 'ms' });
  for (let round = 0; round < context.rounds(3, 1); round += 1) {
    await context.withCall([back], PAIRS[pairName], {}, async (call) => {
      await call.settle();
      const startedAt = Date.now();
      await context.lab.network.impair('a', { up: { drop: ['ip'] }, down: { drop: ['ip'] } });
      await delay(seconds * 1_000);
      await context.lab.network.heal('a');
      const returnedAt = Date.now();
      back.add(await call.waitForMedia(returnedAt, { timeoutMs: RECOVERY_TIMEOUT_MS }));
      sound.add((call.mediaBackAt(returnedAt, false) ?? Number.NaN) - returnedAt);
      const saidAt = [...call.directions()].map(({ to, from }) =>
        saidStateAt(to.timeline, from.id, 'reconnecting', startedAt),
      );
      if (saidAt.every((at) => at !== null)) said.add(Math.max(...saidAt) - startedAt);
    });
  }
}

export const blackhole: Scenario = {
  name: 'blackhole',
  title: 'every packet of one host vanishes for 2 to 40 s',
  async run(context) {
    const cases = DURATIONS_SECONDS.flatMap((seconds) => ALL_PAIRS.map((pair) => [seconds, pair] as const));
    for (const [seconds, pair] of context.isCi ? CI_CASES : cases) await runCase(context, seconds, pair);
  },
};
