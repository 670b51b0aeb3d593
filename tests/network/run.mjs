/**
 * `npm run test:network`: the network laboratory. Plain JavaScript for Node 20 or later; it only makes the packages available and
 * hands over to `run-network.ts` on the pinned Node.
 */
import { ensureInstalled, runPinned } from '../../worker/dev/install.mjs';

ensureInstalled();
runPinned('tests/network/run-network.ts', process.argv.slice(2));
