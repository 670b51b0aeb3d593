/** A file for each language, and what puts the words of a page's own over them. */
import type { LocaleModule } from '@lit/localize';

export const TRANSLATIONS: Readonly<Record<string, () => Promise<LocaleModule>>> = {
  ar: () => import('../locales/translations/ar.ts'),
  de: () => import('../locales/translations/de.ts'),
  es: () => import('../locales/translations/es.ts'),
  fr: () => import('../locales/translations/fr.ts'),
  he: () => import('../locales/translations/he.ts'),
  it: () => import('../locales/translations/it.ts'),
  ja: () => import('../locales/translations/ja.ts'),
  pt: () => import('../locales/translations/pt.ts'),
  tr: () => import('../locales/translations/tr.ts'),
  zh: () => import('../locales/translations/zh.ts'),
};

export function loadOwnTexts(): Promise<typeof import('../locales/own-texts.ts')> {
  return import('../locales/own-texts.ts');
}
