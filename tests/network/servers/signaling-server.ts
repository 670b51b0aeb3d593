/**
 * The real Worker on workerd, in the namespace of the signaling host: it can be killed like a crash and started again with the
 * rooms it had on disk. Serves no pages: the lab's page is another site, as a customer's is.
 */
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import { root } from '../../support/tools.ts';
import { descendants, residentBytesOf } from '../../support/processes.ts';
import { SIGNALING_ADDRESS, SIGNALING_PORT } from '../lab/addresses.ts';
import type { Network } from '../lab/network.ts';
import type { WorkerBundle } from './worker-bundle.ts';

/** Where the browsers find it. */
export const SIGNALING_ORIGIN = `http://${SIGNALING_ADDRESS}:${SIGNALING_PORT}`;

const WORKERD = join(root, 'node_modules', 'workerd', 'bin', 'workerd');
const START_TIMEOUT_MS = 10_000;

export interface SignalingServerOptions {
  readonly network: Network;
  readonly bundle: WorkerBundle;
  /** Gets the configuration, the log and the Durable Objects' files. */
  readonly directory: string;
}

export class SignalingServer {
  readonly #options: SignalingServerOptions;
  #group: ProcessGroup | null = null;

  constructor(options: SignalingServerOptions) {
    this.#options = options;
    mkdirSync(join(options.directory, 'objects'), { recursive: true });
  }

  /** Starts it with these variables instead of those in wrangler.toml; resolves when it listens.
   *  @param internet what answers whatever the Worker fetches, as `address:port`; by default nothing does. */
  async start(vars: Readonly<Record<string, string>>, internet: string | null = null): Promise<void> {
    const { network, directory } = this.#options;
    const configFile = join(directory, 'config.capnp');
    writeFileSync(configFile, this.#config({ ALLOWED_ORIGINS: '*', ...vars }, internet));
    const group = network.namespaces.spawn(
      network.signalingNamespace,
      WORKERD,
      ['serve', '--control-fd=3', configFile],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      },
    );
    this.#group = group;
    const log = createWriteStream(this.#logFile, { flags: 'a' });
    group.child.stdout?.pipe(log, { end: false });
    group.child.stderr?.pipe(log, { end: false });
    await waitUntilListening(group);
  }

  /** Ends it like a crash: SIGKILL, no socket is closed properly, nothing is written any more. */
  async kill(): Promise<void> {
    await this.#group?.kill();
    this.#group = null;
  }

  /** All that the Worker has written in this run. */
  get log(): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8') : '';
  }

  residentBytes(): number {
    return descendants(this.#group?.child.pid ?? 0).reduce((total, pid) => total + residentBytesOf(pid), 0);
  }

  get #logFile(): string {
    return join(this.#options.directory, 'workerd.log');
  }

  #config(vars: Readonly<Record<string, string>>, internet: string | null): string {
    const { bundle, directory } = this.#options;
    const texts = Object.entries(vars).map(([name, text]) => `(name = ${quote(name)}, text = ${quote(text)})`);
    const outside =
      internet === null ? '' : `(name = "internet", external = (address = ${quote(internet)}, http = ())),`;
    const flags = bundle.compatibilityFlags.map(quote).join(', ');
    return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = ${quote(join(directory, 'objects'))}, writable = true)),
    (name = "assets", disk = (path = ${quote(dirname(bundle.file))})),
    ${outside}
  ],
  sockets = [(name = "http", address = ${quote(`${SIGNALING_ADDRESS}:${SIGNALING_PORT}`)}, http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed ${quote(relative(directory, bundle.file))})],
  compatibilityDate = ${quote(bundle.compatibilityDate)},
  compatibilityFlags = [${flags}],
  bindings = [
    (name = "ROOMS", durableObjectNamespace = "Room"),
    (name = "DESK_OBJECTS", durableObjectNamespace = "Desk"),
    (name = "ASSETS", service = "assets"),
    ${texts.join(',\n    ')},
  ],
  durableObjectNamespaces = [
    (className = "Room", uniqueKey = "p2p-call-Room", enableSql = true),
    (className = "Desk", uniqueKey = "p2p-call-Desk", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
`;
  }
}

/** A Cap'n Proto text literal; its escapes are those of JSON for everything that occurs here. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** workerd writes a line of JSON about each socket that listens to the descriptor given as `--control-fd`. */
function waitUntilListening(group: ProcessGroup): Promise<void> {
  const control = group.child.stdio[3];
  if (!control || !('on' in control)) throw new Error('workerd has no control channel.');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`workerd did not listen within ${START_TIMEOUT_MS} ms.`)),
      START_TIMEOUT_MS,
    );
    control.on('data', (data) => {
      if (!String(data).includes('"listen"')) return;
      clearTimeout(timer);
      resolve();
    });
    void group.exited.then(() => {
      clearTimeout(timer);
      reject(new Error('workerd ended before it listened; see workerd.log.'));
    });
  });
}
