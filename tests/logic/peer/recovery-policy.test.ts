/** The recovery ladder, one row per transition. */
import { describe, expect, it } from 'vitest';
import {
  type RecoveryInput,
  type RecoveryState,
  nextRecovery,
  recoveryDeadline,
  startRecovery,
} from '../../../widget/peer/recovery-policy.ts';

const now = 100_000;
const due = now + 1;
const first: RecoveryState = { phase: 'building', since: now - 900, until: due, attempt: 0, madeAt: now - 900 };
const flowing: RecoveryState = { phase: 'flowing' };
const restarting: RecoveryState = { phase: 'restarting', since: now - 500, until: due };
type Building = Extract<RecoveryState, { phase: 'building' }>;
const building = (attempt: number, since = now - 2_000, madeAt = now - 2_000): Building => {
  return { phase: 'building', since, until: due, attempt, madeAt };
};
const givenUp: RecoveryState = { phase: 'given-up' };
const of = (type: Exclude<RecoveryInput['type'], 'tick'>): RecoveryInput => ({ type });
const tick: RecoveryInput = { type: 'tick', isUsable: false };
const usable: RecoveryInput = { type: 'tick', isUsable: true };
const longAgo = now - 59_999;

interface Expected {
  readonly attempt?: number;
  readonly leftMs?: number;
}

/** What it is, state, input, when; phase and action that follow, and the attempt or the time left where it matters. */
type Row = readonly [string, RecoveryState, RecoveryInput, number, string, string, Expected?];

const TRANSITIONS: readonly Row[] = [
  ['first: packets', first, of('flowing'), now, 'flowing', 'none'],
  ['first: silence before anything came changes nothing', first, of('silent'), now, 'building', 'none', { attempt: 0 }],
  ['first: failed', first, of('failed'), now, 'building', 'rebuild', { attempt: 1, leftMs: 4_000 }],
  ['first: not yet due', first, tick, now, 'building', 'none', { attempt: 0 }],
  ['first: took too long', first, tick, due, 'building', 'rebuild', { attempt: 1, leftMs: 4_000 }],
  ['first: another network', first, of('network-change'), now, 'building', 'rebuild', { attempt: 1 }],
  [
    'first: signaling blinks while it is young',
    first,
    of('signaling-renewed'),
    now,
    'building',
    'none',
    { attempt: 0 },
  ],
  ['first: fresh credentials', first, of('credentials-renewed'), now, 'building', 'rebuild', { attempt: 1 }],
  ['first: the other side builds anew', first, of('rebuilt'), now, 'building', 'none', { attempt: 1, leftMs: 4_000 }],

  ['flowing: silence', flowing, of('silent'), now, 'restarting', 'restart', { leftMs: 2_500 }],
  ['flowing: failed', flowing, of('failed'), now, 'building', 'rebuild', { attempt: 1 }],
  ['flowing: another network', flowing, of('network-change'), now, 'building', 'rebuild', { attempt: 1 }],
  ['flowing: signaling back does not touch media', flowing, of('signaling-renewed'), now, 'flowing', 'none'],
  ['flowing: fresh credentials do not touch media', flowing, of('credentials-renewed'), now, 'flowing', 'none'],
  [
    'flowing: the other side builds anew',
    flowing,
    of('rebuilt'),
    now,
    'building',
    'none',
    { attempt: 1, leftMs: 4_000 },
  ],
  ['flowing: time passes', flowing, tick, due, 'flowing', 'none'],

  ['restarting: packets', restarting, of('flowing'), now, 'flowing', 'none'],
  ['restarting: still silent', restarting, of('silent'), now, 'restarting', 'none'],
  ['restarting: not yet due', restarting, tick, now, 'restarting', 'none'],
  ['restarting: took too long', restarting, tick, due, 'building', 'rebuild', { attempt: 1, leftMs: 4_000 }],
  ['restarting: failed', restarting, of('failed'), now, 'building', 'rebuild', { attempt: 1 }],
  ['restarting: another network', restarting, of('network-change'), now, 'building', 'rebuild', { attempt: 1 }],
  [
    'restarting: signaling on a new socket: so was the network',
    restarting,
    of('signaling-renewed'),
    now,
    'building',
    'rebuild',
  ],
  ['restarting: the other side builds anew', restarting, of('rebuilt'), now, 'building', 'none', { attempt: 1 }],

  ['building: packets', building(3), of('flowing'), now, 'flowing', 'none'],
  [
    'building: failed pauses 1 s',
    { ...building(1), until: now + 4_000 },
    of('failed'),
    now,
    'building',
    'none',
    { attempt: 1, leftMs: 1_000 },
  ],
  [
    'building: failed pauses 2 s',
    { ...building(2), until: now + 4_000 },
    of('failed'),
    now,
    'building',
    'none',
    { attempt: 2, leftMs: 2_000 },
  ],
  [
    'building: failed pauses 8 s at most',
    { ...building(9), until: now + 15_000 },
    of('failed'),
    now,
    'building',
    'none',
    { leftMs: 8_000 },
  ],
  [
    'building: failed shortly before the end waits no longer',
    building(4),
    of('failed'),
    now,
    'building',
    'none',
    { leftMs: 1 },
  ],
  ['building: second', building(1), tick, due, 'building', 'rebuild', { attempt: 2, leftMs: 6_000 }],
  ['building: third, through the relay', building(2), tick, due, 'building', 'relay', { attempt: 3, leftMs: 10_000 }],
  ['building: fourth, any way', building(3), tick, due, 'building', 'rebuild', { attempt: 4, leftMs: 15_000 }],
  ['building: fifth, through the relay', building(4), tick, due, 'building', 'relay', { attempt: 5, leftMs: 15_000 }],
  [
    'building: another network starts over',
    building(4),
    of('network-change'),
    now,
    'building',
    'rebuild',
    { attempt: 1 },
  ],
  [
    'building: signaling back, candidates of a dead path',
    building(2),
    of('signaling-renewed'),
    now,
    'building',
    'rebuild',
    { attempt: 2 },
  ],
  [
    'building: signaling back, candidates are fresh',
    building(2, longAgo, now - 900),
    of('signaling-renewed'),
    now,
    'building',
    'none',
  ],
  ['building: fresh credentials', building(2), of('credentials-renewed'), now, 'building', 'rebuild', { attempt: 2 }],
  [
    'building: the other side builds anew',
    building(3),
    of('rebuilt'),
    now,
    'building',
    'none',
    { attempt: 3, leftMs: 10_000 },
  ],
  ['building: a minute without packets', building(4, longAgo), tick, due, 'given-up', 'give-up'],
  [
    'building: a minute, but the relay was not tried',
    building(2, longAgo),
    tick,
    due,
    'building',
    'relay',
    { attempt: 3 },
  ],
  [
    'building: a minute, but the old path delivers',
    building(4, longAgo),
    usable,
    due,
    'building',
    'relay',
    { attempt: 5 },
  ],

  ['given up: time passes', givenUp, tick, due, 'given-up', 'none'],
  ['given up: failed', givenUp, of('failed'), now, 'given-up', 'none'],
  ['given up: silence', givenUp, of('silent'), now, 'given-up', 'none'],
  ['given up: packets after all', givenUp, of('flowing'), now, 'flowing', 'none'],
  ['given up: another network', givenUp, of('network-change'), now, 'building', 'rebuild', { attempt: 1 }],
  [
    'given up: signaling of either side is back',
    givenUp,
    of('signaling-renewed'),
    now,
    'building',
    'rebuild',
    { attempt: 1 },
  ],
  ['given up: the other side builds anew', givenUp, of('rebuilt'), now, 'building', 'none', { attempt: 1 }],
];

