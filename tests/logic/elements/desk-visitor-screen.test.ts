/** Which screen a visitor sees, for every situation; the names of the tests are the situations. */
import { describe, expect, it } from 'vitest';
import type { Availability, CallId, OwnCall } from '#protocol';
import {
  type DeskSituation,
  canCall,
  deskScreenOf,
  deskStateOf,
} from '../../../widget/elements/desk-visitor-screen.ts';

const OPEN: Availability = { state: 'available', departments: [], messages: true };

function callIn(phase: OwnCall['phase'], change: Partial<OwnCall> = {}): OwnCall {
  return { id: 'c1' as CallId, phase, ...change } as OwnCall;
}

function situation(change: Partial<DeskSituation> = {}): DeskSituation {
  return { availability: OPEN, call: null, problem: null, isAsking: false, refusal: null, step: null, ...change };
}

const without = { ...OPEN, messages: false };

describe('the screen', () => {
  it.for([
    ['nothing is known yet', { availability: null }, 'form'],
    ['somebody is free', {}, 'form'],
    ['everyone is busy', { availability: { ...OPEN, state: 'busy' } }, 'form'],
    ['the desk is closed', { availability: { ...OPEN, state: 'closed' } }, 'message'],
    ['nobody is on', { availability: { ...OPEN, state: 'offline' } }, 'message'],
    ['the desk is closed and takes no messages', { availability: { ...without, state: 'closed' } }, 'form'],
    ['a word of a newer desk', { availability: { ...OPEN, state: 'siesta' as 'busy' } }, 'form'],
    ['"Call" was pressed', { isAsking: true }, 'waiting'],
    ['the desk was full', { refusal: 'desk-full' }, 'message'],
    ['the desk has just closed', { refusal: 'desk-closed' }, 'message'],
    ['the desk was full and takes no messages', { availability: without, refusal: 'desk-full' }, 'form'],
    ['too many attempts', { refusal: 'rate-limited' }, 'form'],
    ['a message is wanted', { step: 'message' }, 'message'],
    ['a message was sent', { step: 'sent' }, 'sent'],
    ['in line', { call: callIn('waiting') }, 'waiting'],
    ['it rings', { call: callIn('ringing') }, 'waiting'],
    ['answered', { call: callIn('active') }, 'call'],
    ['transferred', { call: callIn('waiting', { again: 'transfer' }) }, 'call'],
    ['transferred, and it rings', { call: callIn('ringing', { again: 'transfer' }) }, 'call'],
    ['the agent was lost', { call: callIn('waiting', { again: 'agent-lost' }) }, 'call'],
    ['in line while a message was begun', { call: callIn('waiting'), step: 'message' }, 'waiting'],
    ['the agent hung up', { call: callIn('ended', { reason: 'agent' }) }, 'ended'],
    ['nobody answered', { call: callIn('ended', { reason: 'no-answer' }) }, 'message'],
    [
      'nobody answered, no messages',
      { availability: without, call: callIn('ended', { reason: 'no-answer' }) },
      'ended',
    ],
    ['a message after the call', { call: callIn('ended', { reason: 'agent' }), step: 'message' }, 'message'],
    ['again after the call', { call: callIn('ended', { reason: 'agent' }), isAsking: true }, 'waiting'],
    ['there is no such desk', { problem: { code: 'invalid-desk', fatal: true } }, 'problem'],
    ['the desk cannot be reached for now', { problem: { code: 'signaling-unreachable', fatal: false } }, 'form'],
    ['a problem in the call', { call: callIn('active'), problem: { code: 'rate-limited', fatal: true } }, 'call'],
  ] as const)('%s', ([, change, expected]) => {
    expect(deskScreenOf(situation(change as Partial<DeskSituation>))).toBe(expected);
  });
});

describe('the state of the element', () => {
  it.for([
    ['form', null, 'idle'],
    ['message', null, 'idle'],
    ['sent', null, 'idle'],
    ['waiting', null, 'waiting'],
    ['waiting', callIn('waiting'), 'waiting'],
    ['waiting', callIn('ringing'), 'ringing'],
    ['call', callIn('active'), null],
    ['ended', callIn('ended'), 'ended'],
    ['problem', null, 'error'],
  ] as const)('%s, %o: %s', ([screen, call, expected]) => {
    expect(deskStateOf(screen, call)).toBe(expected);
  });
});

it.for([
  [null, null, true],
  ['available', null, true],
  ['busy', null, true],
  ['busy', 'desk-full', true],
  ['closed', null, false],
  ['offline', null, false],
  ['available', 'desk-closed', false],
  ['available', 'desk-offline', false],
] as const)('with %s and %s one can call: %s', ([state, refusal, expected]) => {
  expect(canCall({ availability: state === null ? null : { ...OPEN, state }, refusal })).toBe(expected);
});
