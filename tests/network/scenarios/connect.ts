/** The networks that people are in: which way a call finds through each, and how fast. */
import type { Access } from '../lab/access-router.ts';
import { measureConnecting } from './connecting.ts';
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
            const { connectedMs, seenMs } = await measureConnecting(call, path);
            connected.add(connectedMs);
            seen.add(seenMs);
          });
        }
      }
    }
  },
};
