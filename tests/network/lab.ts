/**
 * The laboratory as one thing: the network, both servers, and browsers that are started when a scenario first needs them. Knows
 * no scenario.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessGroup } from '../../worker/dev/process-group.ts';
import type { BrowserName } from '../support/browsers.ts';
import { root, runScript } from '../support/tools.ts';
import { HostBrowser } from './browser/host-browser.ts';
import type { HostBrowserOptions } from './browser/host-browser.ts';
import { LabCall } from './lab-call.ts';
import { DEFAULT_ACCESS } from './lab/access-router.ts';
import type { Access } from './lab/access-router.ts';
import { HOST_NAMES, TURN_ADDRESS, TURN_HOST_NAME } from './lab/addresses.ts';
import type { HostName } from './lab/addresses.ts';
import { Network } from './lab/network.ts';
import { SignalingServer } from './servers/signaling-server.ts';
import { STUN_URL, TURN_URLS, TurnServer } from './servers/turn-server.ts';
import type { IceServersOptions, TurnOptions } from './servers/turn-server.ts';
import { bundleWorker } from './servers/worker-bundle.ts';

/** On the loopback of the Worker's namespace. */
const TURN_API_PORT = 8_080;

export interface CallSetup {
  /** More attributes for the element. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** What stands between each of the hosts and the network. */
  readonly access?: Access;
}

export class Lab {
  readonly network: Network;
  readonly turn: TurnServer;
  readonly #signaling: SignalingServer;
  /** The folder that every browser serves its pages from; what is put there is served, too. */
  readonly site: string;
  readonly #browserOptions: HostBrowserOptions;
  readonly #browsers = new Map<HostName, HostBrowser>();
  readonly #versions = new Set<string>();
  #turnApi: ProcessGroup | null = null;
  #roomCount = 0;

  private constructor(network: Network, signaling: SignalingServer, turn: TurnServer, directory: string) {
    this.network = network;
    this.turn = turn;
    this.#signaling = signaling;
    const hostsFile = join(directory, 'hosts');
    writeFileSync(hostsFile, `127.0.0.1 localhost\n${TURN_ADDRESS} ${TURN_HOST_NAME}\n`);
    this.site = join(directory, 'site');
    this.#browserOptions = { site: this.site, hostsFile, trustedKeyHash: turn.certificate.keyHash };
  }

  /** Builds the widget and the Worker, the network and the servers.
   *  @param directory gets all files of the run. @param isBuilt whether to take the widget in `dist/` as it is. */
  static async start(directory: string, seed: number, isBuilt: boolean): Promise<Lab> {
    mkdirSync(directory, { recursive: true });
    if (!isBuilt && (await runScript('worker/dev/build.mjs', [])) !== 0)
      throw new Error('The widget could not be built; the reason is above.');
    // A copy: another build during the run must not change what is measured.
    const site = join(directory, 'site');
    cpSync(join(root, 'dist'), site, { recursive: true });
    if (!existsSync(join(site, 'p2p-call.js')))
      throw new Error('dist/ holds no widget: is another build going on? Try again.');
    const bundle = await bundleWorker(join(directory, 'worker'));
    const network = await Network.create(HOST_NAMES, seed);
    try {
      const turn = new TurnServer(network, join(directory, 'turn'));
      const signaling = new SignalingServer({ network, bundle, directory: join(directory, 'signaling') });
      const lab = new Lab(network, signaling, turn, directory);
      await turn.start();
      await lab.startSignaling();
      return lab;
    } catch (error) {
      await network.dispose();
      throw error;
    }
  }

  /** Name and version of every browser that took part. */
  get versions(): readonly string[] {
    return [...this.#versions];
  }

  killSignaling(): Promise<void> {
    return this.#signaling.kill();
  }

  /** @param iceServers what the Worker tells the browsers; by default what fits the relay. */
  startSignaling(iceServers: string = this.turn.iceServers()): Promise<void> {
    return this.#signaling.start({ ICE_SERVERS: iceServers });
  }

  /** Starts the Worker anew with a key of Cloudflare's TURN service, whose API is played with credentials that the relay takes; rooms
   *  stay. @param ttlSeconds how long they last, as the setting says. */
  async startSignalingWithTurnKey(ttlSeconds: number): Promise<void> {
    this.#turnApi ??= await this.#startTurnApi();
    await this.killSignaling();
    const vars = {
      ICE_SERVERS: JSON.stringify([{ urls: [STUN_URL] }]),
      TURN_KEY_ID: randomBytes(16).toString('hex'),
      TURN_KEY_API_TOKEN: randomBytes(32).toString('hex'),
      TURN_TTL_SECONDS: String(ttlSeconds),
    };
    await this.#signaling.start(vars, `127.0.0.1:${TURN_API_PORT}`);
  }

  /** All that the signaling server has written. */
  get signalingLog(): string {
    return this.#signaling.log;
  }

  /** Memory of the signaling server, in bytes. */
  signalingResidentBytes(): number {
    return this.#signaling.residentBytes();
  }

  /** Starts the relay with these options and the Worker with what it is to tell of the relay; rooms stay. By default as at first. */
  async restartServers(relay: TurnOptions = {}, told: IceServersOptions = {}): Promise<void> {
    await this.turn.restart(relay);
    await this.killSignaling();
    await this.startSignaling(this.turn.iceServers(told));
  }

  /** The network as new, and a call in a new room in which everyone has a seat. Hosts that take no part have no browser. */
  async openCall(
    names: readonly BrowserName[],
    { attributes = {}, access = DEFAULT_ACCESS }: CallSetup = {},
  ): Promise<LabCall> {
    await this.network.reset();
    for (const host of HOST_NAMES.slice(0, names.length)) this.network.setAccess(host, access);
    const browsers = await this.browsers(names);
    this.#roomCount += 1;
    return LabCall.open(browsers, `lab-${process.pid}-${this.#roomCount}`, attributes);
  }

  /** The browsers of these names on hosts a, b, ...; those that run already are used again, others (also crashed ones) are replaced. */
  async browsers(names: readonly BrowserName[]): Promise<HostBrowser[]> {
    for (const [host, browser] of this.#browsers) {
      if (names[HOST_NAMES.indexOf(host)] === browser.name && !browser.hasEnded) continue;
      await browser.stop();
      this.#browsers.delete(host);
    }
    return Promise.all(
      names.map(async (name, index) => {
        const host = HOST_NAMES[index];
        if (host === undefined) throw new Error(`The lab has ${HOST_NAMES.length} hosts.`);
        const browser =
          this.#browsers.get(host) ?? (await HostBrowser.launch(this.network, host, name, this.#browserOptions));
        this.#browsers.set(host, browser);
        this.#versions.add(browser.version);
        return browser;
      }),
    );
  }

  async dispose(): Promise<void> {
    await Promise.allSettled([...this.#browsers.values()].map((browser) => browser.stop()));
    await this.#signaling.kill();
    await this.#turnApi?.kill();
    await this.turn.kill();
    await this.network.dispose();
  }

  async #startTurnApi(): Promise<ProcessGroup> {
    const { network, turn } = this;
    const program = join(import.meta.dirname, 'servers', 'turn-api.ts');
    const args = [program, String(TURN_API_PORT), turn.secret, ...TURN_URLS];
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const api = network.namespaces.spawn(network.signalingNamespace, process.execPath, args, { stdio: [...stdio] });
    const listening = new Promise<void>((resolve) => void api.child.stdout?.once('data', () => resolve()));
    await Promise.race([listening, api.exited.then(() => Promise.reject(new Error('The TURN API ended at once.')))]);
    return api;
  }
}
