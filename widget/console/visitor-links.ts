/** What of a visitor's words may be pressed: the page, if it is one, and a way to answer, if it is one. Pure, for hostile texts. */
import { linkify } from '../data/linkify.ts';

/** One address and nothing else; narrower than RFC 5321, because what is left out stays readable as text. */
const MAIL = /^[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;
const PHONE = /^\+?[\d\s()./-]{5,32}$/;
const MIN_DIGITS = 5;

/** @returns the address, normalised, where the whole text is one of http or https; otherwise null. */
export function pageHref(url: string): string | null {
  const [first, second] = linkify(url);
  return first?.url !== undefined && second === undefined ? first.url : null;
}

/** @returns a `mailto:` or a `tel:` where the whole text is an address or a number; otherwise null. */
export function contactHref(contact: string): string | null {
  const text = contact.trim();
  if (MAIL.test(text)) return `mailto:${text}`;
  const digits = text.replaceAll(/\D/g, '');
  if (!PHONE.test(text) || digits.length < MIN_DIGITS) return null;
  return `tel:${text.startsWith('+') ? '+' : ''}${digits}`;
}
