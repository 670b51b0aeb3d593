/** All scenarios, in the order in which they run. */
import { addressChange } from './address-change.ts';
import { blackhole } from './blackhole.ts';
import { calibration } from './calibration.ts';
import { connect } from './connect.ts';
import { duplicateTab } from './duplicate-tab.ts';
import { glare } from './glare.ts';
import { loss } from './loss.ts';
import { narrowUplink } from './narrow-uplink.ts';
import { oneWay } from './one-way.ts';
import { reload } from './reload.ts';
import type { Scenario } from './scenario.ts';
import { serverKilled } from './server-killed.ts';
import { signalingOutage } from './signaling-outage.ts';
import { sleep } from './sleep.ts';
import { soak } from './soak.ts';
import { turnRenewal } from './turn-renewal.ts';
import { turn } from './turn.ts';
import { workerRestarts } from './worker-restarts.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...[calibration, connect, addressChange, blackhole, oneWay, loss, narrowUplink],
  ...[serverKilled, signalingOutage, workerRestarts, turn, turnRenewal],
  ...[reload, sleep, duplicateTab, glare, soak],
];
