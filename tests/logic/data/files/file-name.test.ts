import { describe, expect, it } from 'vitest';
import { cleanFileName, cleanFileType } from '../../../../widget/data/files/file-name.ts';
import { randomFrom, seedFromEnvironment } from '../../../support/random.ts';

const seed = seedFromEnvironment();
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe('the name of a file', () => {
  it.for([
    ['report.pdf', 'report.pdf'],
    ['Übung 1 (neu).txt', 'Übung 1 (neu).txt'],
    ['日本語.png', '日本語.png'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\win.ini', 'win.ini'],
    ['/absolute', 'absolute'],
    ['C:\\temp\\x.txt', 'x.txt'],
    ['C:x.txt', 'C_x.txt'],
    ['a/..', 'a'],
    ['dir/', 'dir'],
    ['.bashrc', 'bashrc'],
    ['...', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['/', 'file'],
    ['photo.jpg.', 'photo.jpg'],
    ['virus.exe . . ', 'virus.exe'],
    ['a\u0000b\u001fc\u007f.txt', 'abc.txt'],
    ['line\nbreak\r\n.txt', 'linebreak.txt'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['a\u2066b\u2069\u200f.txt', 'ab.txt'],
    ['zero\u200bwidth\ufeff.txt', 'zerowidth.txt'],
    ['half\ud800.txt', 'half.txt'],
    ['what?<is>|"this"*:.txt', 'what__is___this___.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1 .txt', '_com1 .txt'],
    ['LPT¹.doc', '_LPT¹.doc'],
    ['console.log', 'console.log'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['many     spaces.txt', 'many spaces.txt'],
  ] as const)('%j becomes %j', ([name, clean]) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it('keeps its extension where it is cut to 255 bytes, between characters', () => {
    const clean = cleanFileName(`${'ü😀'.repeat(200)}.tar.gz`);
    expect(clean).toMatch(/^(?:ü😀)+ü?\.gz$/u);
    expect(bytesOf(clean)).toBeLessThanOrEqual(255);
    expect(bytesOf(clean)).toBeGreaterThan(245);
  });

  it('has no extension to keep that is longer than 16', () => {
    const clean = cleanFileName(`a.${'x'.repeat(5_000)}`);
    expect(clean).toBe(`a.${'x'.repeat(253)}`);
  });

  it(`is safe whatever it was (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const parts = [
      '.',
      '..',
      '/',
      '\\',
      ' ',
      'con',
      'nul.',
      'a',
      '😀',
      '\u202e',
      '\u0000',
      ':',
      '~',
      'ü',
      '\ud800',
      '\u2028',
    ];
    for (let round = 0; round < 20_000; round += 1) {
      const name = Array.from({ length: random.int(0, 40) }, () => random.pick(parts)).join('');
      const clean = cleanFileName(name);
      const shown = JSON.stringify(name);
      expect(clean.length, shown).toBeGreaterThan(0);
      expect(bytesOf(clean), shown).toBeLessThanOrEqual(255);
      expect(clean, shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\:*?"<>|]/u);
      expect(clean, shown).not.toMatch(/^[.\s]|[.\s]$/);
      expect(clean, shown).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      expect(cleanFileName(clean), shown).toBe(clean);
    }
  });
});

describe('the type of a file', () => {
  it.for([
    ['image/png', 'image/png'],
    ['Text/HTML', 'text/html'],
    ['application/vnd.ms-excel.sheet+xml', 'application/vnd.ms-excel.sheet+xml'],
    ['text/html; charset=utf-8', ''],
    ['image/png\r\nx: y', ''],
    ['<script>', ''],
    ['', ''],
  ] as const)('%j becomes %j', ([type, clean]) => {
    expect(cleanFileType(type)).toBe(clean);
  });
});
