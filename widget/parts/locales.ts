/** Every language but English, which is the source. */
import type { LocaleModule } from '@lit/localize';

export const TRANSLATIONS: Readonly<Record<string, () => Promise<LocaleModule>>> = {
  de: () => import('../locales/translations/de.ts'),
};
