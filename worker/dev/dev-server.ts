/**
 * The real Worker on this machine: `wrangler dev` on workerd with SQLite Durable Objects, without account and without
 * network. Used by `npm start` and by the tests, so that the tests run what a person runs. Knows nothing of rooms.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { type HealthReport, problemText, readHealthReport } from './health-report.ts';
import { findFreePort, isPortFree } from './ports.ts';
import { ProcessGroup } from './process-group.ts';
import type { Exit } from './process-group.ts';

/** The root of the working tree. */
export const root = dirname(dirname(import.meta.dirname));

const HEALTH_POLL_INTERVAL_MS = 100;
const HEALTH_TIMEOUT_MS = 2_000;
const KEPT_ERROR_LINES = 30;

/** What wrangler writes on stderr although nothing is wrong, or nothing that concerns the person who reads. */
const HARMLESS = /deprecat|experimental|update available|▲ \[WARNING\]/i;

/** What our own looks after it leave in its output. */
const OWN_HEALTH_CHECK = /GET \/v1\/health (?:200|500)/;

export interface DevServerOptions {
  /** Port on 127.0.0.1 and localhost. Default: a free one. */
  readonly port?: number;
  /** Where Durable Objects keep their state. Default: `.wrangler/state`. */
  readonly stateDirectory?: string;
  /** The built widget and pages. Default: `dist`, as wrangler.toml says. */
  readonly assetsDirectory?: string;
  /** Variables instead of those in wrangler.toml. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Where the full output goes. Default: `.wrangler/dev.log`. */
  readonly logFile?: string;
  /** How long to wait until it answers. Default: 60 s, for a cold disk. */
  readonly startTimeoutMs?: number;
  /** Called with each line that tells of an error. */
  readonly onerrorline?: (line: string) => void;
}

export class DevServer {
  /** `http://localhost:{port}`; a page there is a secure context, so that cameras work. */
  readonly url: string;
  readonly port: number;
  /** Settles when wrangler has ended, wanted or not. */
  readonly exited: Promise<Exit>;
  readonly #group: ProcessGroup;

  private constructor(port: number, group: ProcessGroup) {
    this.port = port;
    this.url = `http://localhost:${port}`;
    this.exited = group.exited;
    this.#group = group;
  }

  /**
   * Starts the Worker and waits until it answers.
   * @throws if the port is in use, wrangler ends before it answers, it does not answer in time, or a setting is wrong; the message is
   * for people.
   */
  static async start(options: DevServerOptions = {}): Promise<DevServer> {
    const port = options.port ?? (await findFreePort());
    if (!(await isPortFree(port))) {
      throw new Error(
        `Port ${port} is in use by another program. End it, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    const logFile = options.logFile ?? join(root, '.wrangler', 'dev.log');
    const group = spawnWrangler(port, await findFreePort(), options);
    const errorLines = collectOutput(group, logFile, options.onerrorline);
    const server = new DevServer(port, group);
    try {
      await server.#waitUntilItAnswers(options.startTimeoutMs ?? 60_000);
    } catch (error) {
      await group.stop();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error([reason, ...errorLines, `Its whole output is in ${logFile}`].join('\n'), { cause: error });
    }
    const report = await server.health();
    if (report !== null && report.problems.length > 0) {
      await group.stop();
      throw new Error(problemText(report));
    }
    return server;
  }

  /** Ends the server and everything it started. */
  stop(): Promise<void> {
    return this.#group.stop();
  }

  /** Ends it like a crash: no socket is closed properly, nothing is written any more. */
  kill(): Promise<void> {
    return this.#group.kill();
  }

  /** What the Worker says of itself within 2 s, good or bad; null when it does not answer. wrangler lives on when workerd dies, so its
   *  process alone tells nothing. */
  async health(): Promise<HealthReport | null> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}/v1/health`, {
        signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
      });
      return readHealthReport(await response.json());
    } catch {
      return null;
    }
  }

  async #waitUntilItAnswers(timeoutMs: number): Promise<void> {
    const ended = this.exited.then(({ code, signal }) => {
      throw new Error(`wrangler ended before the Worker answered (${signal ?? `exit code ${code}`}).`);
    });
    const deadline = performance.now() + timeoutMs;
    while ((await Promise.race([this.health(), ended])) === null) {
      if (performance.now() > deadline) throw new Error(`The Worker did not answer within ${timeoutMs / 1000} s.`);
      await Promise.race([delay(HEALTH_POLL_INTERVAL_MS), ended]);
    }
    // From here on the owner watches `exited`; an end must not become an unhandled rejection.
    ended.catch(() => undefined);
  }
}

function spawnWrangler(port: number, inspectorPort: number, options: DevServerOptions): ProcessGroup {
  const stateDirectory = options.stateDirectory ?? join(root, '.wrangler', 'state');
  const vars = Object.entries(options.vars ?? {}).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const assets = options.assetsDirectory === undefined ? [] : ['--assets', options.assetsDirectory];
  const args = [
    ...[join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), 'dev', '--local', '--local-protocol', 'http'],
    ...['--ip', 'localhost', '--port', String(port), '--inspector-port', String(inspectorPort)],
    ...['--persist-to', stateDirectory, '--show-interactive-dev-session=false', ...assets, ...vars],
  ];
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
    // Each server for itself: no registry of other Workers that run on this machine.
    WRANGLER_REGISTRY_PATH: join(stateDirectory, 'registry'),
    // Otherwise it asks a public server for an example of `request.cf`.
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    NO_COLOR: '1',
  };
  return new ProcessGroup(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Writes everything to the log file; returns the list of the last lines that tell of errors, which goes on growing. */
function collectOutput(group: ProcessGroup, logFile: string, onerrorline?: (line: string) => void): readonly string[] {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const errorLines: string[] = [];
  const read = (stream: Readable | null, isErrorStream: boolean): void => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (coloredLine) => {
      const line = stripVTControlCharacters(coloredLine);
      if (OWN_HEALTH_CHECK.test(line)) return;
      log.write(`${line}\n`);
      const isError = line.includes('[ERROR]') || (isErrorStream && line.trim() !== '' && !HARMLESS.test(line));
      if (!isError) return;
      errorLines.push(line);
      if (errorLines.length > KEPT_ERROR_LINES) errorLines.shift();
      onerrorline?.(line);
    });
  };
  read(group.child.stdout, false);
  read(group.child.stderr, true);
  group.child.once('close', () => log.end());
  return errorLines;
}
