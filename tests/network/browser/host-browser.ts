/**
 * A real browser on a host of the lab, as seen from outside its namespace. Knows the driver's protocol and the page's `labPage`; no
 * fault and no goal.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import type { BrowserName } from '../../support/browsers.ts';
import type { HostName } from '../lab/addresses.ts';
import type { Network } from '../lab/network.ts';
import type { LabPage } from './probe.ts';
import { descendants, residentBytesOf } from '../../support/processes.ts';
import type { DriverMethods, DriverResponse, DuplicateResult } from './rpc.ts';

const REQUEST_TIMEOUT_MS = 60_000;

const DRIVER = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'driver.ts')];

/** `ip netns exec` gives a program mounts of its own, so that nobody else sees these; no name server is asked for anything. */
const WITH_OWN_NAMES = 'mount --bind "$1" /etc/hosts && mount --bind /dev/null /etc/resolv.conf && shift && exec "$@"';

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export interface HostBrowserOptions {
  /** The folder with the built widget. */
  readonly site: string;
  /** The names that the browser can look up, as `/etc/hosts`. */
  readonly hostsFile: string;
  /** Of the one certificate that it trusts; see `servers/certificate.ts`. */
  readonly trustedKeyHash: string;
}

export class HostBrowser {
  readonly host: HostName;
  readonly name: BrowserName;
  readonly #group: ProcessGroup;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #version = '';
  #pid = 0;
  #hasEnded = false;

  private constructor(host: HostName, name: BrowserName, group: ProcessGroup) {
    this.host = host;
    this.name = name;
    this.#group = group;
    if (!group.child.stdout) throw new Error('The driver has no output.');
    createInterface({ input: group.child.stdout }).on('line', (line) => this.#handle(JSON.parse(line)));
    void group.exited.then(() => {
      this.#hasEnded = true;
      for (const { reject } of this.#pending.values()) reject(new Error(`The ${name} of host ${host} has ended.`));
    });
  }

  static async launch(
    network: Network,
    host: HostName,
    name: BrowserName,
    { site, hostsFile, trustedKeyHash }: HostBrowserOptions,
  ): Promise<HostBrowser> {
    const group = network.namespaces.spawn(
      network.hostNamespace(host),
      'sh',
      ['-c', WITH_OWN_NAMES, 'sh', hostsFile, process.execPath, ...DRIVER, site],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const browser = new HostBrowser(host, name, group);
    try {
      const { version, pid } = await browser.#request('launch', name, trustedKeyHash);
      browser.#version = version;
      browser.#pid = pid;
      return browser;
    } catch (error) {
      await group.stop();
      throw error;
    }
  }

  /** As the browser calls itself: `Chrome/156.0.0.0`. */
  get version(): string {
    return this.#version;
  }

  /** Whether it crashed, or was stopped: it can only be replaced. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Loads the page with these attributes on the element, in a fresh tab. */
  async open(attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#request('open', attributes);
  }

  async reload(): Promise<void> {
    await this.#request('reload');
  }

  async closePage(): Promise<void> {
    await this.#request('close');
  }

  /** Opens the page a second time with a copy of its session, and tells what became of both. */
  duplicate(timeoutMs: number): Promise<DuplicateResult> {
    return this.#request('duplicate', timeoutMs);
  }

  /** Calls a function of the page's `labPage`. */
  async call<Name extends keyof LabPage>(
    name: Name,
    ...args: Parameters<LabPage[Name]>
  ): Promise<Awaited<ReturnType<LabPage[Name]>>> {
    return (await this.#request('call', name, args)) as Awaited<ReturnType<LabPage[Name]>>;
  }

  /** Opens a page of the site beside those that are open, as a window of another profile. @param path with what follows it. */
  async openBeside(name: string, path: string): Promise<void> {
    await this.#request('openBeside', name, path);
  }

  /** Calls a function of the `labPage` of a page that was opened beside. */
  callBeside(name: string, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#request('callBeside', name, method, args);
  }

  /** Closes what was opened beside. */
  async closeBeside(): Promise<void> {
    await this.#request('closeBeside');
  }

  /** Stops every process of the browser, as a laptop that sleeps, or lets them go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of descendants(this.#pid)) process.kill(pid, signal);
  }

  /** Memory of all processes of the browser, in bytes; shared pages count in each. */
  residentBytes(): number {
    return descendants(this.#pid).reduce((total, pid) => total + residentBytesOf(pid), 0);
  }

  async stop(): Promise<void> {
    this.#group.child.stdin?.end();
    await Promise.race([this.#group.exited, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    await this.#group.stop();
  }

  #handle({ id, result, error }: DriverResponse): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Error(`${this.name} of host ${this.host}: ${error}`));
  }

  #request<Method extends keyof DriverMethods>(
    method: Method,
    ...params: Parameters<DriverMethods[Method]>
  ): Promise<ReturnType<DriverMethods[Method]>> {
    const id = (this.#lastId += 1);
    if (this.#hasEnded) return Promise.reject(new Error(`The ${this.name} of host ${this.host} has ended.`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(
          new Error(
            `The ${this.name} of host ${this.host} did not answer ${method} ${JSON.stringify(params)} in time.`,
          ),
        );
      }, REQUEST_TIMEOUT_MS);
      this.#pending.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result as ReturnType<DriverMethods[Method]>);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#group.child.stdin?.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }
}
