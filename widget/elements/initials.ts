/** What stands for a person without a picture: initials and a colour that stays the same for the same person. */

/** How many avatar colours the style sheet has. */
export const AVATAR_COLOR_COUNT = 8;

/** First letters of the first and the last word, whole characters, upper case; '' where a name has no letter or digit. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_.-]+/u).flatMap((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(word) ?? []);
  const [first = '', ...others] = words;
  return (first + (others.at(-1) ?? '')).toLocaleUpperCase();
}

/** FNV-1a: even over short, similar names. @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
export function avatarColorOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % AVATAR_COLOR_COUNT;
}
