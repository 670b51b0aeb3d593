import { describe, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import {
  type CallState,
  type CallStateEvent,
  IDLE,
  connectionStateOf,
  nextCallState,
  stateNameOf,
} from '../../../widget/call/call-state.ts';

const error = new CallError('room-full', { fatal: true });
const prejoin: CallState = { phase: 'prejoin' };
const joining: CallState = { phase: 'joining' };
const knocking: CallState = { phase: 'knocking' };
const alone: CallState = { phase: 'joined', signaling: 'open', peers: [], wasConnected: false };
const dialing: CallState = { ...alone, peers: ['connecting'] };
const connected: CallState = { ...alone, peers: ['connected'], wasConnected: true };
const repairing: CallState = { ...connected, peers: ['reconnecting'] };
const signalLost: CallState = { ...connected, signaling: 'reconnecting' };
const ended: CallState = { phase: 'ended', reason: 'user_left' };
const failed: CallState = { phase: 'failed', error };

const transitions: readonly (readonly [string, CallState, CallStateEvent, CallState])[] = [
  ['idle->prepare->prejoin', IDLE, { type: 'prepare' }, prejoin],
  ['ended->prepare->prejoin', ended, { type: 'prepare' }, prejoin],
  ['joining->prepare->joining', joining, { type: 'prepare' }, joining],
  ['connected->prepare->connected', connected, { type: 'prepare' }, connected],
  ['prejoin->join->joining', prejoin, { type: 'join' }, joining],
  ['ended->join->joining', ended, { type: 'join' }, joining],
  ['error->join->joining', failed, { type: 'join' }, joining],
  ['connected->join->connected', connected, { type: 'join' }, connected],
  ['joining->seated->waiting', joining, { type: 'seated' }, alone],
  ['joining->wait->knocking', joining, { type: 'wait' }, knocking],
  ['knocking->wait->knocking', knocking, { type: 'wait' }, knocking],
  ['knocking->seated->waiting', knocking, { type: 'seated' }, alone],
  ['knocking->leave->ended', knocking, { type: 'leave', reason: 'user_left' }, ended],
  ['knocking->join->knocking', knocking, { type: 'join' }, knocking],
  ['knocking->fail->error', knocking, { type: 'fail', error }, failed],
  ['the seat lost for good->wait->knocking', signalLost, { type: 'wait' }, knocking],
  ['idle->wait->idle', IDLE, { type: 'wait' }, IDLE],
  ['idle->seated->idle', IDLE, { type: 'seated' }, IDLE],
  ['waiting->peers->connecting', alone, { type: 'peers', peers: ['connecting'] }, dialing],
  ['connecting->peers->connected', dialing, { type: 'peers', peers: ['connected'] }, connected],
  ['connected->peers->reconnecting', connected, { type: 'peers', peers: ['reconnecting'] }, repairing],
  ['connected->everybody left->waiting', connected, { type: 'peers', peers: [] }, alone],
  ['idle->peers->idle', IDLE, { type: 'peers', peers: ['connected'] }, IDLE],
  ['connected->signaling-lost->connected', connected, { type: 'signaling-lost' }, signalLost],
  ['signaling lost->seated->open', signalLost, { type: 'seated' }, connected],
  ['joining->signaling-lost->joining', joining, { type: 'signaling-lost' }, joining],
  ['connected->leave->ended', connected, { type: 'leave', reason: 'user_left' }, ended],
  ['prejoin->leave->ended', prejoin, { type: 'leave', reason: 'user_left' }, ended],
  ['idle->leave->idle', IDLE, { type: 'leave', reason: 'user_left' }, IDLE],
  ['ended->leave keeps the first reason', ended, { type: 'leave', reason: 'unknown' }, ended],
  ['joining->fail->error', joining, { type: 'fail', error }, failed],
  ['ended->reset->idle', ended, { type: 'reset' }, IDLE],
];

describe('nextCallState', () => {
  it.each(transitions)('%s', (_name, state, event, expected) => {
    expect(nextCallState(state, event)).toEqual(expected);
  });
});

describe('stateNameOf', () => {
  it.each([
    ['idle', IDLE],
    ['prejoin', prejoin],
    ['connecting', joining],
    ['waiting', knocking],
    ['waiting', alone],
    ['connecting', dialing],
    ['connected', connected],
    ['connected', { ...connected, peers: ['reconnecting', 'connected'] } satisfies CallState],
    ['reconnecting', repairing],
    ['reconnecting', { ...alone, signaling: 'reconnecting' } satisfies CallState],
    ['connected', signalLost],
    ['ended', ended],
    ['error', failed],
  ] as const)('says %s', (name, state) => {
    expect(stateNameOf(state)).toBe(name);
  });
});

describe('connectionStateOf', () => {
  it.each([
    ['disconnected', IDLE],
    ['connecting', joining],
    ['connected', alone],
    ['connected', connected],
    ['reconnecting', repairing],
    ['signal-reconnecting', signalLost],
    ['disconnected', ended],
  ] as const)('says %s', (name, state) => {
    expect(connectionStateOf(state)).toBe(name);
  });
});
