import { describe, expect, it } from 'vitest';
import {
  type RecoveryInput,
  type RecoveryState,
  nextRecovery,
  recoveryDeadline,
  startRecovery,
} from '../../../widget/peer/recovery-policy.ts';

const at = 1_000;
const connecting: RecoveryState = { phase: 'connecting', until: at + 1 };
const healthy: RecoveryState = { phase: 'healthy' };
const suspect: RecoveryState = { phase: 'suspect', until: at + 1 };
const restarting: RecoveryState = { phase: 'restarting', until: at + 1 };
const rebuilding: RecoveryState = { phase: 'rebuilding', until: at + 1, attempt: 1 };
const hopeless: RecoveryState = { phase: 'rebuilding', until: at + 1, attempt: 2 };
const connection = (state: RTCPeerConnectionState): RecoveryInput => ({ type: 'connection', state });
const due = at + 1;

const transitions: readonly (readonly [string, RecoveryState, RecoveryInput, number, string, string])[] = [
  ['connecting->connected->healthy', connecting, connection('connected'), at, 'healthy', 'none'],
  ['connecting->failed->rebuilding', connecting, connection('failed'), at, 'rebuilding', 'rebuild'],
  ['connecting->too long->rebuilding', connecting, { type: 'tick' }, due, 'rebuilding', 'rebuild'],
  ['connecting->early tick->connecting', connecting, { type: 'tick' }, at, 'connecting', 'none'],
  ['connecting->network-change->connecting', connecting, { type: 'network-change' }, at, 'connecting', 'none'],
  ['healthy->disconnected->suspect', healthy, connection('disconnected'), at, 'suspect', 'none'],
  ['healthy->failed->rebuilding', healthy, connection('failed'), at, 'rebuilding', 'rebuild'],
  ['healthy->network-change->rebuilding', healthy, { type: 'network-change' }, at, 'rebuilding', 'rebuild'],
  ['healthy->tick->healthy', healthy, { type: 'tick' }, due, 'healthy', 'none'],
  ['suspect->connected->healthy', suspect, connection('connected'), at, 'healthy', 'none'],
  ['suspect->too long->restarting', suspect, { type: 'tick' }, due, 'restarting', 'restart'],
  ['suspect->failed->rebuilding', suspect, connection('failed'), at, 'rebuilding', 'rebuild'],
  ['restarting->connected->healthy', restarting, connection('connected'), at, 'healthy', 'none'],
  ['restarting->too long->rebuilding', restarting, { type: 'tick' }, due, 'rebuilding', 'rebuild'],
  ['rebuilding->connecting->rebuilding', rebuilding, connection('connecting'), at, 'rebuilding', 'none'],
  ['rebuilding->failed waits for its time', rebuilding, connection('failed'), at, 'rebuilding', 'none'],
  ['rebuilding->connected->healthy', rebuilding, connection('connected'), at, 'healthy', 'none'],
  ['rebuilding->too long->rebuilding again', rebuilding, { type: 'tick' }, due, 'rebuilding', 'rebuild'],
  ['rebuilding twice->too long->told', hopeless, { type: 'tick' }, due, 'rebuilding', 'rebuild-unreachable'],
  ['healthy->rebuilt by the other side->rebuilding', healthy, { type: 'rebuilt' }, at, 'rebuilding', 'none'],
];

describe('nextRecovery', () => {
  it.each(transitions)('%s', (_name, state, input, now, phase, action) => {
    const step = nextRecovery(state, input, now);
    expect(step.state.phase).toBe(phase);
    expect(step.action).toBe(action);
  });

  it('always has a deadline while something is wrong, and none while all is well', () => {
    expect(recoveryDeadline(startRecovery(at))).toBeGreaterThan(at);
    expect(recoveryDeadline(healthy)).toBeNull();
  });

  it('gives each failed rebuild more time, up to 15 s', () => {
    let state: RecoveryState = healthy;
    let now = 0;
    const budgets: number[] = [];
    state = nextRecovery(state, connection('failed'), now).state;
    for (let i = 0; i < 6; i++) {
      const until = recoveryDeadline(state) ?? now;
      budgets.push(until - now);
      now = until;
      state = nextRecovery(state, { type: 'tick' }, now).state;
    }
    expect(budgets).toEqual([4_000, 6_000, 10_000, 15_000, 15_000, 15_000]);
  });
});
