import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CANDIDATES_PER_GENERATION, MAX_MEDIA_LINES } from '#protocol';
import { decodeSignal, MAX_DESCRIPTION_BYTES, measureSignal, mediaLineCount } from '../../../widget/peer/signals.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const SEED = seedFromEnvironment();
const candidate = {
  candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};
const description = { type: 'description', g: 1, description: { type: 'offer', sdp: 'v=0\r\n' } };
const candidates = { type: 'candidates', g: 1, candidates: [candidate] };
const rebuild = { type: 'rebuild', g: 2 };
const flow = { type: 'flow', g: 2, flowing: true };
const bye = { type: 'bye' };

describe('signals', () => {
  it.each([description, candidates, rebuild, flow, bye])('are taken as they are: $type', (signal) => {
    expect(decodeSignal(signal)).toEqual(signal);
  });

  it.each([description, candidates, rebuild, flow])('need each of their fields: $type', (signal) => {
    for (const key of Object.keys(signal)) {
      const { [key]: _, ...without } = signal as Record<string, unknown>;
      expect(decodeSignal(without), key).toBeNull();
      for (const value of [null, 'x', -1, {}, Number.NaN]) {
        expect(decodeSignal({ ...signal, [key]: value }), `${key}: ${JSON.stringify(value)}`).toBeNull();
      }
    }
  });

  it('may carry keys that we do not know', () => {
    expect(decodeSignal({ ...rebuild, later: 1 })).toMatchObject(rebuild);
    expect(decodeSignal({ ...candidates, candidates: [{ ...candidate, later: 1 }] })).not.toBeNull();
  });

  it('of a type that we do not know are none', () => {
    expect(decodeSignal({ type: 'hologram', g: 1 })).toBeNull();
  });

  it.each(['pranswer', 'rollback', 'OFFER', ''])('never set a description of type "%s"', (type) => {
    expect(decodeSignal({ ...description, description: { type, sdp: 'v=0\r\n' } })).toBeNull();
  });

  it('hold a description of at most 48 KiB of UTF-8', () => {
    const of = (sdp: string) => decodeSignal({ ...description, description: { type: 'offer', sdp } });
    expect(of('x'.repeat(MAX_DESCRIPTION_BYTES))).not.toBeNull();
    expect(of('x'.repeat(MAX_DESCRIPTION_BYTES + 1))).toBeNull();
    expect(of('é'.repeat(MAX_DESCRIPTION_BYTES / 2 + 1))).toBeNull();
  });

  it('hold a description of at most 16 media lines', () => {
    const of = (count: number) => ({
      ...description,
      description: { type: 'offer', sdp: `v=0\r\n${'m=audio 9 x 0\r\n'.repeat(count)}` },
    });
    expect(decodeSignal(of(MAX_MEDIA_LINES))).not.toBeNull();
    expect(decodeSignal(of(MAX_MEDIA_LINES + 1))).toBeNull();
    expect(mediaLineCount('m=a\rm=b\nm=c\r\na=m=d')).toBe(3);
  });

  it('hold at most 64 candidates', () => {
    const of = (count: number) => ({ ...candidates, candidates: Array.from({ length: count }, () => candidate) });
    expect(decodeSignal(of(MAX_CANDIDATES_PER_GENERATION))).not.toBeNull();
    expect(decodeSignal(of(MAX_CANDIDATES_PER_GENERATION + 1))).toBeNull();
  });

  it('refuse a candidate that belongs to no media line, but not the end of all', () => {
    const of = (text: string) => ({
      ...candidates,
      candidates: [{ ...candidate, candidate: text, sdpMid: null, sdpMLineIndex: null }],
    });
    expect(decodeSignal(of('candidate:1'))).toBeNull();
    expect(decodeSignal(of(''))).not.toBeNull();
  });

  it('always say which gathering a candidate belongs to, if only that it is not known', () => {
    const { usernameFragment: _, ...without } = candidate;
    expect(decodeSignal({ ...candidates, candidates: [without] })).toBeNull();
    expect(decodeSignal({ ...candidates, candidates: [{ ...candidate, usernameFragment: null }] })).not.toBeNull();
  });

  it.each([0, -1, 1.5, 2 ** 31 + 1, Number.MAX_SAFE_INTEGER, Infinity])('know no generation %d', (g) => {
    expect(decodeSignal({ ...rebuild, g })).toBeNull();
  });

  it('are measured by what makes them large', () => {
    const small = decodeSignal(rebuild);
    const large = decodeSignal({ ...description, description: { type: 'offer', sdp: 'x'.repeat(5_000) } });
    if (small === null || large === null) throw new Error('not decoded');
    expect(measureSignal(small)).toBeLessThan(100);
    expect(measureSignal(large)).toBeGreaterThanOrEqual(5_000);
  });

  it(`are never made of anything else (SEED=${SEED})`, () => {
    const types = fc.constantFrom('description', 'candidates', 'rebuild', 'flow', 'bye', '__proto__', 'constructor');
    const value = fc.oneof(
      fc.anything(),
      fc.record({
        type: types,
        g: fc.anything(),
        description: fc.anything(),
        candidates: fc.array(fc.anything()),
        flowing: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(value, (it) => {
        const decoded = decodeSignal(it);
        expect(decoded === null || ['description', 'candidates', 'rebuild', 'flow', 'bye'].includes(decoded.type)).toBe(
          true,
        );
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });
});
