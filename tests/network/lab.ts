/**
 * The laboratory as one thing: the network, both servers, and browsers that are started when a scenario first needs them. Knows
 * no scenario.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserName } from '../support/browsers.ts';
import { root, runScript } from '../support/tools.ts';
import { HostBrowser } from './browser/host-browser.ts';
import { LabCall } from './lab-call.ts';
import { DEFAULT_ACCESS } from './lab/access-router.ts';
import type { Access } from './lab/access-router.ts';
import { HOST_NAMES } from './lab/addresses.ts';
import type { HostName } from './lab/addresses.ts';
import { Network } from './lab/network.ts';
import { SignalingServer } from './servers/signaling-server.ts';
import { TurnServer } from './servers/turn-server.ts';
import { bundleWorker } from './servers/worker-bundle.ts';

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
  readonly #site: string;
  readonly #browsers = new Map<HostName, HostBrowser>();
  readonly #versions = new Set<string>();
  #roomCount = 0;

  private constructor(network: Network, signaling: SignalingServer, turn: TurnServer, site: string) {
    this.network = network;
    this.turn = turn;
    this.#signaling = signaling;
    this.#site = site;
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
      const lab = new Lab(network, signaling, turn, site);
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

  startSignaling(): Promise<void> {
    return this.#signaling.start({ ICE_SERVERS: this.turn.iceServers() });
  }

  /** The network as new, and a call in a new room in which everyone has a seat. Hosts that take no part have no browser. */
  async openCall(
    names: readonly BrowserName[],
    { attributes = {}, access = DEFAULT_ACCESS }: CallSetup = {},
  ): Promise<LabCall> {
    await this.network.reset();
    for (const host of HOST_NAMES.slice(0, names.length)) this.network.setAccess(host, access);
    const browsers = await this.#take(names);
    this.#roomCount += 1;
    return LabCall.open(browsers, `lab-${process.pid}-${this.#roomCount}`, attributes);
  }

  async dispose(): Promise<void> {
    await Promise.allSettled([...this.#browsers.values()].map((browser) => browser.stop()));
    await this.#signaling.kill();
    await this.turn.kill();
    await this.network.dispose();
  }

  /** The browsers of these names on hosts a, b, ...; those that run already are used again, others end. */
  async #take(names: readonly BrowserName[]): Promise<HostBrowser[]> {
    for (const [host, browser] of this.#browsers) {
      if (names[HOST_NAMES.indexOf(host)] === browser.name) continue;
      await browser.stop();
      this.#browsers.delete(host);
    }
    return Promise.all(
      names.map(async (name, index) => {
        const host = HOST_NAMES[index];
        if (host === undefined) throw new Error(`The lab has ${HOST_NAMES.length} hosts.`);
        const browser = this.#browsers.get(host) ?? (await HostBrowser.launch(this.network, host, name, this.#site));
        this.#browsers.set(host, browser);
        this.#versions.add(browser.version);
        return browser;
      }),
    );
  }
}
