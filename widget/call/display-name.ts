/** Makes a name that somebody else chose safe to show. */
import { MAX_NAME_LENGTH } from '#protocol';

/** C0 and C1 controls, zero-width and bidirectional marks: they could hide text or reorder what stands beside the name. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The name without control and bidirectional characters, single spaces, at most 64 UTF-16 code units; '' stays ''. */
export function cleanName(name: string): string {
  const clean = name.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  if (clean.length <= MAX_NAME_LENGTH) return clean;
  const cut = clean.slice(0, MAX_NAME_LENGTH);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
