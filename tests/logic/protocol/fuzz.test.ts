/** Frames that nobody would send, through both decoders: never a throw, never a value that is not of the schema. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Decoded,
  type DecodedClientMessage,
  type RelayLine,
  decodeClientMessage,
  decodeServerMessage,
  relayLineTo,
} from '#protocol';
import { mutatedFrame } from '../../support/mutated-frames.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';

const REASONS = new Set(['too-large', 'malformed', 'unknown-type', 'unknown-op', 'unsupported-version']);

type Decode = (text: string) => Decoded<{ readonly type: string }> | DecodedClientMessage;
const DECODERS: readonly (readonly [string, Decode])[] = [
  ['client', decodeClientMessage],
  ['server', decodeServerMessage],
];

function encoded(message: { readonly type: string } | RelayLine): string {
  return 'text' in message ? relayLineTo(message.to, message.text) : JSON.stringify(message);
}

function expectSound(decode: Decode, text: string): void {
  const decoded = decode(text);
  if (!decoded.ok) {
    if (!REASONS.has(decoded.reason)) throw new Error(`no reason: ${decoded.reason}`);
    return;
  }
  // What was understood is understood again, and means the same: nothing unknown came through. As text, which tells no
  // -0 from 0.
  expect(JSON.stringify(decode(encoded(decoded.message)))).toBe(JSON.stringify(decoded));
}

const seed = seedFromEnvironment();

describe.each(DECODERS)(`the %s decoder, SEED=${seed}`, (name, decode) => {
  it('stands 100,000 mutated messages', () => {
    console.log(`${name} decoder: SEED=${seed}`);
    const random = randomFrom(seed);
    for (let run = 0; run < 100_000; run++) {
      expectSound(decode, mutatedFrame(random));
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
