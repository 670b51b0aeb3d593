/** What of a visitor's words may be pressed: the page, if it is one, and a way to answer, if it is one. Pure, for hostile texts. */

/** Nothing in it that a browser reads in another way (backslash), or that makes an address look like another one. */
const PAGE = /^https?:\/\/[^\s\p{C}\p{Default_Ignorable_Code_Point}<>"'`\\^{|}]+$/iu;

/** One address and nothing else; narrower than RFC 5321, because what is left out stays readable as text. */
const MAIL = /^[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;
const PHONE = /^\+?[\d\s()./-]{5,32}$/;
const MIN_DIGITS = 5;

/** @returns the address, normalised, where the whole text is one of http or https; otherwise null. */
export function pageHref(url: string): string | null {
  if (!PAGE.test(url) || !URL.canParse(url)) return null;
  const { href, username, password } = new URL(url);
  // A user name before the host (https://bank.example@evil.example) has no use but to mislead.
  return username === '' && password === '' ? href : null;
}

/** @returns a `mailto:` or a `tel:` where the whole text is an address or a number; otherwise null. */
export function contactHref(contact: string): string | null {
  const text = contact.trim();
  if (MAIL.test(text)) return `mailto:${text}`;
  const digits = text.replaceAll(/\D/g, '');
  if (!PHONE.test(text) || digits.length < MIN_DIGITS) return null;
  return `tel:${text.startsWith('+') ? '+' : ''}${digits}`;
}
