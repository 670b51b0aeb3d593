import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from '../../../widget/link/envelope.ts';
import { ALICE, ALICE_RELOADED, BOB, endOf } from './link-pair.ts';
import { seedFromEnvironment } from '../../support/random.ts';
import { VirtualClock, settlePromises } from '../../support/virtual-clock.ts';

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

  it.each([
    ['replays', () => valid],
    ['gaps', (i: number) => ({ ...valid, n: 3 + i })],
    ['huge numbers', () => ({ ...valid, n: Number.MAX_SAFE_INTEGER, a: Number.MAX_SAFE_INTEGER })],
    ['questions who is there', () => ({ ...valid, r: null })],
    ['epochs that go back', (i: number) => ({ ...valid, e: i % 2 })],
    ['other incarnations', (i: number) => ({ ...valid, s: i.toString(16).padStart(16, '0') })],
    ['nothing at all', () => [{ ...valid }]],
  ])('in a flood cost few envelopes, no delivery and no reset but one: %s', async (_, envelopeOf) => {
    const clock = new VirtualClock();
    const end = endOf(clock);
    const { link, delivered, transmitted } = end;
    link.receive(valid);
    for (let atMs = 0; atMs < 1_000; atMs += 10) {
      for (let i = 0; i < 100; i++) link.receive(envelopeOf(i));
      await clock.advance(10);
    }
    expect(transmitted.length).toBeLessThanOrEqual(6);
    expect(delivered.length).toBeLessThanOrEqual(2);
    expect(end.resetCount).toBeLessThanOrEqual(1);
    expect(link.undeliveredCount).toBe(0);
  });

  it('are held only up to the limits where the page is slow, whatever they count', async () => {
    const { link } = endOf(new VirtualClock(), {
      deliver: () => new Promise(() => {}),
      maxBufferedCount: 8,
      maxBufferedBytes: 1_000,
    });
    for (let n = 1; n < 10_000; n++) link.receive({ ...valid, n, b: '' });
    expect(link.undeliveredCount).toBe(8);
    const { link: other } = endOf(new VirtualClock(), {
      deliver: () => new Promise(() => {}),
      maxBufferedBytes: 1_000,
    });
    for (let n = 1; n < 10_000; n++) other.receive({ ...valid, n, b: 'x'.repeat(400) });
    expect(other.undeliveredCount).toBe(3);
  });

  it('do not keep the page that comes after from being heard', async () => {
    const { link, delivered } = endOf(new VirtualClock());
    link.receive({ ...valid, e: Number.MAX_SAFE_INTEGER });
    for (let n = 1; n < 1_000; n++) link.receive({ ...valid, e: Number.MAX_SAFE_INTEGER, n, b: {} });
    link.setRemoteIncarnation(ALICE_RELOADED);
    link.receive({ s: ALICE_RELOADED, r: ALICE, e: 0, n: 1, a: 0, b: 'again' });
    await settlePromises();
    expect(delivered.at(-1)).toBe('again');
  });
});
