/** Random lives of a room against the model. `SEED=... npm test -- logic room/model` runs a failure again. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedFromEnvironment } from '../../support/random.ts';
import { RoomLife } from '../../support/room-model.ts';
import type { Op } from '../../support/room-ops.ts';

const who = fc.nat(9);
const queueOp = fc.constantFrom('queue-return', 'queue-return', 'queue-drop', 'queue-close-page', 'queue-bye' as const);
const ops: fc.Arbitrary<Op[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ op: fc.constant('join' as const), capacity: fc.integer({ min: 2, max: 8 }) }) },
    {
      weight: 10,
      arbitrary: fc.record({
        op: fc.constantFrom('resume', 'reload', 'drop', 'bye', 'close-page', 'vanish', 'again' as const),
        who,
      }),
    },
    { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('state', 'rename' as const), who, value: fc.nat(2) }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('relay' as const), who, to: who }) },
    {
      weight: 4,
      arbitrary: fc.record({ op: fc.constantFrom('lock', 'lobby', 'lobby' as const), who, on: fc.boolean() }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ op: fc.constantFrom('admit', 'admit', 'reject', 'kick', 'mute' as const), who, to: who }),
    },
    { weight: 4, arbitrary: fc.record({ op: queueOp, who }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('end' as const), who }) },
    {
      weight: 5,
      arbitrary: fc.record({
        op: fc.constant('wait' as const),
        ms: fc.constantFrom(1, 1_000, 14_999, 15_000, 29_999, 30_000, 61_000, 320_000, 600_000),
        lateMs: fc.constantFrom(0, 0, 0, 1_000, 60_000),
      }),
    },
    { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('hibernate', 'crash', 'alarm' as const) }) },
  ),
  { minLength: 1, maxLength: 50 },
);

/** Lives at a door: somebody waits most of the time, and the room is small. */
const doorOps: fc.Arbitrary<Op[]> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ op: fc.constant('join' as const), capacity: fc.constant(2) }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('resume', 'drop', 'bye' as const), who: fc.nat(3) }) },
      {
        weight: 8,
        arbitrary: fc.record({
          op: fc.constantFrom('admit', 'admit', 'reject', 'kick' as const),
          who: fc.constantFrom(0, 9, 9, 9),
          to: fc.nat(3),
        }),
      },
      { weight: 8, arbitrary: fc.record({ op: queueOp, who: fc.nat(3) }) },
      {
        weight: 4,
        arbitrary: fc.record({
          op: fc.constant('wait' as const),
          ms: fc.constantFrom(1_000, 10_000, 15_000, 30_000, 31_000),
          lateMs: fc.constantFrom(0, 60_000),
        }),
      },
      { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('hibernate', 'crash' as const) }) },
    ),
    { minLength: 5, maxLength: 40 },
  )
  .map((life) => [{ op: 'join', capacity: 2 }, { op: 'lobby', who: 9, on: true }, ...life]);

/** Lives in which the two once disagreed. */
const KNOWN_LIVES: [Op[]][] = [
  // The first word after five minutes finds a ghost, and is meant for it: a relay, a command.
  [
    [
      { op: 'join', capacity: 2 },
      { op: 'vanish', who: 0 },
      { op: 'join', capacity: 2 },
      { op: 'wait', ms: 320_000, lateMs: 0 },
      { op: 'relay', who: 7, to: 0 },
    ],
  ],
  [
    [
      { op: 'join', capacity: 2 },
      { op: 'join', capacity: 2 },
      { op: 'wait', ms: 320_000, lateMs: 0 },
      { op: 'vanish', who: 1 },
      { op: 'mute', who: 0, to: 1 },
    ],
  ],
];

describe('G2 G4 G5 G8 any life of a room', () => {
  const seed = seedFromEnvironment();
  const runCount = Number(process.env['ROOM_RUNS'] ?? 5_000);

  it(`agrees with the model in ${runCount} lives, SEED=${seed}`, { timeout: 240_000 }, () => {
    console.log(`room model: SEED=${seed}`);
    const property = fc.property(fc.oneof(ops, doorOps), (life) => {
      const room = new RoomLife();
      for (const op of life) {
        room.run(op);
        room.check();
      }
      room.end();
    });
    expect(() => fc.assert(property, { seed, numRuns: runCount, examples: KNOWN_LIVES })).not.toThrow();
  });
});
