/** Calls that need the relay, when the relay is what fails: it starts again and has forgotten everyone, or it refuses. */
import { until } from '../../support/until.ts';
import { PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

const RELAY_ONLY = { 'ice-transport-policy': 'relay' };
const CODES: ReadonlySet<unknown> = new Set(['turn-unavailable', 'ice-failed']);

async function restarted(context: ScenarioContext, pairName: PairName): Promise<void> {
  const label = `TURN restarted, ${pairName}`;
  const back = context.series({
    label,
    metric: 'media back after the restart',
    unit: 'ms',
    goal: { of: 'max', limit: 5_000 },
  });
  for (let round = 0; round < context.rounds(3, 1); round += 1) {
    await context.withCall([back], PAIRS[pairName], { attributes: RELAY_ONLY }, async (call) => {
      await call.settle();
      await context.lab.turn.kill();
      await context.lab.turn.start();
      back.add(await call.waitForMedia(Date.now(), { timeoutMs: 60_000 }));
    });
  }
}

async function refused(context: ScenarioContext, pairName: PairName): Promise<void> {
  const label = `TURN credentials refused, ${pairName}`;
  const told = context.series({ label, metric: 'reason in words after', unit: 'ms' });
  for (let round = 0; round < context.rounds(2, 1); round += 1) {
    await context.lab.turn.kill();
    await context.lab.turn.start('another secret than the one the credentials are made from');
    try {
      await context.withCall([told], PAIRS[pairName], { attributes: RELAY_ONLY }, async (call) => {
        const openedAt = Date.now();
        const found = await until(
          'an error that names the relay or the way',
          async () => {
            await call.refresh();
            return call.parties
              .flatMap(({ timeline }) => timeline.events)
              .find(({ type, detail }) => type === 'p2p-error' && CODES.has(detail['code']));
          },
          { timeoutMs: 60_000, describe: () => call.describe() },
        );
        told.add(found.at - openedAt);
      });
    } finally {
      await context.lab.turn.kill();
      await context.lab.turn.start();
    }
  }
}

export const turn: Scenario = {
  name: 'turn',
  title: 'the relay starts again in a call through it; the relay refuses the credentials',
  async run(context) {
    await restarted(context, 'Ch-FF');
    if (!context.isCi) await restarted(context, 'Ch-Ch');
    await refused(context, 'Ch-FF');
  },
};
