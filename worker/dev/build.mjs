/**
 * `npm run build`, on whatever Node is installed: hands over to build.ts on the pinned Node from node_modules, which runs
 * TypeScript as it is. Must not import anything that has to be installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pinnedNode = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;

const { status, error } = spawnSync(node, [`${root}worker/dev/build.ts`, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
if (error) console.error(`The build did not start: ${error.message}`);
process.exitCode = status ?? 1;
