/** A moment as a person reads it: the time of today, with the day of any other. */
import { formatTime, spokenLanguage } from '../locales/localization.ts';

/** @param at in ms since the epoch. @param nowMs the same. */
export function momentText(at: number, nowMs: number): string {
  const date = new Date(at);
  const time = formatTime(date);
  if (date.toDateString() === new Date(nowMs).toDateString()) return time;
  const language = spokenLanguage();
  // As formatTime has it.
  const locales = language === 'en' ? [] : `${language}-u-nu-latn`;
  return `${date.toLocaleDateString(locales, { day: 'numeric', month: 'short' })}, ${time}`;
}
