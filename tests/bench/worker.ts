/**
 * The bundled Worker directly on workerd, with the settings of wrangler.toml and its rooms on disk. Not `wrangler dev`: the proxy
 * in front of it adds time that no deployment has.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { unstable_readConfig as readConfig } from 'wrangler';
import { findFreePort } from '../../worker/dev/ports.ts';
import { ProcessGroup } from '../../worker/dev/process-group.ts';
import { root, runScript } from '../support/tools.ts';
import { until } from '../support/until.ts';

const WORKERD = join(root, 'node_modules', 'workerd', 'bin', 'workerd');

export interface BenchWorker {
  readonly url: string;
  /** Of its profiler (profile.ts); null where it was not asked for. */
  readonly inspectorPort: number | null;
  /** Whatever it has written so far, by line: its log, and what workerd itself complains of. */
  readonly lines: readonly string[];
  /** Memory that the process has now (resident and its own: files that are mapped, and rooms that are kept in memory, do not count), in
   *  bytes; NaN where the system is not Linux. */
  rssBytes(): number;
  /** Time that the process has used of the machine's processors so far, in ms: what a loaded machine does not lengthen. NaN where the
   *  system is not Linux. */
  cpuMs(): number;
  /** Files and sockets that it has open, and how many it may; NaN where the system is not Linux. */
  openFiles(): { readonly count: number; readonly limit: number };
  /** Rooms that were ever woken: each has a database on disk. */
  roomCount(): number;
  stop(): Promise<void>;
}

/** A Cap'n Proto text literal; its escapes are those of JSON for everything that occurs here. */
const quote = (text: string): string => JSON.stringify(text);

function workerdConfig(
  directory: string,
  module: string,
  port: number,
  vars: Readonly<Record<string, string>>,
): string {
  const settings = readConfig({ config: join(root, 'wrangler.toml') });
  const texts = Object.entries({ ALLOWED_ORIGINS: '*', ...vars }).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = ${quote(join(directory, 'objects'))}, writable = true)),
    (name = "assets", disk = (path = ${quote(join(directory, 'assets'))})),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed ${quote(module)})],
  compatibilityDate = ${quote(settings.compatibility_date ?? '')},
  compatibilityFlags = [${settings.compatibility_flags.map(quote).join(', ')}],
  bindings = [
    (name = "ROOMS", durableObjectNamespace = "Room"),
    (name = "DESK_OBJECTS", durableObjectNamespace = "Desk"),
    (name = "ASSETS", service = "assets"),
    ${texts.join(', ')},
  ],
  durableObjectNamespaces = [
    (className = "Room", uniqueKey = "bench-room", enableSql = true),
    (className = "Desk", uniqueKey = "bench-desk", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
`;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export function rssBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Files and sockets that a process has open, and how many it may. @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html */
export function openFiles(pid: number | undefined): { readonly count: number; readonly limit: number } {
  if (process.platform !== 'linux') return { count: Number.NaN, limit: Number.NaN };
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  return {
    count: readdirSync(`/proc/${pid}/fd`).length,
    limit: Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]),
  };
}

/** In hundredths of a second. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function cpuMs(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A file system in memory, where the system has one. */
const MEMORY = '/dev/shm';

export interface BenchWorkerOptions {
  /** Settings beside those of every run. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Whether rooms are kept in memory, where that is possible. On disk workerd waits for each write in the thread that relays, which
   *  no deployment does. Default: false. */
  readonly isInMemory?: boolean;
  /** What runs in place of our Worker, with the same classes, from the root of the repository. Default: `worker/index.ts`. */
  readonly entry?: string;
  /** Whether its profiler can be asked, which costs time. Default: false. */
  readonly isInspected?: boolean;
}

export async function startBenchWorker({
  vars = {},
  isInMemory = false,
  entry = join('worker', 'index.ts'),
  isInspected = false,
}: BenchWorkerOptions = {}): Promise<BenchWorker> {
  const parent = isInMemory && existsSync(MEMORY) ? MEMORY : tmpdir();
  const directory = mkdtempSync(join(parent, 'p2p-call-bench-'));
  // Of a run that is broken off, too; what runs there is ended by its group.
  const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeDirectory);
  // The assets stay empty: nothing here asks for one, but the Worker does not call itself healthy without.
  for (const name of ['objects', 'assets']) mkdirSync(join(directory, name));
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const env = {
    WRANGLER_LOG: 'error',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
  };
  if ((await runScript(wrangler, ['deploy', entry, '--dry-run', '--outdir', directory], env)) !== 0) {
    throw new Error('The Worker could not be bundled; the reason is above.');
  }
  const port = await findFreePort();
  writeFileSync(join(directory, 'config.capnp'), workerdConfig(directory, `${basename(entry, '.ts')}.js`, port, vars));
  const inspectorPort = isInspected ? await findFreePort() : null;
  const inspector = inspectorPort === null ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`];
  const group = new ProcessGroup(WORKERD, ['serve', join(directory, 'config.capnp'), ...inspector], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const input of [group.child.stdout, group.child.stderr]) {
    if (input !== null) createInterface({ input }).on('line', (line) => lines.push(line));
  }
  const url = `http://127.0.0.1:${port}`;
  await until(
    'workerd answers',
    async () => {
      const response = await fetch(`${url}/v1/health`).catch(() => null);
      return response?.ok;
    },
    { describe: () => Promise.resolve(lines.join('\n')) },
  );
  return {
    url,
    inspectorPort,
    lines,
    rssBytes: () => rssBytes(group.child.pid),
    cpuMs: () => cpuMs(group.child.pid),
    openFiles: () => openFiles(group.child.pid),
    roomCount: () =>
      readdirSync(join(directory, 'objects'), { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.endsWith('.sqlite') && !name.includes('metadata'),
      ).length,
    async stop() {
      await group.kill();
      process.removeListener('exit', removeDirectory);
      removeDirectory();
    },
  };
}
