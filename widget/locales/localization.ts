/**
 * Which language the element speaks. English is the source, the others are loaded when they are needed. One language per page, because
 * that is how `@lit/localize` works. Must not know the element.
 */
import { configureLocalization } from '@lit/localize';
import { TRANSLATIONS } from '../parts/locales.ts';

const SOURCE_LOCALE = 'en';

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE_LOCALE,
  targetLocales: Object.keys(TRANSLATIONS),
  loadLocale: (locale) => TRANSLATIONS[locale]?.() ?? Promise.reject(new Error(`no locale ${locale}`)),
});

/** Languages written from right to left, by their subtag, and the scripts that force it (BCP 47). */
const RTL = /^(ar|arc|ckb|dv|fa|he|iw|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi)(-|$)|-(arab|hebr|syrc|thaa)(-|$)/i;

/** @returns the translation for a language tag, `de` for `de-AT`; null where there is none. */
export function localeFor(lang: string): string | null {
  const language = lang.trim().toLowerCase().split('-')[0] ?? '';
  return language === SOURCE_LOCALE || Object.hasOwn(TRANSLATIONS, language) ? language : null;
}

/** @returns the writing direction of a language tag; null for the empty tag, where the page decides. */
export function directionOf(lang: string): 'ltr' | 'rtl' | null {
  if (lang.trim() === '') return null;
  return RTL.test(lang.trim()) ? 'rtl' : 'ltr';
}

/** A time of day. English follows the browser's region, because most people who read English here live elsewhere. */
export function formatTime(time: Date): string {
  const locale = getLocale();
  return time.toLocaleTimeString(locale === SOURCE_LOCALE ? [] : locale, { hour: '2-digit', minute: '2-digit' });
}

/** Switches to the language if there is a translation, otherwise to English. */
export async function useLocale(lang: string): Promise<void> {
  const locale = localeFor(lang) ?? SOURCE_LOCALE;
  if (locale !== getLocale()) await setLocale(locale);
}
