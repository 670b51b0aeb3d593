/** The server is lost in a call and comes back, however it was lost: what the two scenarios of it measure alike. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { LabCall } from '../lab-call.ts';
import type { Series } from '../measure/series.ts';
import { signalingBackAt } from '../measure/timeline.ts';
import type { Sample } from '../measure/timeline.ts';
import type { ScenarioContext } from './scenario.ts';

/** How long the same call is watched before the fault. */
const CONTROL_MS = 5_000;
const RESUME_TIMEOUT_MS = 60_000;

export interface SignalingRows {
  readonly resumed: Series;
  /** On a busy machine there are gaps without any fault: this tells how long they are. */
  readonly control: Series;
  readonly silence: Series;
}

export interface SignalingFault {
  readonly durationMs: number;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
  /** Done after half of the time. */
  meanwhile(): Promise<void>;
  /** Waits for what must follow once both have their seats again. @param returnedAt when the fault was over. */
  afterwards?(returnedAt: number): Promise<void>;
}

export function signalingRows(context: ScenarioContext, label: string): SignalingRows {
  return {
    resumed: context.series({
      ...{ label, metric: 'signaling resumed after return', unit: 'ms', goal: { of: 'max', limit: 2_000 } },
    }),
    control: context.series({ label, metric: 'longest media gap before the fault', unit: 'ms' }),
    silence: context.series({ label, metric: 'longest media gap', unit: 'ms', goal: { of: 'max', limit: 200 } }),
  };
}

/** One fault in a call that has just been opened. @throws when the seats do not come back. */
export async function measureSignalingFault(
  call: LabCall,
  { resumed, control, silence }: SignalingRows,
  fault: SignalingFault,
): Promise<void> {
  await call.settle();
  const settledAt = Date.now();
  await delay(CONTROL_MS);
  await call.refresh();
  control.add(call.longestSilenceMs(settledAt, Date.now()));
  const startedAt = Date.now();
  await fault.begin();
  try {
    await delay(fault.durationMs / 2);
    await fault.meanwhile();
    await delay(Math.max(0, startedAt + fault.durationMs - Date.now()));
    await call.refresh();
    // Who noticed nothing has nothing to come back from: then the figure would mean nothing.
    for (const { browser, timeline } of call.parties) {
      const hasNoticed = ({ at, connectionState }: Sample): boolean =>
        at >= startedAt && connectionState === 'signal-reconnecting';
      if (!timeline.samples.some(hasNoticed))
        throw new Error(`${browser.name} ${browser.host} did not notice the fault.`);
    }
  } finally {
    await fault.end();
  }
  const returnedAt = Date.now();
  const backAt = await until(
    'both have their seats again',
    async () => {
      await call.refresh();
      const times = call.parties.map(({ timeline }) => signalingBackAt(timeline.samples, returnedAt));
      return times.some((at) => at === null) ? null : Math.max(...times.map(Number));
    },
    { timeoutMs: RESUME_TIMEOUT_MS, describe: () => call.describe() },
  );
  resumed.add(backAt - returnedAt);
  await fault.afterwards?.(returnedAt);
  await call.settle();
  silence.add(call.longestSilenceMs(startedAt, Date.now()));
}
