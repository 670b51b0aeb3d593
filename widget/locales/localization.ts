/**
 * Which language the element speaks. English is the source, the others are loaded when they are needed. One language per page, because
 * that is how `@lit/localize` works. Must not know the element.
 */
import { configureLocalization } from '@lit/localize';
import { LANGUAGES, loadTexts } from '../parts/locales.ts';
import { speaking } from './speaking.ts';

const SOURCE_LOCALE = 'en';
/** After a language: with words of an element's own over it. */
const OWN = '-x-own';

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE_LOCALE,
  targetLocales: [SOURCE_LOCALE, ...LANGUAGES].flatMap((language) => [language, language + OWN]),
  loadLocale: loadTexts,
});

/** Languages written from right to left, by their subtag, and the scripts that force it (BCP 47). */
const RTL = /^(ar|arc|ckb|dv|fa|he|iw|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi)(-|$)|-(arab|hebr|syrc|thaa)(-|$)/i;

let hasOwnWords = false;
let missing = '';

/** @returns the translation for a language tag, `de` for `de-AT`; null where there is none. */
export function localeFor(lang: string): string | null {
  const [first = ''] = lang.trim().toLowerCase().split('-');
  // The older code of Hebrew (ISO 639, 1989), which some systems still give.
  const language = first === 'iw' ? 'he' : first;
  return language === SOURCE_LOCALE || LANGUAGES.includes(language) ? language : null;
}

/** @returns the writing direction of a language tag; null for the empty tag, where the page decides. */
export function directionOf(lang: string): 'ltr' | 'rtl' | null {
  if (lang.trim() === '') return null;
  return RTL.test(lang.trim()) ? 'rtl' : 'ltr';
}

/** The language of the texts at this moment: another one is asked for, loaded, and only then spoken. */
export function spokenLanguage(): string {
  return getLocale().slice(0, 2);
}

/** A time of day. English follows the browser's region, because most people who read English here live elsewhere. */
export function formatTime(time: Date): string {
  const language = spokenLanguage();
  // The digits are those of all other numbers that are shown, in Arabic too.
  const locales = language === SOURCE_LOCALE ? [] : `${language}-u-nu-latn`;
  return time.toLocaleTimeString(locales, { hour: '2-digit', minute: '2-digit' });
}

/** Switches to the language if there is a translation, otherwise to English; also where it cannot be loaded, which is said once. */
export async function useLocale(lang: string): Promise<void> {
  hasOwnWords ||= speaking.strings !== null;
  const language = localeFor(lang) ?? SOURCE_LOCALE;
  try {
    await setLocale(hasOwnWords ? language + OWN : language);
  } catch {
    if (missing !== language) console.warn(`p2p-call: the texts for "${language}" could not be loaded`);
    missing = language;
    // So that it can be asked for again.
    await setLocale(SOURCE_LOCALE);
  }
}
