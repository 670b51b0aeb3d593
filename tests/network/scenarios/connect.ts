/** The networks that people are in: which way a call finds through each, and how fast. */
import { firstMediaAt } from '../measure/timeline.ts';
import type { LabCall } from '../lab-call.ts';
import type { Access } from '../lab/access-router.ts';
import { until } from '../../support/until.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

interface Surroundings {
  readonly name: string;
  readonly access: Access;
  /** The way that must be found: it proves that the network really forced it. */
  readonly path: RegExp;
  readonly limitMs: number;
}

const SURROUNDINGS: readonly Surroundings[] = [
  { name: 'direct', access: { translation: 'routed', firewall: 'none' }, path: /^host\/udp$/, limitMs: 1_000 },
  { name: 'two NATs', access: { translation: 'nat', firewall: 'none' }, path: /^(srflx|prflx)\/udp$/, limitMs: 1_000 },
  {
    name: 'symmetric NATs',
    access: { translation: 'symmetric-nat', firewall: 'none' },
    path: /^relay\/udp$/,
    limitMs: 2_000,
  },
  {
    name: 'UDP dropped',
    access: { translation: 'nat', firewall: 'udp-dropped' },
    path: /^relay\/tcp$/,
    limitMs: 2_000,
  },
  {
    name: 'UDP rejected',
    access: { translation: 'nat', firewall: 'udp-rejected' },
    path: /^relay\/tcp$/,
    limitMs: 2_000,
  },
  {
    name: 'only TCP 443',
    access: { translation: 'nat', firewall: 'tcp-443-only' },
    path: /^relay\/tcp$/,
    limitMs: 2_000,
  },
];

/** A browser may begin on a way that works and move to a better one soon after. */
const PATH_TIMEOUT_MS = 5_000;

async function waitForPath(call: LabCall, path: RegExp): Promise<void> {
  let found: readonly string[] = [];
  await until(
    `both take the way ${path.source}`,
    async () => {
      found = (await Promise.all(call.parties.map(({ browser }) => browser.call('paths')))).flat();
      return found.length === 2 && found.every((way) => path.test(way));
    },
    { timeoutMs: PATH_TIMEOUT_MS, describe: () => Promise.resolve(`They took ${found.join(' and ')}.`) },
  );
}

export const connect: Scenario = {
  name: 'connect',
  title: 'from the seat to sound and picture on both sides, in six kinds of network',
  async run(context) {
    for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
      // The first call of a browser loads its media code from disk; that is no matter of the network.
      await context.withCall([], PAIRS[pairName], {}, (call) => call.settle());
      for (const { name, access, path, limitMs } of SURROUNDINGS) {
        const label = `${name}, ${pairName}`;
        const connected = context.series({
          label,
          metric: 'connected after both had seats',
          unit: 'ms',
          goal: { of: 'p95', limit: limitMs },
        });
        const seen = context.series({ label, metric: 'sound and picture after both had seats', unit: 'ms' });
        for (let round = 0; round < context.rounds(5, 1); round += 1) {
          await context.withCall([connected], PAIRS[pairName], { access }, async (call) => {
            const times = await until(
              'sound and picture on both sides',
              async () => {
                await call.refresh();
                const firsts = call.parties.map(({ timeline }) => firstMediaAt(timeline.samples));
                return firsts.some((at) => at === null) ? null : firsts.map(Number);
              },
              { timeoutMs: 30_000, describe: () => call.describe() },
            );
            const eventTimes = (type: string, state?: string): number[] =>
              call.parties.map(({ timeline }) => {
                const found = timeline.events.find(
                  (event) => event.type === type && (state === undefined || event.detail['state'] === state),
                );
                return found?.at ?? Number.NaN;
              });
            const seatedAt = Math.max(...eventTimes('p2p-join'));
            await waitForPath(call, path);
            connected.add(Math.max(...eventTimes('p2p-connection-state-change', 'connected')) - seatedAt);
            seen.add(Math.max(...times) - seatedAt);
          });
        }
      }
    }
  },
};
