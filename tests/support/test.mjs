/**
 * `npm test`: installs what is missing, finds the browsers, builds, runs every lane. Plain JavaScript for Node 20 or later; it
 * only makes the packages available and hands over to `run-tests.ts` on the pinned Node.
 */
import { ensureInstalled, runPinned } from '../../worker/dev/install.mjs';

ensureInstalled();
runPinned('tests/support/run-tests.ts', process.argv.slice(2));
