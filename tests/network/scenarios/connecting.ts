/** How long a call takes to connect, and that it took the expected way. */
import { until } from '../../support/until.ts';
import type { LabCall } from '../lab-call.ts';
import { firstMediaAt } from '../measure/timeline.ts';

/** A browser may begin on a way that works and move to a better one soon after. */
const PATH_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 30_000;

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

export interface Connecting {
  /** From the moment when both had seats until both were connected. */
  readonly connectedMs: number;
  /** ... until both had sound and picture. */
  readonly seenMs: number;
}

/** Waits until a call that was just opened is connected. @throws if it does not, or not over `path`. */
export async function measureConnecting(call: LabCall, path: RegExp): Promise<Connecting> {
  const mediaTimes = await until(
    'sound and picture on both sides',
    async () => {
      await call.refresh();
      const firsts = call.parties.map(({ timeline }) => firstMediaAt(timeline.samples));
      return firsts.some((at) => at === null) ? null : firsts.map(Number);
    },
    { timeoutMs: CONNECT_TIMEOUT_MS, describe: () => call.describe() },
  );
  await waitForPath(call, path);
  const connectedTimes = call.parties.map(
    ({ timeline }) =>
      timeline.events.find(
        ({ type, detail }) => type === 'p2p-connection-state-change' && detail['state'] === 'connected',
      )?.at ?? Number.NaN,
  );
  return {
    connectedMs: Math.max(...connectedTimes) - call.seatedAt,
    seenMs: Math.max(...mediaTimes) - call.seatedAt,
  };
}
