/** What the laboratory needs of the machine, and how it comes there where we may install it. Knows no topology. */
import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findBrowser } from '../support/browsers.ts';
import { pythonPath } from './lab/emulator.ts';

interface Requirement {
  readonly name: string;
  readonly debianPackage: string;
  isThere(): boolean;
}

const starts = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).error === undefined;

const REQUIREMENTS: readonly Requirement[] = [
  { name: 'ip', debianPackage: 'iproute2', isThere: () => starts('ip', ['-V']) },
  { name: 'nft', debianPackage: 'nftables', isThere: () => starts('nft', ['--version']) },
  // Only the emulator is Python: Node has no AF_PACKET sockets.
  { name: 'python3', debianPackage: 'python3', isThere: () => starts(pythonPath(), ['--version']) },
  { name: 'turnserver', debianPackage: 'coturn', isThere: () => starts('turnserver', ['--version']) },
  { name: 'openssl', debianPackage: 'openssl', isThere: () => starts('openssl', ['version']) },
  { name: 'Chromium', debianPackage: 'chromium', isThere: () => findBrowser('chromium') !== null },
  { name: 'Firefox', debianPackage: 'firefox-esr', isThere: () => findBrowser('firefox') !== null },
];

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function install(packages: readonly string[]): void {
  console.log(`Installing the Debian packages ${packages.join(', ')}.`);
  const options: SpawnSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}

/** Namespaces need rights that a container may not have, also as root. */
function canMakeNamespaces(): boolean {
  const name = `p2p-call-lab-${process.pid}-try`;
  const { status } = spawnSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
  spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  return status === 0;
}

/** Why the laboratory cannot run here, in one line; null if it can. Installs what is missing as root on Debian.
 *  @param unneeded names of requirements that this run does without. */
export function reasonToSkip(unneeded: readonly string[] = []): string | null {
  if (process.platform !== 'linux') return 'it needs network namespaces, which only Linux has';
  if (process.getuid?.() !== 0) return 'it needs root, to make network namespaces';
  const needed = REQUIREMENTS.filter(({ name }) => !unneeded.includes(name));
  const missing = (): readonly Requirement[] => needed.filter((requirement) => !requirement.isThere());
  if (missing().length > 0 && isDebian()) install(missing().map(({ debianPackage }) => debianPackage));
  const names = missing().map(({ name, debianPackage }) => `${name} (Debian: ${debianPackage})`);
  if (names.length > 0) return `missing: ${names.join(', ')}`;
  return canMakeNamespaces()
    ? null
    : 'this machine does not allow network namespaces (a container without CAP_SYS_ADMIN?)';
}
