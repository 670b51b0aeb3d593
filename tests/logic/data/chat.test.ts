import { describe, expect, it } from 'vitest';
import { checkedChatText, decodeChat as decode } from '../../../widget/data/chat.ts';

const valid = { id: 'm-1', text: 'hello', at: 1_700_000_000_000, name: 'Ann' };

describe('a chat text', () => {
  it.each([
    ['a\u0000b\u0007c\u001b[31md\u007f\u0085', 'abc[31md'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['windows\r\nand mac\rlines', 'windows\nand mac\nlines'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
  ])('%j becomes %j', (text, cleaned) => {
    expect(checkedChatText(text)).toBe(cleaned);
    expect(decode({ ...valid, text })?.text).toBe(cleaned);
  });

  it('may have 8 KiB of UTF-8 and no byte more', () => {
    expect(checkedChatText('x'.repeat(8_192))).toHaveLength(8_192);
    expect(checkedChatText('é'.repeat(4_096))).toHaveLength(4_096);
    for (const text of ['x'.repeat(8_193), 'é'.repeat(4_097), '👋'.repeat(2_049)]) {
      expect(() => checkedChatText(text)).toThrow(expect.objectContaining({ code: 'message-too-large' }));
      expect(decode({ ...valid, text })).toBeNull();
    }
  });

  it.each(['', ' \n\t ', '\u0000\u0001'])('%j is nothing to send', (text) => {
    expect(() => checkedChatText(text)).toThrow(expect.objectContaining({ code: 'bad-message' }));
  });
});

describe('a received chat message', () => {
  it('is taken as it is, without unknown fields', () => {
    expect(decode({ ...valid, html: '<b>' })).toEqual(valid);
  });

  it('need not name its sender', () => {
    const { name: _, ...nameless } = valid;
    expect(decode(nameless)).toEqual(nameless);
  });

  it('may be for nobody else', () => {
    expect(decode({ ...valid, private: true })).toEqual({ ...valid, private: true });
    expect(decode({ ...valid, private: false })).toEqual(valid);
  });

  it.each(['id', 'text', 'at'] as const)('without %s is none', (key) => {
    const { [key]: _, ...rest } = valid;
    expect(decode(rest)).toBeNull();
  });

  it.each([
    ['id', 1],
    ['id', ''],
    ['id', 'a b'],
    ['id', 'x'.repeat(65)],
    ['text', 1],
    ['text', ''],
    ['text', '\u0007'],
    ['at', '1'],
    ['at', -1],
    ['at', 1.5],
    ['at', Number.NaN],
    ['at', 1e300],
    // No date is so late; showing one would throw.
    ['at', 8_640_000_000_000_001],
    ['name', 1],
    ['name', 'x'.repeat(65)],
    ['private', 1],
    ['private', null],
  ])('with %s %j is none', (key, value) => {
    expect(decode({ ...valid, [key]: value })).toBeNull();
  });

  it.each([null, undefined, 1, 'text', [], {}])('%j is none', (value) => {
    expect(decode(value)).toBeNull();
  });
});
