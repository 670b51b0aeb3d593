/**
 * The network laboratory with all servers that are compared, and a call of two by each library, all of them at the same time in the same two
 * browsers: whatever happens to the network or the servers happens to all at the same moment. Knows no fault and no figure.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import type { HostBrowser } from '../../network/browser/host-browser.ts';
import { SIGNALING_ADDRESS } from '../../network/lab/addresses.ts';
import { sweepDeadRuns } from '../../network/lab/namespaces.ts';
import type { Network } from '../../network/lab/network.ts';
import { Lab } from '../../network/lab.ts';
import type { Sample, TimedEvent, Timeline } from '../../network/measure/timeline.ts';
import { SIGNALING_ORIGIN } from '../../network/servers/signaling-server.ts';
import { seedFromEnvironment } from '../../support/random.ts';
import { root } from '../../support/tools.ts';
import { bundle } from '../module-site.ts';
import { peerPath } from './peers.ts';

const PEER_SERVER_PORT = 9_000;
const RELAY_PORT = 9_001;

/** How often the pages are asked what they noted. */
const LOOK_MS = 1_000;

export type ServerName = 'worker' | 'peerServer' | 'relay';

const SERVER_URLS: Readonly<Record<ServerName, string>> = {
  worker: SIGNALING_ORIGIN,
  peerServer: `http://${SIGNALING_ADDRESS}:${PEER_SERVER_PORT}`,
  relay: `http://${SIGNALING_ADDRESS}:${RELAY_PORT}`,
};

/** A library, and whether the page does something for it when it has given up. */
export interface Way {
  readonly name: string;
  readonly kind: 'element' | 'peerjs' | 'simple-peer';
  readonly server: ServerName;
  readonly mends: boolean;
}

/** One page of a call, and all that it noted. */
export class End {
  readonly #browser: HostBrowser;
  readonly #name: string;
  readonly samples: Sample[] = [];
  readonly events: TimedEvent[] = [];
  /** Nothing more comes, whatever happens. */
  isMediaOver = false;
  isSignalingOver = false;

  constructor(browser: HostBrowser, name: string) {
    this.#browser = browser;
    this.#name = name;
  }

  open(query: Readonly<Record<string, string>>): Promise<void> {
    return this.#browser.openBeside(this.#name, `/recovery.html?${new URLSearchParams(query)}`);
  }

  async do(what: 'join' | 'signal'): Promise<void> {
    await this.#browser.callBeside(this.#name, what);
  }

  async refresh(): Promise<void> {
    const { timeline, isMediaOver, isSignalingOver } = (await this.#browser.callBeside(this.#name, 'look')) as {
      readonly timeline: Timeline;
      readonly isMediaOver: boolean;
      readonly isSignalingOver: boolean;
    };
    this.samples.push(...timeline.samples);
    this.events.push(...timeline.events);
    Object.assign(this, { isMediaOver, isSignalingOver });
  }
}

export interface RecoveryCall {
  readonly way: Way;
  /** The caller on the host to which the faults happen, and the other one. */
  readonly ends: readonly [End, End];
}

/** Asks all pages again and again until `isDone` says so, for `timeoutMs` at most. */
export async function watch(calls: readonly RecoveryCall[], isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    await Promise.all(calls.flatMap(({ ends }) => ends.map((end) => end.refresh())));
    if (isDone() || performance.now() > deadline) return;
    await delay(LOOK_MS);
  }
}

export class RecoveryLab {
  readonly #lab: Lab;
  readonly #directory: string;
  readonly #iceServers: string;
  readonly #others: ProcessGroup[] = [];
  #roomCount = 0;

  private constructor(lab: Lab, directory: string) {
    this.#lab = lab;
    this.#directory = directory;
    // The same for all, also for ours: the Worker hands out no others.
    this.#iceServers = lab.turn.iceServers();
  }

