/** Four people in a mesh for half an hour, to whom something happens every twenty seconds: nobody may stay cut off, nothing may grow. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserName } from '../../support/browsers.ts';
import type { LabCall } from '../lab-call.ts';
import { HOST_NAMES } from '../lab/addresses.ts';
import type { HostName } from '../lab/addresses.ts';
import { slopePerHour } from '../measure/slope.ts';
import type { Point } from '../measure/slope.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const FAULT_INTERVAL_MS = 20_000;
const STUCK_AFTER_MS = 45_000;
/** In a shorter run a slope says only how a browser warms up. */
const LEAST_MINUTES_FOR_SLOPES = 10;
const WARM_UP_SHARE = 0.25;
const MESH: readonly BrowserName[] = ['chromium', 'chromium', 'firefox', 'chromium'];

type Fault = (context: ScenarioContext, host: HostName) => Promise<void>;

const FAULTS: Readonly<Record<string, Fault>> = {
  async blackhole({ lab: { network } }, host) {
    await network.impair(host, { up: { drop: ['ip'] }, down: { drop: ['ip'] } });
    await delay(4_000);
    await network.heal(host);
  },
  async oneWay({ lab: { network } }, host) {
    await network.impair(host, { down: { drop: ['ip'] } });
    await delay(4_000);
    await network.heal(host);
  },
  async badLine({ lab: { network } }, host) {
    await network.impair(host, { up: { lossPercent: 10, burstLength: 2 }, down: { lossPercent: 10, burstLength: 2 } });
    await delay(8_000);
    await network.heal(host);
  },
  addressChange({ lab: { network } }, host) {
    network.switchUplink(host);
    return Promise.resolve();
  },
  async serverKilled({ lab }) {
    await lab.killSignaling();
    await delay(3_000);
    await lab.startSignaling();
  },
  async signalingOutage({ lab: { network } }) {
    network.setSignalingReachable(false);
    await delay(6_000);
    network.setSignalingReachable(true);
  },
};

interface Memory {
  readonly heap: Point[];
  readonly resident: Point[];
}

async function noteMemory(call: LabCall, { heap, resident }: Memory): Promise<void> {
  const at = Date.now();
  const [{ browser }] = call.pair;
  heap.push({ at, value: (await browser.call('heapBytes')) / 2 ** 20 });
  resident.push({ at, value: browser.residentBytes() / 2 ** 20 });
}

export const soak: Scenario = {
  name: 'soak',
  title: 'a mesh of four, audio only, for 30 min (1 min in the short selection), a random fault every 20 s',
  async run(context) {
    const minutes = context.rounds(30, 1);
    const label = `soak ${minutes} min, mesh of four`;
    const back = context.series({ label, metric: 'everyone hears everyone after a fault', unit: 'ms' });
    const heapRow = context.series({ label, metric: 'heap slope of one Chromium page', unit: 'MiB/h' });
    const residentRow = context.series({ label, metric: 'RSS slope of one Chromium', unit: 'MiB/h' });
    // Twelve streams of video would measure the processor, not the product.
    await context.withCall([back], MESH, { attributes: { 'audio-only': '' } }, async (call) => {
      await call.waitForMedia(Date.now(), { expectsVideo: false });
      const memory: Memory = { heap: [], resident: [] };
      const endAt = Date.now() + minutes * 60_000;
      while (Date.now() < endAt) {
        const startedAt = Date.now();
        const name = context.random.pick(Object.keys(FAULTS));
        const host = context.random.pick(HOST_NAMES);
        await FAULTS[name]?.(context, host);
        const healedAt = Date.now();
        try {
          back.add(await call.waitForMedia(healedAt, { timeoutMs: STUCK_AFTER_MS, expectsVideo: false }));
        } catch (error) {
          back.fail(`stuck after ${name} on ${host}: ${error instanceof Error ? error.message : String(error)}`);
        }
        await noteMemory(call, memory);
        await delay(Math.max(0, startedAt + FAULT_INTERVAL_MS - Date.now()));
      }
      if (minutes < LEAST_MINUTES_FOR_SLOPES) return;
      const afterWarmUp = ({ at }: Point): boolean => at > endAt - minutes * 60_000 * (1 - WARM_UP_SHARE);
      heapRow.add(slopePerHour(memory.heap.filter(afterWarmUp)));
      residentRow.add(slopePerHour(memory.resident.filter(afterWarmUp)));
    });
  },
};
