/** A call through a relay that outlives its credentials, which are renewed in time and come from a relay that ends with them. */
import { setTimeout as delay } from 'node:timers/promises';
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** The shortest time that the Worker takes for credentials. */
const TTL_MS = 300_000;

/** By then also the later of the two has new ones. */
const AFTER_MS = 10_000;

/** A gap belongs to a change-over that is said within this time of it: the old connection goes on for a while. */
const NEAR_MS = 3_000;

const RELAY_ONLY = { attributes: { 'ice-transport-policy': 'relay' } };

export const turnRenewal: Scenario = {
  name: 'turn-renewal',
  title:
    'a relayed call for longer than its credentials last, five minutes each: both sides renew them and change over',
  async run(context) {
    if (context.isCi) return;
    try {
      await context.lab.startSignalingWithTurnKey(TTL_MS / 1_000);
      const label = 'relay only, credentials of 300 s';
      const gap = context.series({
        label,
        metric: 'silence at a change-over',
        unit: 'ms',
        goal: { of: 'max', limit: 1_000 },
      });
      const silence = context.series({ label, metric: 'longest silence', unit: 'ms' });
      const flickers = context.series({
        label,
        metric: 'said reconnecting',
        unit: 'times',
        goal: { of: 'max', limit: 0 },
      });
      const rebuilds = context.series({
        label,
        metric: 'new connections',
        unit: 'times',
        goal: { of: 'max', limit: 2 },
      });
      for (let round = 0; round < context.rounds(1, 1); round += 1) {
        await context.withCall([gap, flickers, rebuilds], PAIRS['Ch-FF'], RELAY_ONLY, async (call) => {
          await call.settle();
          const startedAt = Date.now();
          await delay(TTL_MS + AFTER_MS);
          const endedAt = Date.now();
          await call.settle();
          silence.add(call.longestSilenceMs(startedAt, endedAt));
          flickers.add(call.countFlickers(startedAt, endedAt));
          const changes = call.parties
            .flatMap(({ timeline }) => timeline.events)
            .filter(({ at, type }) => at >= startedAt && type === 'p2p-rebuild');
          if (changes.length === 0) throw new Error('Nobody changed over: the credentials ended in use.');
          for (const { at } of changes) gap.add(call.longestSilenceMs(at - NEAR_MS, at + NEAR_MS));
          // Each is seen on both pages, and each page may make one for its own relay.
          rebuilds.add(changes.length / 2);
        });
      }
    } finally {
      await context.lab.restartServers();
    }
  },
};
