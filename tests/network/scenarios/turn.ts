/** Calls that need the relay, when the relay is what fails: it starts again and has forgotten everyone, it refuses, it is full. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { LabCall } from '../lab-call.ts';
import { TURN_URL_BY_TRANSPORT } from '../servers/turn-server.ts';
import { measureConnecting } from './connecting.ts';
import { ALL_PAIRS, PAIRS } from './scenario.ts';
import type { PairName, Scenario, ScenarioContext } from './scenario.ts';

const RELAY_ONLY = { attributes: { 'ice-transport-policy': 'relay' } };
const CODES: ReadonlySet<unknown> = new Set(['turn-unavailable', 'ice-failed']);
const RECOVERY_TIMEOUT_MS = 60_000;
const BACK_GOAL = { of: 'max', limit: 5_000 } as const;
const OTHER_SECRET = 'another secret than the one the credentials are made from';
const EXPIRED_SECONDS = -60;

/** @returns how long after `since` a page said why there is no relay, in ms. */
async function waitForReason(call: LabCall, since: number): Promise<number> {
  const found = await until(
    'an error that names the relay or the way',
    async () => {
      await call.refresh();
      return call.parties
        .flatMap(({ timeline }) => timeline.events)
        .find(({ at, type, detail }) => at >= since && type === 'p2p-error' && CODES.has(detail['code']));
    },
    { timeoutMs: RECOVERY_TIMEOUT_MS, describe: () => call.describe() },
  );
  return found.at - since;
}

async function overEachTransport(context: ScenarioContext, pairName: PairName): Promise<void> {
  for (const [transport, url] of Object.entries(TURN_URL_BY_TRANSPORT)) {
    const label = `relay only, over ${transport.toUpperCase()}, ${pairName}`;
    const goal = { of: 'p95', limit: 2_000 } as const;
    const connected = context.series({ label, metric: 'connected after both had seats', unit: 'ms', goal });
    await context.lab.restartServers({}, { urls: [url] });
    for (let round = 0; round < context.rounds(3, 1); round += 1) {
      await context.withCall([connected], PAIRS[pairName], RELAY_ONLY, async (call) => {
        connected.add((await measureConnecting(call, new RegExp(`^relay/${transport}$`))).connectedMs);
      });
    }
  }
}

async function restarted(context: ScenarioContext, pairName: PairName): Promise<void> {
  const label = `TURN restarted, ${pairName}`;
  const back = context.series({ label, metric: 'media back after the restart', unit: 'ms', goal: BACK_GOAL });
  await context.lab.restartServers();
  for (let round = 0; round < context.rounds(3, 1); round += 1) {
    await context.withCall([back], PAIRS[pairName], RELAY_ONLY, async (call) => {
      await call.settle();
      await context.lab.turn.kill();
      await context.lab.turn.start();
      back.add(await call.waitForMedia(Date.now(), { timeoutMs: RECOVERY_TIMEOUT_MS }));
    });
  }
}

/** The relay takes other credentials from now on, and forgets everyone; the Worker has the new ones, or still the old. */
async function refusedInCall(context: ScenarioContext, pairName: PairName, hasFresh: boolean): Promise<void> {
  const label = `TURN credentials refused in a call, ${hasFresh ? 'fresh ones to be had' : 'no others'}, ${pairName}`;
  const metric = hasFresh ? 'media back after the fresh ones were there' : 'reason in words after';
  const row = context.series({ label, metric, unit: 'ms', goal: BACK_GOAL });
  for (let round = 0; round < context.rounds(2, 1); round += 1) {
    await context.lab.restartServers();
    await context.withCall([row], PAIRS[pairName], RELAY_ONLY, async (call) => {
      await call.settle();
      const refusedAt = Date.now();
      if (hasFresh) await context.lab.restartServers({ secret: OTHER_SECRET }, { secret: OTHER_SECRET });
      else await context.lab.turn.restart({ secret: OTHER_SECRET });
      row.add(
        hasFresh
          ? await call.waitForMedia(Date.now(), { timeoutMs: RECOVERY_TIMEOUT_MS })
          : await waitForReason(call, refusedAt),
      );
    });
  }
}

