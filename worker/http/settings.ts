/** What is the same for every setting that is read here: when it is one, and how a wrong one is told. Knows no setting. */

/** A setting that refuses everyone until it is mended. The message names it and holds nothing of its value. */
export class WrongSetting extends Error {}

/** Not set and set to nothing are the same: a line of `.dev.vars` may be left empty. */
export function isSet(text: unknown): boolean {
  return text !== undefined && !(typeof text === 'string' && text.trim() === '');
}
