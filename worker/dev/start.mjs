/**
 * `npm start`: on a fresh clone this is the one command. Plain JavaScript for Node 20 or later; it only makes the packages
 * available and hands over to `serve.ts` on the pinned Node.
 */
import { ensureInstalled, runPinned } from './install.mjs';

ensureInstalled();
runPinned('worker/dev/serve.ts', process.argv.slice(2));
