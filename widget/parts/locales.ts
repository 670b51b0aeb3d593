/** Every language but English, which is the source, and the words of the page's own: most pages need neither. */
import type { LocaleModule } from '@lit/localize';

/** Those that there are translations for. The part knows their hashes, so that they cost nothing here. */
export const LANGUAGES: readonly string[] = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'pt', 'tr', 'zh'];

/** @param locale one of {@link LANGUAGES}, or with the words of the page's own one of them or English followed by `-x-own`. */
export async function loadTexts(locale: string): Promise<LocaleModule> {
  return (await import('../locales/texts.ts')).textsIn(locale);
}
