/** Makes a name that somebody else chose safe to show. */
import { MAX_NAME_LENGTH } from '#protocol';

/** Controls, halves of pairs, and whatever is invisible or turns the direction of writing: it could hide text, reorder what stands
 *  beside the name, or be a name that nobody sees. Only the marks that choose the shape of the character before them stay. */
const INVISIBLE = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The name without control, invisible and bidirectional characters, single spaces, at most 64 UTF-16 code units; '' stays ''. */
export function cleanName(name: string): string {
  const clean = name.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  if (clean.length <= MAX_NAME_LENGTH) return clean;
  const cut = clean.slice(0, MAX_NAME_LENGTH);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
