/** One host's address changes: it leaves the Wi-Fi for the mobile network and is told, or only its router's does and nobody says so. */
import type { LabCall } from '../lab-call.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

async function runCase(
  context: ScenarioContext,
  name: string,
  pairName: PairName,
  change: () => void,
  check: (call: LabCall, changedAt: number) => void = () => undefined,
): Promise<void> {
  const label = `${name}, ${pairName}`;
  const goal = { of: 'p95', limit: 3_000 } as const;
  const back = context.series({ label, metric: 'media back after the change', unit: 'ms', goal });
  const sound = context.series({ label, metric: 'of it, sound back', unit: 'ms' });
  for (let round = 0; round < context.rounds(10, 1); round += 1) {
    await context.withCall([back], PAIRS[pairName], {}, async (call) => {
      // There and back in one call: the second change finds a connection that was already mended once.
      for (let time = 0; time < 2; time += 1) {
        await call.settle();
        change();
        const changedAt = Date.now();
        back.add(await call.waitForMedia(changedAt, { timeoutMs: 60_000 }));
        sound.add((call.mediaBackAt(changedAt, false) ?? Number.NaN) - changedAt);
        check(call, changedAt);
      }
    });
  }
}

/** @throws if a page was told of a change after all. */
function expectNobodyTold(call: LabCall, changedAt: number): void {
  const count = call.countEvents('online', changedAt) + call.countEvents('connection-change', changedAt);
  if (count > 0) throw new Error('A browser was told of a change that only the router knows.');
}

export const addressChange: Scenario = {
  name: 'address-change',
  title: 'host a moves from Wi-Fi to mobile and back; its router gets another public address and back',
  async run(context) {
    const { network } = context.lab;
    for (const pairName of ALL_PAIRS) {
      await runCase(context, 'address change', pairName, () => network.switchUplink('a'));
    }
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      await runCase(context, 'public address change, unseen', pairName, () => network.rebind('a'), expectNobodyTold);
    }
  },
};
