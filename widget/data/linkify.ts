/**
 * Finds the links in a chat text. Pure and linear in its length; only absolute http and https addresses become links, and
 * what a person reads is exactly what was written. Must not know how links are shown.
 */

export interface TextPart {
  readonly text: string;
  /** Absolute, normalised, http or https; only links have it. */
  readonly url?: string;
}

/** Longer addresses stay text. */
const MAX_URL_LENGTH = 2048;

/** An address ends before spaces, quotes, angle brackets, backslash (browsers read it as a slash), controls, and everything
 *  invisible or that turns the direction of writing, with which a text can look like another one. */
const CANDIDATE = /\bhttps?:\/\/[^\s\p{C}\p{Default_Ignorable_Code_Point}<>"'`\\^{|}]+/giu;

const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Length without the punctuation that belongs to the sentence: dots and the like, and brackets that were opened before. */
function trimmedLength(candidate: string): number {
  const surplus = new Map<string, number>();
  for (const character of candidate) {
    const opening = CLOSING.get(character);
    if (opening !== undefined) surplus.set(opening, (surplus.get(opening) ?? 0) + 1);
    else if ('(['.includes(character)) surplus.set(character, (surplus.get(character) ?? 0) - 1);
  }
  let { length } = candidate;
  for (; length > 0; length -= 1) {
    const last = candidate.charAt(length - 1);
    if ('.,;:!?*_~\u2026'.includes(last)) continue;
    const opening = CLOSING.get(last);
    const count = opening === undefined ? 0 : (surplus.get(opening) ?? 0);
    if (opening === undefined || count <= 0) break;
    surplus.set(opening, count - 1);
  }
  return length;
}

function hrefOf(candidate: string): string | null {
  if (candidate.length > MAX_URL_LENGTH || !URL.canParse(candidate)) return null;
  const url = new URL(candidate);
  // A user name before the host (https://bank.example@evil.example) has no use but to mislead.
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hostname !== '';
  return isPlain ? url.href : null;
}

/** Splits `text` into plain parts and links; their texts joined are `text` again. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = candidate.slice(0, trimmedLength(candidate));
    const url = hrefOf(link);
    if (url === null) continue;
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push({ url, text: link });
    end = index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}
