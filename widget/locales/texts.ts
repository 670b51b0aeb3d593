/** The texts of a language, as `@lit/localize` asks for them. Knows the hashes of them all, which the first screen need not. */
import type { LocaleModule } from '@lit/localize';
import { TRANSLATIONS, loadOwnTexts } from '../parts/translations.ts';

/** @param locale a language, followed by `-x-own` where an element has words of its own. */
export async function textsIn(locale: string): Promise<LocaleModule> {
  const [language = '', own] = locale.split('-x-');
  const { templates } = (await TRANSLATIONS[language]?.()) ?? { templates: {} };
  return { templates: own === undefined ? templates : (await loadOwnTexts()).withOwnTexts(templates) };
}
