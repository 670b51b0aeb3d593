/**
 * The real Worker for tests: what `npm start` runs, on a free port and with a state of its own that goes when it stops. It can
 * be killed and started again on the same port with the same state. When it stops, all that it has written is searched for what must
 * be in no log (G10). Knows nothing of rooms.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SITE_KEY_SUBPROTOCOL_PREFIX, SUBPROTOCOL } from '#protocol';
import { DevServer, root } from '../../worker/dev/dev-server.ts';
import { findFreePort } from '../../worker/dev/ports.ts';
import { leaksIn } from './log-leaks.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './until.ts';

/** What the Worker logs of a frame that is no JSON. */
const REFUSED = '{"event":"refused","code":4400}';

/** How to get a socket, also where only those may in who have a site key. */
function wayIn({ SITE_KEYS = '{}' }: Readonly<Record<string, string>>): {
  readonly room: string;
  readonly origin: string;
  readonly subprotocols: readonly string[];
} {
  const keys: Record<string, { rooms: string; origins: string[] }> = JSON.parse(SITE_KEYS);
  const [[key, { rooms, origins }] = ['', { rooms: '', origins: [] }]] = Object.entries(keys);
  const offers = key === '' ? [] : [SITE_KEY_SUBPROTOCOL_PREFIX + key];
  return { room: `${rooms}log-check`, origin: origins[0] ?? '', subprotocols: [SUBPROTOCOL, ...offers] };
}

export class TestServer {
  readonly url: string;
  readonly #port: number;
  readonly #directory: string;
  readonly #vars: Readonly<Record<string, string>>;
  #server: DevServer | null = null;

  private constructor(port: number, vars: Readonly<Record<string, string>>) {
    this.#vars = vars;
    this.url = `http://localhost:${port}`;
    this.#port = port;
    this.#directory = mkdtempSync(join(tmpdir(), 'p2p-call-'));
    // What is built now, for the whole run: wrangler serves nothing any more once a build beside the tests has removed the folder.
    cpSync(join(root, 'dist'), join(this.#directory, 'dist'), { recursive: true });
  }

  /** @param vars settings instead of those in wrangler.toml. */
  static async start(vars: Readonly<Record<string, string>> = {}): Promise<TestServer> {
    const server = new TestServer(await findFreePort(), vars);
    await server.startAgain();
    return server;
  }

  /** Like a crash of the machine: every socket breaks, no object gets a chance to write. */
  async kill(): Promise<void> {
    await this.#server?.kill();
    this.#server = null;
  }

  async startAgain(): Promise<void> {
    this.#server = await DevServer.start({
      port: this.#port,
      assetsDirectory: join(this.#directory, 'dist'),
      stateDirectory: join(this.#directory, 'state'),
      logFile: this.logFile,
      vars: this.#vars,
    });
  }

  /** What the Worker and wrangler have written so far. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** @throws when there was anything private in the log, or when the log cannot be trusted because an event does not come there. */
  async stop(): Promise<void> {
    try {
      if (this.#server !== null) await this.#provokeEvent();
    } finally {
      await this.#server?.stop();
      this.#server = null;
    }
    const leaks = leaksIn(this.log);
    rmSync(this.#directory, { recursive: true, force: true });
    if (leaks.length > 0) throw new Error(`G10: the log of the Worker holds more than events:\n${leaks.join('\n')}`);
  }

  /** Where it writes; goes with {@link stop}. */
  get logFile(): string {
    return join(this.#directory, 'dev.log');
  }

  /** Breaks a rule, which the Worker logs: an empty log would prove nothing. */
  async #provokeEvent(): Promise<void> {
    const refusals = (): number => this.log.split(REFUSED).length;
    const before = refusals();
    const { room, origin, subprotocols } = wayIn(this.#vars);
    const url = `${this.url}/v1/rooms/${room}/socket`;
    const socket = await RawSocket.open(url, { headers: { Origin: origin || this.url }, subprotocols });
    socket.sendText('no JSON');
    await until('the log has the event of a refusal', async () => refusals() > before);
    socket.tcp.destroy();
  }
}
