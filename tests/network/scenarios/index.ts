/** All scenarios, in the order in which they run. */
import { addressChange } from './address-change.ts';
import { blackhole } from './blackhole.ts';
import { connect } from './connect.ts';
import { loss } from './loss.ts';
import { oneWay } from './one-way.ts';
import type { Scenario } from './scenario.ts';
import { serverKilled } from './server-killed.ts';
import { signalingOutage } from './signaling-outage.ts';

export const SCENARIOS: readonly Scenario[] = [connect, addressChange, blackhole, oneWay, serverKilled, signalingOutage, loss];
