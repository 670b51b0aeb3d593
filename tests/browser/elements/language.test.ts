/** Which words stand in the element: those of its language, as soon as they are loaded, and its own over them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useLocale } from '../../../widget/locales/localization.ts';
import { LANGUAGES } from '../../../widget/parts/locales.ts';
import { TRANSLATIONS } from '../../../widget/parts/translations.ts';
import { find, mount, mountScene } from './support/mount.ts';

const RIGHT_TO_LEFT = ['ar', 'he'];

const joinText = (element: Parameters<typeof find>[0]): string =>
  find(element, '[part~="button-join"]').textContent.trim();

afterEach(async () => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  await useLocale('en');
});

describe('a language', () => {
  it.for([...LANGUAGES])('%s is loaded, spoken, and written in its direction', async (lang) => {
    const { element } = await mount({ lang });
    const join = (await TRANSLATIONS[lang]?.())?.templates['join'];
    expect(join).toBeTypeOf('string');
    await vi.waitFor(() => expect(joinText(element)).toBe(join));
    expect(find(element, '.panel').lang).toBe(lang);
    expect(find(element, '.panel').dir).toBe(RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr');
  });

  it('follows the attribute while the call goes on', async () => {
    const { element } = await mountScene('connected', { lang: 'de' });
    const leave = find(element, '[part~="button-leave"]');
    const label = (): string | null => leave.getAttribute('aria-label');
    await vi.waitFor(() => expect(label()).toBe('Gespräch verlassen'));
    element.lang = 'fr-CA';
    await vi.waitFor(() => expect(label()).toBe('Quitter l’appel'));
    element.lang = 'en';
    await vi.waitFor(() => expect(label()).toBe('Leave the call'));
    expect(find(element, '.panel').lang).toBe('en');
  });

  it('that was asked for last is spoken, whichever comes first', async () => {
    const { element } = await mount({ lang: 'de' });
    element.lang = 'en';
    await element.updateComplete;
    await TRANSLATIONS['de']?.();
    await useLocale('en');
    await element.updateComplete;
    expect(joinText(element)).toBe('Join');
  });

  it('without a translation is spoken in English, and says so to screen readers', async () => {
    const { element } = await mount({ lang: 'sv' });
    await element.updateComplete;
    expect(joinText(element)).toBe('Join');
    expect(find(element, '.panel').lang).toBe('en');
  });

  it('that cannot be loaded leaves English, is said once, and may be asked for again', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const load = vi.spyOn(TRANSLATIONS, 'tr').mockRejectedValue(new TypeError('gone'));
    const { element } = await mount({ lang: 'tr' });
    await mount({ lang: 'tr' });
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce());
    expect(warn.mock.calls[0]?.[0]).toBe('p2p-call: the texts for "tr" could not be loaded');
    expect(joinText(element)).toBe('Join');
    load.mockRestore();
    element.lang = '';
    await element.updateComplete;
    element.lang = 'tr';
    await vi.waitFor(() => expect(joinText(element)).toBe('Katıl'));
    expect(warn).toHaveBeenCalledOnce();
  });

  it('shows what has no translation yet in English', async () => {
    const { templates } = (await TRANSLATIONS['it']?.()) ?? { templates: {} };
    vi.spyOn(TRANSLATIONS, 'it').mockResolvedValue({ templates: { ...templates, join: '' } });
    const { element } = await mount({ lang: 'it' });
    await vi.waitFor(() => expect(find(element, '.title').textContent).toBe('Vuoi partecipare?'));
    expect(joinText(element)).toBe('Join');
  });
});

describe('strings', () => {
  it('are said instead of the words of the language, change at once, and go again', async () => {
    const { element } = await mount();
    element.strings = { join: 'Hop in' };
    await vi.waitFor(() => expect(joinText(element)).toBe('Hop in'));
    element.lang = 'de';
    await vi.waitFor(() => expect(find(element, '.title').textContent).toBe('Bereit zum Beitreten?'));
    expect(joinText(element)).toBe('Hop in');
    element.strings = { join: 'Los' };
    await element.updateComplete;
    expect(joinText(element)).toBe('Los');
    element.strings = null;
    await element.updateComplete;
    expect(joinText(element)).toBe('Beitreten');
  });

  it('belong to their element', async () => {
    const { element: one } = await mount();
    const { element: two, call } = await mountScene('connected');
    one.strings = { join: 'Hop in' };
    two.strings = { leave: 'Bye', 'say-participant-left': '{0} is off.' };
    await vi.waitFor(() => expect(joinText(one)).toBe('Hop in'));
    await vi.waitFor(() => expect(find(two, '[part~="button-leave"]').getAttribute('aria-label')).toBe('Bye'));
    one.requestUpdate();
    await one.updateComplete;
    const [participant] = call.participants.values();
    call.fire('p2p-participant-leave', { participant: participant!, reason: 'user_left' });
    await vi.waitFor(() => expect(find(two, '[role="status"]').textContent).toBe('Bob is off.'));
    expect(joinText(one)).toBe('Hop in');
  });

  it('are text, never markup', async () => {
    const { element } = await mount();
    element.strings = { join: '<b>Hop in</b>' };
    await vi.waitFor(() => expect(joinText(element)).toBe('<b>Hop in</b>'));
  });

  it('that are wrong are left out with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { element } = await mount();
    Object.assign(element, { strings: { 'not-there': 'x', 'prejoin-title': 'Well?', join: 3 } });
    await vi.waitFor(() => expect(find(element, '.title').textContent).toBe('Well?'));
    expect(joinText(element)).toBe('Join');
    expect(warn.mock.calls.flat()).toEqual([
      'p2p-call: strings: there is no text "not-there"',
      'p2p-call: strings: "join" has to be a text',
    ]);
  });
});