/** The Worker hands out credentials whose time is over, until it is put right in the call. */
async function expiredFromTheStart(context: ScenarioContext, pairName: PairName): Promise<void> {
  const label = `TURN credentials expired from the start, ${pairName}`;
  const told = context.series({ label, metric: 'reason in words after', unit: 'ms', goal: BACK_GOAL });
  const back = context.series({ label, metric: 'media after good ones were there', unit: 'ms', goal: BACK_GOAL });
  for (let round = 0; round < context.rounds(2, 1); round += 1) {
    await context.lab.restartServers({}, { lifetimeSeconds: EXPIRED_SECONDS });
    await context.withCall([told, back], PAIRS[pairName], RELAY_ONLY, async (call) => {
      told.add(await waitForReason(call, call.seatedAt));
      await context.lab.restartServers();
      back.add(await call.waitForMedia(Date.now(), { timeoutMs: RECOVERY_TIMEOUT_MS }));
    });
  }
}

/** One allocation for all: whoever comes second has none (486), and without a relay there is no way. */
async function quotaReached(context: ScenarioContext, pairName: PairName): Promise<void> {
  const label = `TURN quota reached, ${pairName}`;
  const told = context.series({ label, metric: 'reason in words after', unit: 'ms', goal: BACK_GOAL });
  for (let round = 0; round < context.rounds(2, 1); round += 1) {
    await context.lab.restartServers({ userQuota: 1 });
    await context.withCall([told], PAIRS[pairName], RELAY_ONLY, async (call) => {
      told.add(await waitForReason(call, call.seatedAt));
      if (context.lab.turn.refusalCount(486) === 0) throw new Error('The relay refused nobody for the quota.');
    });
  }
}

/** Nonces and allocations are short, so that in a minute of the call requests are refused with 438 and made again. */
async function staleNonce(context: ScenarioContext, pairName: PairName): Promise<void> {
  const durationMs = context.durationMs(60_000, 30_000);
  const label = `stale nonces for ${durationMs / 1_000} s, ${pairName}`;
  const goal = { of: 'max', limit: 0 } as const;
  const repairs = context.series({ label, metric: 'rebuilds and ICE restarts', unit: 'times', goal });
  const silence = context.series({ label, metric: 'longest silence', unit: 'ms' });
  const refusals = context.series({ label, metric: 'refusals with 438', unit: 'times' });
  await context.lab.restartServers({ staleNonceSeconds: 2, allocationSeconds: 20 });
  for (let round = 0; round < context.rounds(1, 1); round += 1) {
    await context.withCall([repairs], PAIRS[pairName], RELAY_ONLY, async (call) => {
      await call.settle();
      const startedAt = Date.now();
      const before = context.lab.turn.refusalCount(438);
      await delay(durationMs);
      const endedAt = Date.now();
      await call.settle();
      refusals.add(context.lab.turn.refusalCount(438) - before);
      if (context.lab.turn.refusalCount(438) === before) throw new Error('The relay refused no nonce.');
      repairs.add(call.countEvents('p2p-rebuild', startedAt) + call.countEvents('p2p-ice-restart', startedAt));
      silence.add(call.longestSilenceMs(startedAt, endedAt));
    });
  }
}

export const turn: Scenario = {
  name: 'turn',
  title: 'calls through the relay alone: each transport; it starts again, refuses, is full, takes no old nonce',
  async run(context) {
    try {
      for (const pairName of context.isCi ? (['Ch-FF'] as const) : ALL_PAIRS) {
        await overEachTransport(context, pairName);
        await restarted(context, pairName);
        await refusedInCall(context, pairName, true);
        await refusedInCall(context, pairName, false);
        await expiredFromTheStart(context, pairName);
        if (context.isCi) continue;
        await quotaReached(context, pairName);
        await staleNonce(context, pairName);
      }
    } finally {
      await context.lab.restartServers();
    }
  },
};
