/**
 * Makes sure that the browsers the tests need are there: those found, else Playwright's own Chromium, else as root on Debian its
 * packages, else words that say what to install. Knows nothing of tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { BROWSER_VARIABLES, findBrowser } from './browsers.ts';
import type { BrowserName } from './browsers.ts';
import { runTool } from './tools.ts';

const DEBIAN_PACKAGES: Readonly<Record<BrowserName, string>> = { chromium: 'chromium', firefox: 'firefox-esr' };

const ADVICE: Readonly<Record<BrowserName, string>> = {
  chromium: 'Install Chrome, Chromium or Edge, or name one: CHROMIUM_PATH=/path/to/chrome npm test',
  firefox: 'Install Firefox, or name one: FIREFOX_PATH=/path/to/firefox npm test',
};

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get') || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function installDebianPackages(packages: readonly string[]): void {
  console.log(`Installing the Debian packages ${packages.join(' and ')}: only now. This takes about a minute.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) return;
  }
}

/**
 * Finds or installs the browsers and names them in the environment of everything started from here on.
 * @throws if one is missing and cannot be installed; the message says what to install.
 */
export async function ensureBrowsers(names: readonly BrowserName[]): Promise<void> {
  if (names.includes('chromium') && findBrowser('chromium') === null) {
    console.log("No Chrome, Chromium or Edge is installed; trying to download Playwright's Chromium.");
    await runTool('playwright', ['install', 'chromium'], { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' });
  }
  const missing = names.filter((name) => findBrowser(name) === null);
  if (missing.length > 0 && isRootOnDebian()) installDebianPackages(missing.map((name) => DEBIAN_PACKAGES[name]));
  for (const name of names) {
    const path = findBrowser(name);
    if (path === null) throw new Error(`The tests need a browser that is not here. ${ADVICE[name]}`);
    process.env[BROWSER_VARIABLES[name]] = path;
  }
}
