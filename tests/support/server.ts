/**
 * The real Worker for tests: what `npm start` runs, on a free port and with a state of its own that goes when it stops. It can
 * be killed and started again on the same port with the same state. Knows nothing of rooms.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevServer, root } from '../../worker/dev/dev-server.ts';
import { findFreePort } from '../../worker/dev/ports.ts';

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
      logFile: join(this.#directory, 'dev.log'),
      vars: this.#vars,
    });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
