import type { LocaleModule } from '@lit/localize';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { templates as german } from '../../../widget/locales/translations/de.ts';
import { textsIn } from '../../../widget/locales/texts.ts';
import { type Strings, speaking } from '../../../widget/locales/speaking.ts';

type Template = LocaleModule['templates'][string] | undefined;

function textOf(template: Template, values: readonly string[] = []): string | undefined {
  if (typeof template !== 'object') return template;
  const [first = '', ...others] = template.strings;
  return first + others.map((text, i) => `${values[Number(template.values[i])]}${text}`).join('');
}

/** What is shown with these values. */
async function shown(id: string, language = 'en', values: readonly string[] = []): Promise<string | undefined> {
  return textOf((await textsIn(`${language}-x-own`)).templates[id], values);
}

afterEach(() => {
  speaking.strings = null;
  vi.restoreAllMocks();
});

describe('the texts of a language', () => {
  it('are a file, and nothing more where no element has words of its own', async () => {
    speaking.strings = { join: 'Hop in' };
    expect((await textsIn('de')).templates).toBe(german);
  });

  it('are its own', async () => {
    expect(await shown('join', 'de')).toBe('Beitreten');
    expect(await shown('knock', 'fr', ['Ada'])).toBe('Ada souhaite entrer.');
  });

  it('are none where there is no translation, so that the source is shown', async () => {
    expect(await shown('join')).toBeUndefined();
    expect(await shown('constructor-of-nothing', 'de')).toBeUndefined();
  });
});

describe('the words of an element', () => {
  it('are over every language', async () => {
    speaking.strings = { join: 'Hop in', knock: 'Here comes {0}!' };
    expect(await shown('join', 'de')).toBe('Hop in');
    expect(await shown('join')).toBe('Hop in');
    expect(await shown('knock', 'fr', ['Ada'])).toBe('Here comes Ada!');
    expect(await shown('leave', 'de')).toBe('Gespräch verlassen');
  });

  it('are those of the element that speaks', async () => {
    const { templates } = await textsIn('de-x-own');
    speaking.strings = { join: 'One' };
    expect(textOf(templates['join'])).toBe('One');
    speaking.strings = { join: 'Two' };
    expect(textOf(templates['join'])).toBe('Two');
    speaking.strings = null;
    expect(textOf(templates['join'])).toBe('Beitreten');
  });

  it('may take the values in any order, twice or not at all', async () => {
    speaking.strings = { knocks: '{1} ({0}): {1}', 'kick-question': 'Sure?' };
    expect(await shown('knocks', 'en', ['2', 'Ada, Bob'])).toBe('Ada, Bob (2): Ada, Bob');
    expect(await shown('kick-question', 'en', ['Ada'])).toBe('Sure?');
  });

  it('keep other braces and dollars', async () => {
    speaking.strings = { join: '{name} {} $& {-1}' };
    expect(await shown('join')).toBe('{name} {} $& {-1}');
  });

  it.for([
    [{ 'no-such-text': 'x' }, 'there is no text "no-such-text"'],
    [{ constructor: 'x' }, 'there is no text "constructor"'],
    [{ leave: 7 }, '"leave" has to be a text'],
    [{ cancel: null }, '"cancel" has to be a text'],
    [{ send: ' ' }, '"send" has to be a text'],
    [{ more: 'More {0}' }, '"more" has no value {0}'],
    [{ knock: '{0} {1}' }, '"knock" has no value {1}'],
  ] as const)('leave out %o, and say so once', async ([wrong, warning]) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    for (let time = 0; time < 2; time += 1) {
      speaking.strings = { ...wrong, join: 'Hop in' } as unknown as Strings;
      expect(await shown('join', 'de')).toBe('Hop in');
      expect(await shown('leave', 'de')).toBe('Gespräch verlassen');
    }
    expect(warn.mock.calls).toEqual([[`p2p-call: strings: ${warning}`]]);
  });

  it.for(['a text', 7, undefined, []])('are none where they are %o', async (strings) => {
    speaking.strings = strings as unknown as Strings;
    expect(await shown('join', 'de')).toBe('Beitreten');
  });
});
