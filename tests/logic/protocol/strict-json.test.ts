/** What a frame must be as JSON, whatever it says. */
import { describe, expect, it } from 'vitest';
import { MAX_JSON_VALUES, decodeClientMessage } from '#protocol';

const MALFORMED = { ok: false, reason: 'malformed' };
const relay = (payload: string): string => `{"type":"relay","to":"p","payload":${payload}}`;

/** Values of a parsed frame, counted apart from the decoder. */
function valueCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, it) => sum + valueCount(it), 1);
}

describe('a frame of many values', () => {
  it('may have as many as the limit, and not one more', () => {
    // The frame, its three fields and the list count, too.
    const items = (count: number): string => relay(`[${Array.from({ length: count }, () => '0').join(',')}]`);
    const fit = MAX_JSON_VALUES - 4;
    expect(valueCount(JSON.parse(items(fit)))).toBe(MAX_JSON_VALUES);
    expect(decodeClientMessage(items(fit)).ok).toBe(true);
    expect(decodeClientMessage(items(fit + 1))).toEqual(MALFORMED);
  });

  it.each([
    ['empty lists', `[${'[],'.repeat(15_000)}0]`],
    ['empty objects', `[${'{},'.repeat(15_000)}0]`],
    ['keys', `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":0`).join(',')}}`],
  ])('as %s is malformed, and never built', (_, payload) => {
    expect(decodeClientMessage(relay(payload))).toEqual(MALFORMED);
    expect(decodeClientMessage(relay(payload).slice(0, -1))).toEqual(MALFORMED);
  });

  it('is not one of many commas in a text', () => {
    expect(decodeClientMessage(relay(JSON.stringify(`"${',[{:'.repeat(5_000)}`))).ok).toBe(true);
  });

  it.each([
    ['behind a text that ends with a backslash', String.raw`["\\",${'[],'.repeat(1_500)}0]`],
    ['behind a text with a quote in it', String.raw`["a\"b\\\"c",${'[],'.repeat(1_500)}0]`],
    ['behind an empty text', `["",${'[],'.repeat(1_500)}0]`],
    ['as keys behind texts', `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":"\\\\"`).join(',')}}`],
  ])('%s is malformed', (_, payload) => {
    expect(Array.isArray(JSON.parse(payload)) || payload.startsWith('{')).toBe(true);
    expect(decodeClientMessage(relay(payload))).toEqual(MALFORMED);
  });

  it.each([
    ['a backslash at its end', JSON.stringify(`${',[{'.repeat(1_500)}\\`)],
    ['quotes in it', JSON.stringify(`"${'",["'.repeat(1_500)}`)],
    ['quotes behind backslashes in it', JSON.stringify(String.raw`\",[\\",[{`.repeat(1_000))],
  ])('is not a text with %s', (_, payload) => {
    expect(decodeClientMessage(relay(payload))).toMatchObject({ ok: true, message: { payload: JSON.parse(payload) } });
  });

  it('is not found slower where nothing but backslashes and quotes come', () => {
    const texts = ['\\'.repeat(20_000), '\\"'.repeat(9_000), '"'.repeat(15_000)].map((it) => relay(`"${it}`));
    for (const text of texts) expect(decodeClientMessage(text)).toEqual(MALFORMED);
  });

  it('is not an offer of 11 kB with 64 candidates', () => {
    const description = { type: 'offer', sdp: 'a=ssrc-group:FID 1 2\r\n'.repeat(501) };
    const candidates = Array.from({ length: 64 }, (_, i) => ({
      candidate: `candidate:${i} 1 udp 2122260223 192.0.2.${i} 49152 typ host generation 0 ufrag abcd network-id 1`,
      sdpMid: '0',
      sdpMLineIndex: 0,
      usernameFragment: 'abcd',
    }));
    const body = { type: 'description', g: 1, description, candidates };
    const frame = relay(JSON.stringify({ s: '0'.repeat(16), r: '1'.repeat(16), e: 0, n: 1, a: 0, b: body }));
    expect(description.sdp.length).toBeGreaterThan(11_000);
    expect(valueCount(JSON.parse(frame))).toBe(336);
    expect(decodeClientMessage(frame).ok).toBe(true);
  });
});

describe.each(['__proto__', 'prototype', 'constructor'])('the key %s', (key) => {
  it.each([
    ['of the frame', `{"type":"bye","${key}":1}`],
    ['of a payload', relay(`{"${key}":{"admin":true}}`)],
    ['deep in a payload', relay(`[1,{"a":[{"${key}":null}]}]`)],
    ['of a state', `{"type":"state","state":{"${key}":1}}`],
    ['of an unknown type', `{"type":"levitate","a":{"${key}":1}}`],
    ['of an unknown command', `{"type":"command","id":"1","op":"teleport","${key}":1}`],
    ['of another version', `{"type":"hello","v":2,"${key}":1}`],
    [
      'written with escapes',
      relay(`{"${key.replaceAll(/[a-z]/g, (it) => `\\u00${it.charCodeAt(0).toString(16)}`)}":1}`),
    ],
  ])('%s is malformed', (_, frame) => {
    expect(decodeClientMessage(frame)).toEqual(MALFORMED);
  });

  it('is a text like any other', () => {
    expect(decodeClientMessage(relay(`["${key}",{"a":"${key}","${key}s":1}]`)).ok).toBe(true);
  });
});

describe('a number', () => {
  it.each(['1e999', '-1e999', '[0,[1e400]]', '{"a":-9e9999}'])('that no double holds, %s, is malformed', (payload) => {
    expect(decodeClientMessage(relay(payload))).toEqual(MALFORMED);
    expect(decodeClientMessage(`{"type":"levitate","a":${payload}}`)).toEqual(MALFORMED);
  });

  it('that a double holds is passed on as the double', () => {
    expect(decodeClientMessage(relay('[1e308,1e-999,12345678901234567890]'))).toMatchObject({
      message: { payload: [1e308, 0, 12345678901234567000] },
    });
  });
});

describe('a key that is there twice', () => {
  it('is what the last one says, for everyone: nobody reads the frame itself again', () => {
    const decoded = decodeClientMessage(
      '{"type":"bye","type":"relay","to":"a","to":"b","payload":1,"payload":{"x":1,"x":2}}',
    );
    expect(decoded).toEqual({ ok: true, message: { type: 'relay', to: 'b', payload: { x: 2 } } });
  });
});

describe('half a surrogate pair', () => {
  it('is passed on as it was escaped, and is never written out as broken UTF-8', () => {
    const decoded = decodeClientMessage(relay(String.raw`["\ud83d","\udE00\ud83d","\ud83d\ude00"]`));
    expect(decoded).toMatchObject({ message: { payload: ['\ud83d', '\ude00\ud83d', '😀'] } });
    expect(() => encodeURIComponent(JSON.stringify(decoded))).not.toThrow();
    expect(decodeClientMessage(String.raw`{"type":"command","id":"1","op":"rename","name":"cut \ud83d"}`).ok).toBe(
      true,
    );
  });
});
