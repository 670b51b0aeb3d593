/** Names in a sentence. Knows nothing of whose they are. */

/** One after the other, in the order of the language around them, each in its own direction.
 *  @see https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates */
export function namesText(names: readonly string[]): string {
  return names.map((name) => `\u2068${name}\u2069`).join(', ');
}
