import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify } from '../../../widget/data/chat.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const SEED = seedFromEnvironment();
const links = (text: string) => linkify(text).flatMap(({ url }) => url ?? []);
const joined = (text: string) =>
  linkify(text)
    .map((part) => part.text)
    .join('');

describe('a link', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://EXAMPLE.COM/Path', 'https://example.com/Path'],
    ['http://example.com:8080/a?b=c&d=e#f', 'http://example.com:8080/a?b=c&d=e#f'],
    ['http://localhost:8787/r/coffee', 'http://localhost:8787/r/coffee'],
    ['http://192.0.2.1/x', 'http://192.0.2.1/x'],
    ['http://[2001:db8::1]/x', 'http://[2001:db8::1]/x'],
    ['https://example.com/wiki/Bracket_(disambiguation)', 'https://example.com/wiki/Bracket_(disambiguation)'],
    ['https://münchen.example/straße', 'https://xn--mnchen-3ya.example/stra%C3%9Fe'],
    ['https://example.com/%20', 'https://example.com/%20'],
  ])('%s is one', (text, url) => {
    expect(linkify(text)).toEqual([{ text, url }]);
  });

  it('stands between plain parts', () => {
    expect(linkify('see https://a.example/x, and (http://b.example)!')).toEqual([
      { text: 'see ' },
      { text: 'https://a.example/x', url: 'https://a.example/x' },
      { text: ', and (' },
      { text: 'http://b.example', url: 'http://b.example/' },
      { text: ')!' },
    ]);
  });

  it.each([
    ['https://example.com.', 'https://example.com'],
    ['https://example.com/a.', 'https://example.com/a'],
    ['https://example.com/a...', 'https://example.com/a'],
    ['https://example.com/a?!', 'https://example.com/a'],
    ['https://example.com/a)', 'https://example.com/a'],
    ['(https://example.com/a).', 'https://example.com/a'],
    ['[https://example.com/a]', 'https://example.com/a'],
    ['https://example.com/a(b)', 'https://example.com/a(b)'],
    ['https://example.com/a(b))', 'https://example.com/a(b)'],
    ['https://example.com/((((', 'https://example.com/(((('],
    ['"https://example.com/a"', 'https://example.com/a'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['**https://example.com/a**', 'https://example.com/a'],
    ['https://example.com/a\u2026', 'https://example.com/a'],
  ])('in %j is %j', (text, link) => {
    expect(
      linkify(text)
        .filter(({ url }) => url !== undefined)
        .map((part) => part.text),
    ).toEqual([link]);
    expect(joined(text)).toBe(text);
  });

  it('ends at a line end, a tab and a space', () => {
    expect(links('https://a.example\nhttps://b.example\thttps://c.example d')).toHaveLength(3);
  });
});

describe('what only looks like a link', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'javascript:/*https*/alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD4=',
    'vbscript:msgbox(1)',
    'blob:https',
    'file:///etc/passwd',
    'ftp://example.com/',
    'about:blank',
    'intent://scan/#Intent;scheme=zxing;end',
    'ws://example.com',
    '//example.com',
    'www.example.com',
    'https:example.com',
    'https:/example.com',
    'https://',
    'https://.',
    'https:// example.com',
    'xhttps://example.com',
    'http://user:password@example.com/',
    'https://bank.example@evil.example/',
    'https://%zz/',
    'https://example.com:99999/',
    'mailto:a@example.com',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '"><svg/onload=alert(1)>',
    '[x](javascript:alert(1))',
    '&#106;avascript:alert(1)',
  ])('%s stays text', (text) => {
    expect(linkify(text)).toEqual([{ text }]);
  });

  it.each([
    ['a quote', 'https://example.com/"onmouseover="alert(1)', 'https://example.com/'],
    ['a single quote', "https://example.com/'onmouseover='alert(1)", 'https://example.com/'],
    ['a bracket', 'https://example.com/<script>alert(1)</script>', 'https://example.com/'],
    ['a backtick', 'https://example.com/`x`', 'https://example.com/'],
    ['a backslash', 'https://example.com\\@evil.example/', 'https://example.com/'],
    ['a right-to-left override', 'https://example.com/\u202egpj.exe', 'https://example.com/'],
    ['an isolate', 'https://example.com/\u2066x\u2069', 'https://example.com/'],
    ['a zero-width space', 'https://example\u200b.com', 'https://example/'],
    ['a soft hyphen', 'https://exam\u00adple.com', 'https://exam/'],
    ['a null', 'https://example.com/\u0000x', 'https://example.com/'],
    ['a lone surrogate pair half', 'https://example.com/a b', 'https://example.com/a'],
  ])('%s ends a link', (_, text, url) => {
    expect(links(text)).toEqual([url]);
    expect(joined(text)).toBe(text);
  });

  it('an address of more than 2048 characters stays text', () => {
    expect(links(`https://example.com/${'x'.repeat(2_028)}`)).toHaveLength(1);
    expect(links(`https://example.com/${'x'.repeat(2_029)}`)).toEqual([]);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      'http://',
      'https://',
      'javascript:',
      'a.example',
      '@',
      '(',
      ')',
      '[',
      ']',
      '.',
      '\u202e',
      '"',
      '<',
      '\\',
      ' ',
    ),
  );

  it(`is kept whole, and every link is plain http or https (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(joined(text)).toBe(text);
        for (const { text: shown, url } of linkify(text)) {
          expect(shown).not.toBe('');
          if (url === undefined) continue;
          const { protocol, username, password, href } = new URL(url);
          expect(['http:', 'https:']).toContain(protocol);
          expect(username + password).toBe('');
          expect(href).toBe(url);
          expect(shown).toMatch(/^https?:\/\/[^\s<>"'`\\\u202a-\u202e\u2066-\u2069]+$/i);
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it.each([
    ['brackets', `https://a.example/${'('.repeat(400_000)}${')'.repeat(400_000)}`],
    ['dots', `https://a.example/${'.'.repeat(800_000)}`],
    ['schemes', 'http://'.repeat(100_000)],
    ['almost schemes', 'https:/'.repeat(100_000)],
    ['links', 'http://a.b '.repeat(20_000)],
  ])('of many %s takes time in proportion to its length', (_, text) => {
    // The shortest of some runs: the others were interrupted.
    const time = (input: string): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const startMs = performance.now();
          expect(joined(input)).toBe(input);
          return performance.now() - startMs;
        }),
      );
    const eighthMs = time(text.slice(0, text.length / 8));
    // Quadratic would be 64 times as long; the bound leaves room for a busy machine.
    expect(time(text)).toBeLessThan(eighthMs * 30 + 50);
  });
});
