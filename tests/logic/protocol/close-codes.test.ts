import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, echoableCloseCode, isFinalCloseCode } from '#protocol';

describe('close codes', () => {
  it('are each used once, and in the range for applications', () => {
    const codes = Object.values(CLOSE_CODES);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code === 1000 || (code >= 4000 && code <= 4999)).toBe(true);
  });

  it.each([4400, 4403, 4404, 4409, 4410, 4413, 4423, 4426, 4453])('%d is final', (code) => {
    expect(isFinalCloseCode(code)).toBe(true);
  });

  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4401, 4408, 4429, 4431, 4503])(
    'after %d a client may try again',
    (code) => {
      expect(isFinalCloseCode(code)).toBe(false);
    },
  );

  it.each([1005, 1006, 1015])('%d is never sent back', (code) => {
    expect(echoableCloseCode(code)).toBe(1000);
  });

  it.each([1000, 1001, 3000, 4409])('%d is sent back as it came', (code) => {
    expect(echoableCloseCode(code)).toBe(code);
  });
});
