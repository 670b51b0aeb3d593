/** What happens to people in a long call, one of it at a time: each fault with its end, so that all must be well soon after. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../lab.ts';
import type { HostName } from '../lab/addresses.ts';
import type { Impairment } from '../lab/emulator.ts';

export type Fault = (lab: Lab, host: HostName) => Promise<void> | void;

const GONE: Impairment = { drop: ['ip'] };
const BAD_LINE: Impairment = { lossPercent: 10, burstLength: 2, delayMs: 40, jitterMs: 20 };

const onWire =
  (durationMs: number, up: Impairment, down: Impairment): Fault =>
  async ({ network }, host) => {
    await network.impair(host, { up, down });
    await delay(durationMs);
    await network.heal(host);
  };

export const FAULTS: Readonly<Record<string, Fault>> = {
  blackhole: onWire(4_000, GONE, GONE),
  longBlackhole: onWire(10_000, GONE, GONE),
  onlyHears: onWire(4_000, GONE, {}),
  isOnlyHeard: onWire(4_000, {}, GONE),
  badLine: onWire(8_000, BAD_LINE, BAD_LINE),
  addressChange: ({ network }, host) => void network.switchUplink(host),
  publicAddressChange: ({ network }, host) => network.rebind(host),
  async serverKilled(lab) {
    await lab.killSignaling();
    await delay(3_000);
    await lab.startSignaling();
  },
  async signalingOutage({ network }) {
    network.setSignalingReachable(false);
    await delay(6_000);
    network.setSignalingReachable(true);
  },
  relayRestarted: ({ turn }) => turn.restart(),
};
