import { describe, expect, it } from 'vitest';
import {
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  decodeClientMessage,
  decodeServerMessage,
  isLargerThan,
  utf8Length,
} from '#protocol';

const relayOf = (payload: unknown): string => JSON.stringify({ type: 'relay', to: 'p', payload });
const nested = (depth: number): string =>
  `{"type":"relay","to":"p","payload":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('utf8Length', () => {
  it.each([
    '',
    'abc',
    'é',
    '界',
    '😀',
    'a😀界é',
    '\ud800',
    '\udc00',
    'x\ud800y',
    '\ud800\ud800',
    '\udc00\ud800',
    '\u07ff\u0800',
  ])('is what TextEncoder makes of %j', (text) => {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  });
});

describe('isLargerThan', () => {
  it.each([
    ['x'.repeat(10), 10, false],
    ['x'.repeat(11), 10, true],
    ['界'.repeat(3), 9, false],
    ['界'.repeat(3), 8, true],
    ['界'.repeat(4), 9, true],
    ['', 0, false],
  ])('%j against %i bytes: %s', (text, limit, expected) => {
    expect(isLargerThan(text, limit)).toBe(expected);
  });
});

describe('a frame', () => {
  it.each([
    '',
    ' ',
    '{',
    'null',
    '7',
    '"hello"',
    '[]',
    '[{"type":"bye"}]',
    '{}',
    '{"type":7}',
    '{"type":null}',
    'ping',
  ])('of %j is malformed on both sides', (text) => {
    expect(decodeClientMessage(text)).toEqual({ ok: false, reason: 'malformed' });
    expect(decodeServerMessage(text)).toEqual({ ok: false, reason: 'malformed' });
  });

  it.each(['event', 'ok', 'type', 'op', 'v'])('with an object that is no text as %s does not throw', (field) => {
    for (const type of ['event', 'result', 'command', 'hello', 'welcome']) {
      const frame = JSON.stringify({ type, id: '1', [field]: { toString: 1, valueOf: 1 } });
      expect(decodeClientMessage(frame).ok).toBe(false);
      expect(decodeServerMessage(frame).ok).toBe(false);
    }
  });

  it('of an unknown type is told apart from a malformed one', () => {
    expect(decodeClientMessage('{"type":"levitate"}')).toEqual({ ok: false, reason: 'unknown-type' });
    expect(decodeServerMessage('{"type":"levitate"}')).toEqual({ ok: false, reason: 'unknown-type' });
  });

  it.each(['welcome', 'event', 'result', 'error', 'wait'])('of the server type %s is unknown to the server', (type) => {
    expect(decodeClientMessage(JSON.stringify({ type }))).toEqual({ ok: false, reason: 'unknown-type' });
  });

  it('may have as many bytes as the limit, and not one more', () => {
    const frame = (bytes: number): string => `{"type":"bye"${' '.repeat(bytes - 14)}}`;
    expect(decodeClientMessage(frame(MAX_FRAME_BYTES)).ok).toBe(true);
    expect(decodeClientMessage(frame(MAX_FRAME_BYTES + 1))).toEqual({ ok: false, reason: 'too-large' });
  });

  it('is measured in bytes, not in characters', () => {
    expect(decodeClientMessage(relayOf('界'.repeat(MAX_FRAME_BYTES / 3)))).toEqual({ ok: false, reason: 'too-large' });
  });

  it('that is too large is not parsed at all', () => {
    expect(decodeClientMessage('{'.repeat(MAX_FRAME_BYTES + 1))).toEqual({ ok: false, reason: 'too-large' });
  });
});

describe('a payload', () => {
  it('may have as many bytes as the limit, and not one more', () => {
    expect(decodeClientMessage(relayOf('x'.repeat(MAX_PAYLOAD_BYTES - 2))).ok).toBe(true);
    expect(decodeClientMessage(relayOf('x'.repeat(MAX_PAYLOAD_BYTES - 1)))).toEqual({ ok: false, reason: 'too-large' });
    expect(decodeClientMessage(relayOf('界'.repeat(MAX_PAYLOAD_BYTES / 3))).ok).toBe(false);
  });

  it('is not made larger by how it is written', () => {
    expect(decodeClientMessage(`{"type":"relay","to":"p","payload":[1,${' '.repeat(60_000)}2]}`).ok).toBe(true);
  });

  it('may be null', () => {
    expect(decodeClientMessage(relayOf(null))).toMatchObject({ ok: true, message: { payload: null } });
  });
});

describe('nesting', () => {
  it('may be as deep as the limit, and not deeper', () => {
    expect(decodeClientMessage(nested(15)).ok).toBe(true);
    expect(decodeClientMessage(nested(16))).toEqual({ ok: false, reason: 'malformed' });
  });

  it('so deep that writing it out again would overflow the stack is malformed', () => {
    expect(decodeClientMessage(nested(30_000))).toEqual({ ok: false, reason: 'malformed' });
  });

  it('does not count brackets in strings', () => {
    const text = `${'[{'.repeat(40)}"\\"[[[${'\\\\"'.repeat(3)}${'{'.repeat(40)}`;
    expect(decodeClientMessage(relayOf({ [text]: text }))).toMatchObject({
      ok: true,
      message: { payload: { [text]: text } },
    });
  });
});

describe('a version', () => {
  it.each([0, 2, 1.5, -1, 99])('%d is unsupported, whatever else the hello holds', (v) => {
    expect(decodeClientMessage(JSON.stringify({ type: 'hello', v }))).toEqual({
      ok: false,
      reason: 'unsupported-version',
    });
    expect(decodeClientMessage(JSON.stringify({ type: 'hello', v, inc: 'x', caps: {} })).ok).toBe(false);
  });
});

describe('a command of an unknown op', () => {
  it('can be answered', () => {
    const text = JSON.stringify({ type: 'command', id: '7', op: 'teleport', to: 'mars' });
    expect(decodeClientMessage(text)).toEqual({ ok: false, reason: 'unknown-op', id: '7' });
  });

  it.each([
    { op: 'teleport' },
    { id: 'a b', op: 'teleport' },
    { id: '7' },
    { id: '7', op: 'x'.repeat(33) },
    { id: '7', op: 'rename' },
  ])('is malformed as %j', (fields) => {
    expect(decodeClientMessage(JSON.stringify({ type: 'command', ...fields }))).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });
});
