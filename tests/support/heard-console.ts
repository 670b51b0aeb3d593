/**
 * What the tests of one run have written to the console (a Worker's log, a page's, a test's), kept for the search that `npm test` makes
 * afterwards. Knows not what is searched for.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';

/** Names the file for Vitest's process; without it nothing is kept. */
export const CONSOLE_FILE_VARIABLE = 'P2P_CALL_CONSOLE_FILE';

/** For Vitest's `onConsoleLog`; everything is printed as before. */
export function hearConsole(text: string): void {
  const file = process.env[CONSOLE_FILE_VARIABLE];
  if (file !== undefined) appendFileSync(file, `${text.trimEnd()}\n`);
}

/** Gives back what was heard, and forgets it. */
export function takeHeard(file: string): string {
  const heard = existsSync(file) ? readFileSync(file, 'utf8') : '';
  rmSync(file, { force: true });
  return heard;
}
