import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from '../../../widget/link/envelope.ts';
import { ALICE, BOB, endOf } from './link-pair.ts';
import { seedFromEnvironment } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const SEED = seedFromEnvironment();
const valid = { s: BOB, r: ALICE, e: 0, n: 1, a: 0, b: 'x' };

const numberish = fc.oneof(
  fc.constantFrom(-1, 0.5, Number.NaN, Infinity, -0, 2 ** 53, 2 ** 53 - 1, '1', null, undefined, {}, []),
  fc.nat(3),
  fc.integer(),
);
const hostile = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.record(
    {
      s: fc.oneof(fc.constant(BOB), fc.constant(BOB), fc.anything()),
      r: fc.oneof(fc.constant(ALICE), fc.constant(ALICE), fc.constant(null), fc.anything()),
      e: fc.oneof(fc.constant(0), numberish),
      n: numberish,
      a: numberish,
      b: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);

describe(`hostile envelopes (SEED=${SEED})`, () => {
  it('never make the link throw, nor deliver what the decoder refuses', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 20 }), (values) => {
        const { link, delivered } = endOf(new VirtualClock());
        link.send('mine');
        for (const value of values) link.receive(value);
        expect(delivered.every((body) => typeof body === 'string')).toBe(true);
        expect(link.pendingCount).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('cannot acknowledge what was never sent', () => {
    const { link } = endOf(new VirtualClock());
    link.send('1');
    link.receive({ ...valid, n: 0, a: 2 });
    expect(link.pendingCount).toBe(1);
  });

  it('are nothing where a field is missing or of another type', () => {
    expect(decodeEnvelope(valid)).toEqual(valid);
    for (const key of ['s', 'r', 'e', 'n', 'a'] as const) {
      const { [key]: _, ...without } = valid;
      expect(decodeEnvelope(without), key).toBeNull();
      for (const value of [true, {}, [], '', -1, 1.5, Number.NaN, 2 ** 53]) {
        expect(decodeEnvelope({ ...valid, [key]: value }), `${key}: ${JSON.stringify(value)}`).toBeNull();
      }
    }
    for (const value of [null, undefined, 1, 'x', []]) expect(decodeEnvelope(value)).toBeNull();
  });

  it('may carry keys that we do not know', () => {
    expect(decodeEnvelope({ ...valid, z: 1 })).toEqual(valid);
  });

  it('pollute nothing', () => {
    const { link } = endOf(new VirtualClock());
    link.receive(JSON.parse(`{"s":"${BOB}","r":"${ALICE}","e":0,"n":1,"a":0,"__proto__":{"b":"polluted"}}`));
    expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
  });
});
