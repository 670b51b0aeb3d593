/** Frames that nobody would send, through both decoders: never a throw, never a value that is not of the schema. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoded, type DecodedClientMessage, decodeClientMessage, decodeServerMessage } from '#protocol';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';

const SAMPLES = [
  '{"type":"hello","v":1,"inc":"0123456789abcdef","session":"s","key":"k","caps":["a"],"name":"n","state":{"a":1},"capacity":3}',
  '{"type":"relay","to":"p","inc":"0123456789abcdef","payload":{"s":1,"b":["\\u754c"]}}',
  '{"type":"state","state":{"camera":true,"mood":"fine"}}',
  '{"type":"command","id":"1","op":"rename","name":"n"}',
  '{"type":"command","id":"2","op":"kick","peer":"p"}',
  '{"type":"command","id":"3","op":"lock","on":true}',
  '{"type":"bye"}',
  '{"type":"event","rv":3,"event":"leave","id":"p","reason":"user_left"}',
  '{"type":"event","rv":4,"event":"role","id":"p","role":"host"}',
  '{"type":"notice","notice":"knock","id":"p","name":"n"}',
  '{"type":"result","id":"1","ok":true,"iceServers":[{"urls":["stun:x"]}]}',
  '{"type":"error","code":"room-full","fatal":true}',
];
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\\u0000',
  '\ud800',
  '__proto__',
  'constructor',
  '1e999',
  '-0',
  'null',
  '界',
];
const REASONS = new Set(['too-large', 'malformed', 'unknown-type', 'unknown-op', 'unsupported-version']);

type Decode = (text: string) => Decoded<{ readonly type: string }> | DecodedClientMessage;
const DECODERS: readonly (readonly [string, Decode])[] = [
  ['client', decodeClientMessage],
  ['server', decodeServerMessage],
];

function expectSound(decode: Decode, text: string): void {
  const decoded = decode(text);
  if (!decoded.ok) {
    if (!REASONS.has(decoded.reason)) throw new Error(`no reason: ${decoded.reason}`);
    return;
  }
  // What was understood is understood again, and means the same: nothing unknown came through. As text, which tells no
  // -0 from 0.
  expect(JSON.stringify(decode(JSON.stringify(decoded.message)))).toBe(JSON.stringify(decoded));
}

const seed = seedFromEnvironment();

describe.each(DECODERS)(`the %s decoder, SEED=${seed}`, (name, decode) => {
  it('stands 100,000 mutated messages', () => {
    console.log(`${name} decoder: SEED=${seed}`);
    const random = randomFrom(seed);
    for (let run = 0; run < 100_000; run++) {
      let text: string = random.pick(SAMPLES);
      for (let changes = random.int(1, 4); changes > 0; changes--) {
        const from = random.int(0, text.length);
        const to = random.int(from, Math.min(text.length, from + random.int(0, 8)));
        text = text.slice(0, from) + (random.chance(0.7) ? random.pick(PIECES) : '') + text.slice(to);
      }
      expectSound(decode, text);
    }
  });

  it('stands any JSON under any type', () => {
    const type = fc.constantFrom(
      'hello',
      'relay',
      'state',
      'command',
      'bye',
      'welcome',
      'event',
      'result',
      'error',
      'wait',
      'notice',
    );
    const fields = fc.dictionary(
      fc.constantFrom(
        'v',
        'inc',
        'to',
        'payload',
        'state',
        'id',
        'op',
        'name',
        'caps',
        'rv',
        'event',
        'peer',
        'notice',
        'on',
        '__proto__',
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(type, fields, (kind, rest) => expectSound(decode, JSON.stringify({ ...rest, type: kind }))),
      { seed, numRuns: 10_000 },
    );
  });

  it('stands any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => expectSound(decode, text)),
      { seed, numRuns: 10_000 },
    );
  });
});
