/**
 * `npm run check`: everything that must hold before a change is merged. Plain JavaScript for Node 20 or later; it only makes
 * the packages available and hands over to `run-checks.ts` on the pinned Node.
 */
import { ensureInstalled, runPinned } from '../../worker/dev/install.mjs';

ensureInstalled();
runPinned('tests/support/run-checks.ts', process.argv.slice(2));
