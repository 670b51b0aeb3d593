/**
 * Makes a fresh clone runnable: installs the packages when they are missing or older than the lock file, and starts the
 * pinned Node from among them. Plain JavaScript for Node 20 or later without any dependency, because it runs before
 * anything is installed; it must not know what is started afterwards.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the working tree. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const OLDEST_NODE_MAJOR = 20;
const lockFile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const installedLockFile = join(modules, '.package-lock.json');
const stampFile = join(modules, '.p2p-call-lock-hash');
const windows = process.platform === 'win32';
const pinnedNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** Says why in words and ends the process: these are the faults a person has to mend. */
export function fail(reason) {
  console.error(`\n${reason}\n`);
  process.exit(1);
}

/** Whether `node_modules` is what the lock file says: by the hash kept at the last installation, or npm installed it later. */
function isInstalled(hash) {
  if (!existsSync(installedLockFile) || !existsSync(pinnedNode)) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  return statSync(installedLockFile).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** npm by the script that started us, where there is one: on Windows `npm` is a batch file, which cannot be spawned directly. */
function runNpm(args) {
  const npmScript = process.env.npm_execpath;
  const options = { cwd: root, stdio: 'inherit' };
  if (npmScript && /npm-cli\.[cm]?js$/.test(npmScript)) {
    return spawnSync(process.env.npm_node_execpath ?? process.execPath, [npmScript, ...args], options);
  }
  return spawnSync('npm', args, { ...options, shell: windows });
}

/** Installs the packages of the lock file if they are missing or older than it; ends the process with words if that fails. */
export function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
    fail(
      `This needs Node ${OLDEST_NODE_MAJOR} or later; this is Node ${process.versions.node}. Get it from https://nodejs.org`,
    );
  }
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (!isInstalled(hash)) {
    // npm ci empties the folder first, and it follows a link: that would be the packages of another working tree.
    if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
      fail('node_modules is a link to another folder and does not fit the lock file. Remove the link, then try again.');
    }
    console.log('Installing the packages (npm ci): only now and when they change. This takes about a minute.');
    const { status, error } = runNpm(['ci', '--no-fund', '--no-audit', '--loglevel=error']);
    if (status !== 0) {
      fail(
        `The packages could not be installed (${error?.message ?? 'see npm above'}). Is the npm registry reachable? Then try again.`,
      );
    }
  }
  if (!existsSync(pinnedNode)) {
    fail(
      'The package "node" did not bring its program. If npm runs with ignore-scripts, run: npm rebuild node workerd esbuild',
    );
  }
  writeFileSync(stampFile, hash);
}

/** The environment in which the tools of `node_modules` and the pinned Node come first. */
function toolEnvironment() {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const bin = join(root, 'node_modules', '.bin');
  const path = [dirname(pinnedNode), bin, process.env[pathKey] ?? ''].join(windows ? ';' : ':');
  return { ...process.env, [pathKey]: path };
}

/**
 * Runs a script of ours on the pinned Node, hands on every request to stop, and ends this process as that one ended. The
 * script holds a channel to us: when it closes, because we were killed, the script knows that it has to stop.
 */
export function runPinned(script, args) {
  const child = spawn(pinnedNode, [join(root, script), ...args], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${script} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
