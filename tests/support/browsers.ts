/**
 * Where the browsers of this machine are: named by the environment, installed, or Playwright's own. Looks only; `install-browsers.ts`
 * installs. Knows nothing of tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium as playwrightChromium } from 'playwright';

export type BrowserName = 'chromium' | 'firefox';

/** The variable that names the program, for those who want another one than we would find. */
export const BROWSER_VARIABLES: Readonly<Record<BrowserName, string>> = {
  chromium: 'CHROMIUM_PATH',
  firefox: 'FIREFOX_PATH',
};

const COMMANDS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    ...['microsoft-edge-stable', 'microsoft-edge', 'chrome.exe', 'msedge.exe'],
  ],
  firefox: ['firefox-esr', 'firefox', 'firefox.exe'],
};

const MAC_PROGRAMS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['Firefox.app/Contents/MacOS/firefox'],
};

const WINDOWS_PROGRAMS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
};

/** Every place where a browser of this kind may be, the most likely first. */
function candidates(name: BrowserName): string[] {
  const onPath = (process.env['PATH'] ?? process.env['Path'] ?? '').split(delimiter);
  const fromPath = COMMANDS[name].flatMap((command) => onPath.map((directory) => join(directory, command)));
  if (process.platform === 'darwin') {
    const folders = ['/Applications', join(homedir(), 'Applications')];
    return [...MAC_PROGRAMS[name].flatMap((program) => folders.map((folder) => join(folder, program))), ...fromPath];
  }
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap(
      (variable) => process.env[variable] ?? [],
    );
    return [
      ...WINDOWS_PROGRAMS[name].flatMap((program) => folders.map((folder) => join(folder, program))),
      ...fromPath,
    ];
  }
  return [...fromPath, ...COMMANDS[name].map((command) => join('/snap/bin', command))];
}

/** Whether it is there and starts: a downloaded browser without its system libraries is there but does not. */
function works(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/**
 * The path of a browser that starts, or null. Firefox is always a stock one: Playwright's is patched and does not speak WebDriver BiDi.
 * @throws if the environment names a program that does not start.
 */
export function findBrowser(name: BrowserName): string | null {
  const variable = BROWSER_VARIABLES[name];
  const named = process.env[variable];
  if (named) {
    if (works(named)) return named;
    throw new Error(`${variable} names ${named}, which does not start.`);
  }
  const installed = candidates(name).find(works);
  if (installed !== undefined) return installed;
  if (name === 'firefox') return null;
  const downloaded = playwrightChromium.executablePath();
  return works(downloaded) ? downloaded : null;
}
