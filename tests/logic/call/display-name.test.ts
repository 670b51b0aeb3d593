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
    ['a\u2028b\u2029c\u0085d', 'a b c d'],
    ['Ad\u00ada', 'Ad a'],
    ['\u3164\u115f\uffa0', ''],
    ['Ada\u061c\u180e\u{e0041}', 'Ada'],
    ['Ada\ufff9x\ufffb', 'Ada x'],
    ['\ud800Ada\udc00', 'Ada'],
    ['Zoë ❤\ufe0f 😀', 'Zoë ❤\ufe0f 😀'],
    ['张伟 الاسم शर्मा', '张伟 الاسم शर्मा'],
  ])('makes %j safe to show', (name, expected) => {
    expect(cleanName(name)).toBe(expected);
  });

  it('cuts at 64 code units and never through a surrogate pair', () => {
    expect(cleanName('x'.repeat(100))).toHaveLength(64);
    expect(cleanName(`${'x'.repeat(63)}😀`)).toBe('x'.repeat(63));
  });
});
