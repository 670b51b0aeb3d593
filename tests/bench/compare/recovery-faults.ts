/** What goes wrong, and who goes through it together. Knows no figure. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RecoveryCall, RecoveryLab, Way } from './recovery-lab.ts';
import type { FaultTimes } from './recovery-outcome.ts';
import { AS_THEY_ARE, MENDED } from './recovery-ways.ts';

export const BLACKHOLE_MS = 8_000;
const OUTAGE_MS = 10_000;

export type FaultName = 'address' | 'blackhole' | 'server';

export interface Fault {
  readonly title: string;
  /** After "Without sound or picture", for the picture. */
  readonly when: string;
  /** Who goes through it together. */
  readonly groups: readonly (readonly Way[])[];
  /** Makes it happen and end. @returns when, for the way to each server. */
  run(lab: RecoveryLab): Promise<(call: RecoveryCall) => FaultTimes>;
}

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  address: {
    title: 'One of them leaves the Wi-Fi for the mobile network',
    when: 'after a change of the network',
    groups: [AS_THEY_ARE, MENDED],
    run({ network }) {
      const beganAt = Date.now();
      network.switchUplink('a');
      const endedAt = Date.now();
      return Promise.resolve(() => ({ beganAt, endedAt, returnedAt: null }));
    },
  },
  blackhole: {
    title: `Every packet of one of them vanishes for ${BLACKHOLE_MS / 1_000} s`,
    when: `when every packet vanishes for ${BLACKHOLE_MS / 1_000} s`,
    // Too short for a connection to fail: there is nothing that a page could do.
    groups: [AS_THEY_ARE],
    async run({ network }) {
      const beganAt = Date.now();
      await network.impair('a', { up: { drop: ['ip'] }, down: { drop: ['ip'] } });
      await delay(BLACKHOLE_MS);
      await network.heal('a');
      const endedAt = Date.now();
      return () => ({ beganAt, endedAt, returnedAt: null });
    },
  },
  server: {
    title: `The server is killed, and is back ${OUTAGE_MS / 1_000} s later`,
    when: 'when the server is killed',
    groups: [AS_THEY_ARE, MENDED],
    async run(lab) {
      const beganAt = Date.now();
      await lab.killServers();
      await delay(OUTAGE_MS);
      const returned = await lab.startServers();
      return ({ way }) => ({ beganAt, endedAt: beganAt, returnedAt: returned[way.server] });
    },
  },
};
