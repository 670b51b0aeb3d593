/** Puts sentences together, as the language does. Knows none. */
import { spokenLanguage } from './localization.ts';

/** @param title a sentence without its full stop. @param next what comes after it, if anything. */
export function sentences(title: string, next = ''): string {
  return ['ja', 'zh'].includes(spokenLanguage()) ? `${title}。${next}` : `${title}. ${next}`.trim();
}
