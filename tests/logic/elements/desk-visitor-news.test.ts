/** What a page and a listener are told of a desk, from one look at it to the next. */
import { describe, expect, it } from 'vitest';
import type { Availability, CallId, OwnCall } from '#protocol';
import { type DeskLook, NOTHING, newsOf, saidOf } from '../../../widget/elements/desk-visitor-news.ts';

const OPEN: Availability = { state: 'available', departments: [], messages: true };

const callIn = (phase: OwnCall['phase'], change: Partial<OwnCall> = {}): OwnCall => ({
  id: 'c1' as CallId,
  phase,
  ...change,
});
const ann = { name: 'Ann' };

function lookAt(call: OwnCall | null, availability: Availability | null = OPEN): DeskLook {
  return { availability, call };
}

const told = (before: DeskLook, now: DeskLook): string[] =>
  newsOf(before, now).map(({ type, detail }) => `${type} ${JSON.stringify(detail)}`);

describe('the page is told', () => {
  it('nothing where nothing has changed', () => {
    const call = callIn('waiting', { position: 2 });
    expect(told(lookAt(call), lookAt({ ...call }, { ...OPEN }))).toEqual([]);
    expect(told(NOTHING, NOTHING)).toEqual([]);
  });

  it('each availability once', () => {
    expect(told(NOTHING, lookAt(null))).toEqual([`p2p-availability-change ${JSON.stringify(OPEN)}`]);
    expect(newsOf(lookAt(null), lookAt(null, { ...OPEN, state: 'busy' })).map(({ type }) => type)).toEqual([
      'p2p-availability-change',
    ]);
  });

  it('each place, with the estimate where there is one, and when one waits no more', () => {
    const [third, second] = [callIn('waiting', { position: 3 }), callIn('waiting', { position: 2, waitMs: 60_000 })];
    expect(told(lookAt(null), lookAt(third))).toEqual(['p2p-queue-position {"position":3}']);
    expect(told(lookAt(third), lookAt(second))).toEqual(['p2p-queue-position {"position":2,"waitMs":60000}']);
    expect(told(lookAt(second), lookAt({ ...second, waitMs: 50_000 }))).toEqual([]);
    expect(told(lookAt(second), lookAt(callIn('ringing', { position: 2 })))).toEqual([]);
    expect(told(lookAt(second), lookAt(callIn('ended', { reason: 'canceled' })))).toEqual([
      'p2p-queue-position {"position":null}',
      'p2p-call-missed {"callId":"c1","reason":"canceled"}',
    ]);
    expect(told(lookAt(second), lookAt(null))).toEqual(['p2p-queue-position {"position":null}']);
  });

  it('who has answered, also after a transfer, and also on the next page', () => {
    const active = callIn('active', { agent: ann });
    const answered = 'p2p-call-accepted {"callId":"c1","name":"Ann"}';
    expect(told(lookAt(callIn('ringing')), lookAt(active))).toEqual([answered]);
    expect(told(lookAt(null), lookAt(active))).toEqual([answered]);
    expect(told(lookAt(active), lookAt({ ...active, held: true }))).toEqual([]);
    expect(told(lookAt(callIn('waiting', { again: 'transfer' })), lookAt(active))).toEqual([answered]);
  });

  it.for([
    ['of an answered call', callIn('active'), 'agent', 'p2p-call-ended'],
    ['of one that waits again', callIn('waiting', { again: 'agent-lost' }), 'visitor', 'p2p-call-ended'],
    ['of one that nobody answered', callIn('waiting'), 'no-answer', 'p2p-call-missed'],
  ] as const)('the end %s', ([, before, reason, type]) => {
    expect(told(lookAt(before), lookAt(callIn('ended', { reason })))).toEqual([
      `${type} {"callId":"c1","reason":"${reason}"}`,
    ]);
  });

  it('not of an end that the page before was told of', () => {
    expect(told(lookAt(null), lookAt(callIn('ended', { reason: 'agent' })))).toEqual([]);
  });
});

describe('who does not see the screen hears', () => {
  it.for([
    ['the line', null, callIn('waiting', { position: 2 }), 'You are in line. You are number 2 in line.'],
    [
      'the ringing',
      callIn('waiting', { position: 1 }),
      callIn('ringing', { position: 1 }),
      'It is ringing… You are next.',
    ],
    [
      'the next place alone',
      callIn('waiting', { position: 3 }),
      callIn('waiting', { position: 2 }),
      'You are number 2 in line.',
    ],
    ['no new estimate', callIn('waiting', { position: 3 }), callIn('waiting', { position: 3, waitMs: 9 }), ''],
    ['who answered', callIn('ringing'), callIn('active', { agent: ann }), 'Ann has answered your call.'],
    ['that somebody answered', callIn('ringing'), callIn('active'), 'Your call was answered.'],
    [
      'the hold',
      callIn('active'),
      callIn('active', { held: true, agent: ann }),
      'Ann put you on hold and will be back.',
    ],
    ['its end', callIn('active', { held: true }), callIn('active', { held: false }), 'You are not on hold any more.'],
    [
      'a transfer',
      callIn('active'),
      callIn('waiting', { again: 'transfer' }),
      'You are being connected with somebody else.',
    ],
    [
      'a lost agent',
      callIn('active'),
      callIn('waiting', { again: 'agent-lost' }),
      'Sorry, the other side was cut off.',
    ],
    ['no answer', callIn('ringing'), callIn('ended', { reason: 'no-answer' }), 'Sorry, nobody could answer.'],
    ['the end by the call itself', callIn('active'), callIn('ended', { reason: 'agent' }), ''],
    ['nothing', null, null, ''],
  ] as const)('%s', ([, before, now, said]) => {
    expect(saidOf(lookAt(before), lookAt(now))).toBe(said);
  });
});
