import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directionOf, localeFor } from '../../../widget/locales/localization.ts';
import { templates as german } from '../../../widget/locales/translations/de.ts';

const ROOT = new URL('../../../widget/', import.meta.url);
const SOURCES = ['elements/', 'locales/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(folder + file, ROOT), 'utf8')),
);

/** Every message of the source by id: its text, and how many values it takes. */
function messagesOfSource(): Map<string, { text: string; valueCount: number }> {
  const messages = new Map<string, { text: string; valueCount: number }>();
  const call = /msg\(\s*(?:'((?:[^'\\]|\\.)*)'|str`([^`]*)`),\s*\{\s*id: '([\w-]+)',?\s*\}/g;
  for (const [, plain, withValues, id] of SOURCES.flatMap((source) => [...source.matchAll(call)])) {
    const text = plain ?? withValues ?? '';
    const valueCount = withValues === undefined ? 0 : (withValues.match(/\$\{/g)?.length ?? 0);
    const known = messages.get(id ?? '');
    if (known && known.text !== text) throw new Error(`id ${id} has two texts: ${known.text} / ${text}`);
    messages.set(id ?? '', { text, valueCount });
  }
  return messages;
}

describe('the source', () => {
  it('gives every message an id', () => {
    const calls = SOURCES.join('\n').match(/\bmsg\(/g)?.length ?? 0;
    const ids = SOURCES.join('\n').match(/\bid: '[\w-]+',?\s*\}/g)?.length ?? 0;
    expect(ids).toBe(calls);
  });
});

describe('German', () => {
  const source = messagesOfSource();

  it('has every message, and none that is gone', () => {
    expect(Object.keys(german).sort()).toEqual([...source.keys()].sort());
  });

  it('takes the same values', () => {
    for (const [id, { valueCount }] of source) {
      const translated = german[id];
      const used = typeof translated === 'object' && 'strTag' in translated ? translated.values.length : 0;
      expect(`${id} ${used}`).toBe(`${id} ${valueCount}`);
    }
  });
});

describe('localeFor', () => {
  it.for([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['EN-gb', 'en'],
    ['fr', null],
    ['', null],
    ['__proto__', null],
    ['constructor', null],
  ] as const)('of "%s" is %s', ([lang, expected]) => {
    expect(localeFor(lang)).toBe(expected);
  });
});

describe('directionOf', () => {
  it.for([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa', 'rtl'],
    ['az-Arab', 'rtl'],
    ['en', 'ltr'],
    ['arn', 'ltr'],
    ['hu', 'ltr'],
    ['', null],
  ] as const)('of "%s" is %s', ([lang, expected]) => {
    expect(directionOf(lang)).toBe(expected);
  });
});
