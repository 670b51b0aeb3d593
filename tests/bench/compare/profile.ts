/**
 * Where a Worker's thread spends its time while something else goes on, by V8's own profiler over the inspector of workerd. Knows no room.
 * @see https://chromedevtools.github.io/devtools-protocol/v8/Profiler/
 */

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** In µs, one for each sample. */
  readonly timeDeltas: readonly number[];
}

const SAMPLING_US = 200;

class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown };
      this.#waiting.get(id)?.(result);
    });
  }

  static async open(port: number): Promise<Inspector> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

  ask(method: string, params: object = {}): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    const result = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    return result;
  }

  close(): void {
    this.#socket.close();
  }
}

/** Shares of the time that the thread was busy, by function, largest first. @param port of workerd's inspector. */
export async function profiled(port: number, work: () => Promise<unknown>): Promise<[name: string, share: number][]> {
  const inspector = await Inspector.open(port);
  await inspector.ask('Profiler.enable');
  await inspector.ask('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  await inspector.ask('Profiler.start');
  await work();
  const { profile } = (await inspector.ask('Profiler.stop')) as { profile: Profile };
  inspector.close();
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const busyUs = new Map<string, number>();
  for (const [i, sample] of profile.samples.entries()) {
    const name = names.get(sample) ?? '';
    if (name !== '(idle)') busyUs.set(name, (busyUs.get(name) ?? 0) + (profile.timeDeltas[i] ?? 0));
  }
  const total = [...busyUs.values()].reduce((sum, it) => sum + it, 0);
  return [...busyUs].map(([name, us]): [string, number] => [name, us / total]).toSorted(([, a], [, b]) => b - a);
}