describe('nextRecovery', () => {
  for (const [name, state, input, at, phase, action, { attempt, leftMs } = {}] of TRANSITIONS) {
    it(name, () => {
      const step = nextRecovery(state, input, at);
      expect([step.state.phase, step.action]).toEqual([phase, action]);
      if (attempt !== undefined) expect(step.state).toMatchObject({ attempt });
      if (leftMs !== undefined) expect((recoveryDeadline(step.state) ?? Number.NaN) - at).toBe(leftMs);
    });
  }

  it('has a deadline while something is being tried, and none otherwise', () => {
    expect(recoveryDeadline(startRecovery(now))).toBe(now + 10_000);
    expect([flowing, givenUp].map(recoveryDeadline)).toEqual([null, null]);
  });

  it('climbs from the first silence to the end within 75 s, with every rung in its place', () => {
    let step = nextRecovery(flowing, of('silent'), 0);
    const taken = [`0 ${step.action}`];
    let at = 0;
    while (step.action !== 'give-up') {
      at = recoveryDeadline(step.state) ?? Number.NaN;
      step = nextRecovery(step.state, tick, at);
      taken.push(`${at / 1_000} ${step.action}`);
      expect(taken.length).toBeLessThan(20);
    }
    expect(taken).toEqual([
      '0 restart',
      '2.5 rebuild',
      '6.5 rebuild',
      '12.5 relay',
      '22.5 rebuild',
      '37.5 relay',
      '52.5 rebuild',
      '67.5 give-up',
    ]);
  });
});
