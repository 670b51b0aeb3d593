import { describe, expect, it } from 'vitest';
import { directionOf, localeFor } from '../../../widget/locales/localization.ts';
import { LANGUAGES } from '../../../widget/parts/locales.ts';
import { TRANSLATIONS } from '../../../widget/parts/translations.ts';
import { SOURCES, messagesOfSource } from './support/source-messages.ts';

const source = messagesOfSource();

/** A translation by id, as `{0}` for its first value. */
async function translation(language: string): Promise<ReadonlyMap<string, string>> {
  const { templates } = (await TRANSLATIONS[language]?.()) ?? { templates: {} };
  const texts = Object.entries(templates).map(([id, template]): [string, string] => {
    if (typeof template === 'string') return [id, template];
    const [first = '', ...others] = template.strings;
    return [id, first + others.map((text, i) => `{${String(template.values[i])}}${text}`).join('')];
  });
  return new Map(texts);
}

const valuesIn = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(String).sort();

/** Words that are the same in the language, by id. */
const AS_IN_ENGLISH: Readonly<Record<string, readonly string[]>> = {
  de: ['chat', 'test-home', 'test-state-failed'],
  es: ['agent-notices-no', 'chat'],
  fr: ['chat', 'desk-message', 'message', 'messages', 'reaction-surprise', 'test-state-passed'],
  it: ['agent-notices-no', 'chat', 'file-label', 'test-state-passed'],
  pt: ['chat', 'layout'],
};

/** Buttons by what is written on them, and by their name for a screen reader. @see https://www.w3.org/TR/WCAG22/#label-in-name */
const NAMED_BUTTONS = [
  ['admit', 'admit-name'],
  ['reject', 'reject-name'],
  ['banner-sharing-stop', 'screenshare-stop'],
  ['banner-sharing-stop', 'recording-stop'],
  ['file-accept', 'file-accept-name'],
  ['file-save', 'file-save-name'],
  ['files-show', 'files-show-label'],
  ['retry', 'file-retry'],
  ['agent-answer', 'agent-answer-name'],
  ['agent-done', 'agent-done-name'],
] as const;

describe('the source', () => {
  it('gives every message an id', () => {
    const calls = SOURCES.join('\n').match(/\bmsg\(/g)?.length ?? 0;
    const ids = SOURCES.join('\n').match(/\bid: '[\w-]+',?\s*\}/g)?.length ?? 0;
    expect(ids).toBe(calls);
  });
});

it('every language has a file, and every file is one', () => {
  expect(Object.keys(TRANSLATIONS)).toEqual([...LANGUAGES]);
});

describe.for([...LANGUAGES])('in %s', (language) => {
  it('is every message, and none that is gone', async () => {
    expect([...(await translation(language)).keys()].sort()).toEqual([...source.keys()].sort());
  });

  it('every message takes its values, each once', async () => {
    for (const [id, text] of await translation(language)) {
      expect([id, ...valuesIn(text)]).toEqual([id, ...valuesIn(source.get(id)?.text ?? '')]);
    }
  });

  it('nothing is left in English', async () => {
    const same = [...(await translation(language))].filter(([id, text]) => text === source.get(id)?.text);
    expect(same.map(([id]) => id)).toEqual(AS_IN_ENGLISH[language] ?? []);
  });

  it('who speaks to the browser says what is written on a button', async () => {
    const texts = await translation(language);
    for (const [written, named] of NAMED_BUTTONS) {
      const name = texts.get(named)?.toLocaleLowerCase(language);
      expect(name).toContain(texts.get(written)?.toLocaleLowerCase(language));
    }
  });

  it('sentences end as they do in English, and quotes are those of print', async () => {
    const ends: [string, RegExp][] = [
      ['.', /[.。]$/],
      ['?', /[?？؟]$/],
      ['…', /…$/],
    ];
    for (const [id, text] of await translation(language)) {
      expect(`${id}: ${text}`).not.toMatch(/["'`]|\.\.\.|\s$|: $| {2}/);
      for (const [end, pattern] of ends) {
        const isSentence = source.get(id)?.text.endsWith(end);
        expect(`${id}: ${text} ${pattern.test(text)}`).toBe(`${id}: ${text} ${isSentence}`);
      }
    }
  });
});

describe('localeFor', () => {
  it.for([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['EN-gb', 'en'],
    ['pt-BR', 'pt'],
    ['pt-PT', 'pt'],
    ['fr-CA', 'fr'],
    ['es-MX', 'es'],
    ['es-419', 'es'],
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh'],
    ['zh-Hant-HK', 'zh'],
    ['he-IL', 'he'],
    ['iw', 'he'],
    ['ar-EG', 'ar'],
    ['sv', null],
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
    ['iw', 'rtl'],
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
