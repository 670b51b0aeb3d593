/** A file name in two pieces, so that a narrow box can leave out the middle: the extension says what a file is. */

/** Longer ones are no extension but the end of a sentence, in UTF-16 code units. */
const MAX_EXTENSION_LENGTH = 17;

/** @returns what may be cut, and the extension with its dot, '' where there is none. Cut nowhere else: letters may be joined. */
export function fileNameParts(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.length - dot > MAX_EXTENSION_LENGTH) return [name, ''];
  return [name.slice(0, dot), name.slice(dot)];
}

/** For a sentence: whatever direction the name has, the words around it stay where they are.
 *  @see https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
