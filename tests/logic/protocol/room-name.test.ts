import { describe, expect, it } from 'vitest';
import { isRoomName, roomNameFrom } from '#protocol';

describe('isRoomName', () => {
  it.each(['abc', 'A-Z_0.9', 'x'.repeat(64), '...a', '-._'])('takes %j', (name) => {
    expect(isRoomName(name)).toBe(true);
  });

  it.each([
    '',
    'ab',
    'x'.repeat(65),
    '...',
    '....',
    'a b',
    'a/b',
    'a%2Fb',
    'ü12',
    'abc\n',
    '\nabc',
    'a?b',
    'a#b',
    'abc\u0000',
  ])('refuses %j', (name) => {
    expect(isRoomName(name)).toBe(false);
  });
});

describe('roomNameFrom', () => {
  it('makes a room name of 22 characters that tells all 128 bits apart', () => {
    const names = new Set<string>();
    for (let bit = 0; bit < 128; bit++) {
      const bytes = new Uint8Array(16);
      bytes[bit >> 3] = 1 << (bit & 7);
      const name = roomNameFrom(bytes);
      expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(isRoomName(name)).toBe(true);
      names.add(name);
    }
    expect(names.size).toBe(128);
  });
});
