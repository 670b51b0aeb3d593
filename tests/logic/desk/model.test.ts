/** Random lives of a desk against the model. `SEED=... npm test -- logic desk/model` runs a failure again. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskLife, type DeskOp } from '../../support/desk-model.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const who = fc.nat(7);
const agent = fc.nat(4);
const call = fc.nat(7);
const department = fc.nat(3);
const ops: fc.Arbitrary<DeskOp[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.record({ op: fc.constant('call' as const), who, department }) },
      {
        weight: 8,
        arbitrary: fc.record({
          op: fc.constantFrom('cancel', 'end', 'return', 'return', 'drop', 'bye', 'close-page' as const),
          who,
        }),
      },
      {
        weight: 7,
        arbitrary: fc.record({
          op: fc.constantFrom('agent', 'agent', 'agent-drop', 'agent-bye', 'agent-end', 'agent-push' as const),
          who: agent,
        }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          op: fc.constant('status' as const),
          who: agent,
          status: fc.constantFrom('available', 'available', 'busy', 'away' as const),
        }),
      },
      {
        weight: 8,
        arbitrary: fc.record({ op: fc.constantFrom('accept', 'accept', 'decline', 'hold' as const), who: agent, call }),
      },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('race' as const), call }) },
      {
        weight: 4,
        arbitrary: fc.record({ op: fc.constant('transfer' as const), who: agent, to: agent, department }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          op: fc.constantFrom('wait', 'wait', 'late' as const),
          ms: fc.constantFrom(1, 9_999, 20_000, 59_999, 60_000, 120_000, 301_000, 500_000),
        }),
      },
      { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('hibernate', 'crash', 'alarm' as const) }) },
    ),
    { minLength: 5, maxLength: 60 },
  )
  .map((life) => [
    { op: 'agent', who: 0 },
    { op: 'status', who: 0, status: 'available' },
    { op: 'agent', who: 1 },
    { op: 'status', who: 1, status: 'available' },
    ...life,
  ]);

describe('G6 G8 any life of a desk', () => {
  const seed = seedFromEnvironment();
  const runCount = Number(process.env['DESK_RUNS'] ?? 5_000);

  it(`agrees with the model in ${runCount} lives, SEED=${seed}`, { timeout: 240_000 }, () => {
    console.log(`desk model: SEED=${seed}`);
    const property = fc.property(fc.constantFrom('one', 'all'), ops, (ring, life) => {
      const desk = new DeskLife(ring);
      for (const op of life) {
        desk.run(op);
        desk.check();
      }
      desk.end();
    });
    expect(() => fc.assert(property, { seed, numRuns: runCount })).not.toThrow();
  });
});
