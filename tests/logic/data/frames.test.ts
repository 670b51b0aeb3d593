import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DataBody,
  bodyFrom,
  decodeFrame,
  encodeFrame,
  isDataBody,
  messageFrom,
  parseJson,
} from '../../../widget/data/frames.ts';
import { MAX_FRAME_BYTES } from '../../../widget/data/limits.ts';
import { SendMemory } from '../../../widget/data/send-memory.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const SEED = seedFromEnvironment();

/** A frame with any header and any bytes after it. */
function frameOf(header: unknown, bytes: readonly number[] = [], headLength?: number): ArrayBuffer {
  const head = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const frame = new Uint8Array(2 + head.length + bytes.length);
  new DataView(frame.buffer).setUint16(0, headLength ?? head.length);
  frame.set(head, 2);
  frame.set(bytes, 2 + head.length);
  return frame.buffer;
}

/** As it arrives. */
const encoded = (envelope: { readonly b?: unknown }): ArrayBuffer => encodeFrame(envelope).slice().buffer;

/** As of the application, but of any bytes. */
const bodyWith = (k: DataBody['k'], bytes: Uint8Array, t = ''): DataBody => ({
  k,
  t,
  bytes: new SendMemory().copyOf(bytes),
});

const bodyOf = (frame: ArrayBuffer): DataBody | null => {
  const body = decodeFrame(frame)?.['b'];
  return isDataBody(body) ? body : null;
};
const messageOf = (frame: ArrayBuffer) => {
  const body = bodyOf(frame);
  return body === null ? null : messageFrom(body);
};

describe('a frame', () => {
  it('is the length of the header, the header and the bytes', () => {
    const envelope = { n: 1, b: bodyWith(0, Uint8Array.of(7, 8), 'x') };
    const frame = encodeFrame(envelope);
    expect(new Uint8Array(frame)).toEqual(new Uint8Array(frameOf('{"n":1,"b":{"k":0,"t":"x"}}', [7, 8])));
  });

  it('without a body is the header alone', () => {
    const envelope = { n: 0, b: undefined };
    expect(new Uint8Array(encodeFrame(envelope))).toEqual(new Uint8Array(frameOf('{"n":0}')));
    expect(decodeFrame(frameOf({ n: 0 }))).toEqual({ n: 0 });
  });

  it('is made in the memory of the data, again and again, whatever the header', () => {
    const given = Uint8Array.of(7, 8, 9);
    const body = bodyFrom(given.buffer, 'x', new SendMemory());
    given.fill(0);
    const frames = [{ n: 1 }, { n: 2, a: 'a'.repeat(100) }, { n: 3, x: 'x'.repeat(950) }, { n: 4 }].map((header) => {
      const frame = encodeFrame({ ...header, b: body });
      expect(decodeFrame(frame.slice().buffer)).toMatchObject(header);
      expect(messageOf(frame.slice().buffer)).toEqual({ data: Uint8Array.of(7, 8, 9), topic: 'x' });
      return frame;
    });
    expect(frames.map(({ buffer }) => buffer === body.bytes.buffer)).toEqual([true, true, true, true]);
  });

  it('comes back as what it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ maxLength: 64, unit: 'binary' }), (value, topic) => {
        const data: unknown = JSON.parse(JSON.stringify(value));
        fc.pre(!JSON.stringify(data).includes('__proto__'));
        for (const given of [data, JSON.stringify(data)]) {
          expect(messageOf(encoded({ b: bodyFrom(given, topic, new SendMemory()) }))).toEqual({ data: given, topic });
        }
      }),
      { seed: SEED },
    );
  });
});

describe('a hostile frame', () => {
  it.each([
    ['text', 'x'],
    ['nothing', null],
    ['an empty frame', new ArrayBuffer(0)],
    ['one byte', new ArrayBuffer(1)],
    ['a header longer than the frame', frameOf({}, [], 500)],
    ['a header of more than 1 KiB', frameOf({ a: 'x'.repeat(1024) })],
    ['a header that is no JSON', frameOf('{')],
    ['a header that is no UTF-8', frameOf('', [0xff, 0xff], 2)],
    ['a header that is a number', frameOf(1)],
    ['a header that is null', frameOf(null)],
    ['more than 256 KiB', new ArrayBuffer(MAX_FRAME_BYTES + 1)],
  ])('%s is none', (_, frame) => {
    expect(decodeFrame(frame)).toBeNull();
  });

  it.each([
    ['no body', {}],
    ['an unknown kind', { b: { k: 3, t: '' } }],
    ['a kind in words', { b: { k: 'text', t: '' } }],
    ['no kind', { b: { t: '' } }],
    ['no topic', { b: { k: 1 } }],
    ['a topic that is a number', { b: { k: 1, t: 1 } }],
    ['a topic of 65 characters', { b: { k: 1, t: 'x'.repeat(65) } }],
    ['bytes in the header', { b: { bytes: [1], k: 9, t: '' } }],
  ])('with %s carries none', (_, header) => {
    expect(bodyOf(frameOf(header, [1]))).toBeNull();
  });

  it('with text that is no UTF-8, or JSON that is none, is dropped', () => {
    expect(messageOf(frameOf({ b: { k: 1, t: '' } }, [0xc0, 0x80]))).toBeNull();
    expect(messageOf(frameOf({ b: { k: 2, t: '' } }, [0x7b]))).toBeNull();
    expect(messageOf(frameOf({ b: { k: 2, t: '' } }))).toBeNull();
  });

  it('that nests a hundred thousand deep does not throw', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => parseJson(deep)).not.toThrow();
    expect(() => messageOf(encoded({ b: bodyWith(2, new TextEncoder().encode(deep)) }))).not.toThrow();
  });

  it('cannot smuggle a prototype into what the application copies', () => {
    const text = '{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true}}}';
    const message = messageOf(encoded({ b: bodyWith(2, new TextEncoder().encode(text)) }));
    expect(Object.assign({}, message?.data)).not.toHaveProperty('admin');
    expect(message?.data).toEqual({ a: {} });
    expect(decodeFrame(frameOf(text))).not.toHaveProperty('admin');
  });

  it(`of random bytes never throws (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(40), (bytes, headLength) => {
        const frame = new Uint8Array([0, headLength, ...bytes]).buffer;
        const body = decodeFrame(frame)?.['b'];
        if (isDataBody(body)) messageFrom(body);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
