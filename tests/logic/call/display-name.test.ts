import { describe, expect, it } from 'vitest';
import { cleanName } from '../../../widget/call/display-name.ts';

describe('cleanName', () => {
  it.each([
    ['Ada', 'Ada'],
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    ['Ada\u202Egnp.exe', 'Ada gnp.exe'],
    ['a\u0000b\u200Bc', 'a b c'],
    ['<b>Ada</b>', '<b>Ada</b>'],
    ['\u2066\u2069', ''],
  ])('makes %j safe to show', (name, expected) => {
    expect(cleanName(name)).toBe(expected);
  });

  it('cuts at 64 code units and never through a surrogate pair', () => {
    expect(cleanName('x'.repeat(100))).toHaveLength(64);
    expect(cleanName(`${'x'.repeat(63)}😀`)).toBe('x'.repeat(63));
  });
});