  /** Builds the pages, the network and the servers. Takes `dist/` as it is. */
  static async start(): Promise<RecoveryLab> {
    sweepDeadRuns();
    const script = await bundle('tests/bench/peers/recovery-page.js');
    const directory = join(root, 'build', 'bench', `recovery-${process.pid}`);
    const lab = await Lab.start(directory, seedFromEnvironment(), true);
    const it = new RecoveryLab(lab, directory);
    try {
      writeFileSync(join(lab.site, 'recovery.js'), script);
      writeFileSync(
        join(lab.site, 'recovery.html'),
        `<!doctype html><title>bench</title><link rel="icon" href="data:,">
<style>p2p-call { display: block; inline-size: 320px; block-size: 240px }</style>
<body><script type="module" src="/recovery.js"></script>`,
      );
      await lab.killSignaling();
      await it.startServers();
      return it;
    } catch (error) {
      await it.dispose();
      throw error;
    }
  }

  get network(): Network {
    return this.#lab.network;
  }

  get browserVersion(): string {
    return this.#lab.versions[0]?.replace(/^.*\//, '') ?? '';
  }

  /** @returns when each listened, in ms since the epoch. */
  async startServers(): Promise<Readonly<Record<ServerName, number>>> {
    const relay = join(import.meta.dirname, '..', 'relay.ts');
    const peerServer = peerPath('peer', 'dist', 'bin', 'peerjs.js');
    const [worker, peerServerAt, relayAt] = await Promise.all([
      this.#lab.startSignaling(this.#iceServers).then(() => Date.now()),
      this.#startNode(peerServer, '--host', SIGNALING_ADDRESS, '--port', String(PEER_SERVER_PORT)),
      this.#startNode(relay, SIGNALING_ADDRESS, String(RELAY_PORT)),
    ]);
    return { worker, peerServer: peerServerAt, relay: relayAt };
  }

  /** All of them, like a crash. */
  async killServers(): Promise<void> {
    await Promise.all([this.#lab.killSignaling(), ...this.#others.splice(0).map((group) => group.kill())]);
  }

  /** The network as new, and a call by each way in a room of its own; resolves when everyone has begun to join. */
  async openCalls(ways: readonly Way[]): Promise<readonly RecoveryCall[]> {
    await this.network.reset();
    const browsers = await this.#lab.browsers(['chromium', 'chromium']);
    const [a, b] = browsers;
    if (a === undefined || b === undefined) throw new Error('There are no two browsers.');
    await Promise.all(browsers.map((browser) => browser.closeBeside()));
    this.#roomCount += 1;
    const calls: RecoveryCall[] = [];
    for (const way of ways) {
      const query = {
        kind: way.kind,
        server: SERVER_URLS[way.server],
        room: `recovery-${process.pid}-${this.#roomCount}-${ways.indexOf(way)}`,
        mends: String(way.mends),
        'ice-servers': this.#iceServers,
      };
      const ends = [new End(a, way.name), new End(b, way.name)] as const;
      await Promise.all(ends.map((end, i) => end.open({ ...query, caller: String(i === 0) })));
      // Who is called must be there before.
      for (const end of ends.toReversed()) await end.do('join');
      calls.push({ way, ends });
    }
    return calls;
  }

  /** Adds what the pages noted of a fault to a file, for whoever wants to know why. */
  keepNotes(calls: readonly RecoveryCall[], timesOf: (call: RecoveryCall) => { readonly beganAt: number }): void {
    const lines = calls.flatMap((call) =>
      call.ends.map(({ events }, i) => {
        const { beganAt } = timesOf(call);
        const noted = events.filter(({ at }) => at >= beganAt).map(({ at, type }) => `${at - beganAt} ${type}`);
        return `${call.way.name}, ${i === 0 ? 'caller' : 'called'}: ${noted.join(', ')}\n`;
      }),
    );
    appendFileSync(join(this.#directory, 'notes.txt'), `${lines.join('')}\n`);
  }

  async dispose(): Promise<void> {
    await Promise.allSettled(this.#others.splice(0).map((group) => group.kill()));
    await this.#lab.dispose();
  }

  /** A server on the signaling host. @returns when it said something, which both do as soon as they listen. */
  async #startNode(script: string, ...args: readonly string[]): Promise<number> {
    const { namespaces, signalingNamespace } = this.network;
    const group = namespaces.spawn(signalingNamespace, process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
    });
    this.#others.push(group);
    const listening = new Promise<void>((resolve) => void group.child.stdout?.once('data', () => resolve()));
    await Promise.race([listening, group.exited.then(() => Promise.reject(new Error(`${script} ended at once.`)))]);
    group.child.stdout?.resume();
    return Date.now();
  }
}
