/** Four people in a mesh for half an hour, to whom something happens every twenty seconds: nobody may stay cut off, nothing may grow. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserName } from '../../support/browsers.ts';
import type { LabCall } from '../lab-call.ts';
import { HOST_NAMES } from '../lab/addresses.ts';
import type { Series } from '../measure/series.ts';
import { slopeOf, slopeVerdict } from '../measure/slope.ts';
import type { Point } from '../measure/slope.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';
import { FAULTS } from './soak-faults.ts';

const FAULT_INTERVAL_MS = 20_000;
const STUCK_AFTER_MS = 45_000;
/** In a shorter run a slope says only how a browser warms up. */
const LEAST_MINUTES_FOR_SLOPES = 10;
const WARM_UP_SHARE = 0.25;
const MESH: readonly BrowserName[] = ['chromium', 'chromium', 'firefox', 'chromium'];

/** Something whose memory is watched. */
interface Watched {
  readonly name: string;
  /** In MiB/h. Of the browsers' own memory we only tell: they keep caches of their own. */
  readonly limit: number | null;
  readBytes(): Promise<number> | number;
  readonly points: Point[];
}

function watch({ lab }: ScenarioContext, call: LabCall): readonly Watched[] {
  const all: Watched[] = [
    { name: 'RSS of workerd', limit: 2, readBytes: () => lab.signalingResidentBytes(), points: [] },
  ];
  for (const { browser } of call.parties) {
    const who = `${browser.name} ${browser.host}`;
    const readBytes = (): Promise<number> => browser.call('heapBytes');
    if (browser.name === 'chromium') all.push({ name: `heap of the page, ${who}`, limit: 1, readBytes, points: [] });
    all.push({ name: `RSS of ${who}`, limit: null, readBytes: () => browser.residentBytes(), points: [] });
  }
  return all;
}

/** Adds a row for each with its slope, which misses the goal only if it is above the limit beyond all noise. */
function judge(context: ScenarioContext, label: string, watched: readonly Watched[], since: number): void {
  for (const { name, limit, points } of watched) {
    const slope = slopeOf(points.filter(({ at }) => at >= since));
    const { perHour, uncertainty } = slope;
    const said = `${perHour.toFixed(1)} ± ${uncertainty.toFixed(1)} MiB/h`;
    const verdict = limit === null ? 'no limit' : slopeVerdict(slope, limit);
    console.log(`  ${name}: ${said}, now ${points.at(-1)?.value.toFixed(1)} MiB: ${verdict}`);
    context.series({ label, metric: `slope of ${name}`, unit: 'MiB/h' }).add(perHour);
    if (limit === null) continue;
    const goal = { of: 'max', limit } as const;
    const least = context.series({ label, metric: `slope of ${name}, at the least`, unit: 'MiB/h', goal });
    least.add(perHour - uncertainty);
  }
}

async function oneFault(context: ScenarioContext, call: LabCall, back: Series): Promise<void> {
  const { lab, random } = context;
  // Always both, so that a seed gives the same faults to the same hosts.
  const [name, host] = [random.pick(Object.keys(FAULTS)), random.pick(HOST_NAMES)];
  await FAULTS[name]?.(lab, host);
  try {
    back.add(await call.waitForMedia(Date.now(), { timeoutMs: STUCK_AFTER_MS }));
  } catch (error) {
    back.fail(`stuck after ${name} on ${host}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const soak: Scenario = {
  name: 'soak',
  title: 'a mesh of four, audio only, for 30 min (half a minute in the short selection), a random fault every 20 s',
  async run(context) {
    const minutes = context.rounds(30, 0.5);
    const label = `soak ${minutes} min, mesh of four`;
    const goal = { of: 'max', limit: STUCK_AFTER_MS } as const;
    const back = context.series({ label, metric: 'everyone hears everyone after a fault', unit: 'ms', goal });
    // Twelve streams of video would measure the processor, not the product.
    await context.withCall([back], MESH, { attributes: { 'audio-only': '' } }, async (call) => {
      await call.waitForMedia(Date.now());
      const watched = watch(context, call);
      const beganAt = Date.now();
      const endAt = beganAt + minutes * 60_000;
      while (Date.now() < endAt) {
        const startedAt = Date.now();
        await oneFault(context, call, back);
        call.forgetSamples(Date.now());
        for (const { readBytes, points } of watched) {
          points.push({ at: Date.now(), value: (await readBytes()) / 2 ** 20 });
        }
        await delay(Math.max(0, startedAt + FAULT_INTERVAL_MS - Date.now()));
      }
      if (minutes < LEAST_MINUTES_FOR_SLOPES) return;
      judge(context, label, watched, beganAt + minutes * 60_000 * WARM_UP_SHARE);
    });
  },
};
