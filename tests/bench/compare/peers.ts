/** What p2p-call is compared with: installed beside the bench when it is asked for, never with the product. Knows no figure. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/tools.ts';

/** A package of its own: one in the folder of the bench would hide `#protocol`. */
export const peersRoot = join(root, 'tests', 'bench', 'peers');

/** Installs what the lock file of the bench says, where it is not there yet. @throws when that fails. */
export function ensurePeers(): void {
  const installed = join(peersRoot, 'node_modules', '.package-lock.json');
  const lock = join(peersRoot, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing what is compared (npm ci in tests/bench/peers): only now and when it changes.');
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: peersRoot, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('What is compared could not be installed; npm says why above.');
}

/** Where a package is. */
export const peerPath = (name: string, ...parts: readonly string[]): string =>
  join(peersRoot, 'node_modules', name, ...parts);

export function peerVersion(name: string): string {
  return (JSON.parse(readFileSync(peerPath(name, 'package.json'), 'utf8')) as { version: string }).version;
}
