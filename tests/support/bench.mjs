/**
 * `npm run bench`: measures. Plain JavaScript for Node 20 or later; it only makes the packages available and
 * hands over to `tests/bench/run-bench.ts` on the pinned Node.
 */
import { ensureInstalled, runPinned } from '../../worker/dev/install.mjs';

ensureInstalled();
runPinned('tests/bench/run-bench.ts', process.argv.slice(2));
