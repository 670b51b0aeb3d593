/** The network emulator as an object: one process of `emulator.py` that carries all wires of the lab. Knows no hosts. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import { run } from './command.ts';
import type { Namespaces } from './namespaces.ts';

/** What happens to frames of one direction; see the head of `emulator.py`. Everything left out is off. */
export interface Impairment {
  readonly delayMs?: number;
  readonly jitterMs?: number;
  readonly lossPercent?: number;
  /** Mean number of frames lost in a row. */
  readonly burstLength?: number;
  readonly duplicatePercent?: number;
  readonly reorderPercent?: number;
  readonly rateKbps?: number;
  readonly queueBytes?: number;
  readonly drop?: readonly ('ip' | 'udp' | 'tcp' | 'icmp')[];
}

/** Frames counted since the start. */
export interface DirectionStatistics {
  readonly received: number;
  readonly sent: number;
  readonly lost: number;
}

export interface WireStatistics {
  readonly up: DirectionStatistics;
  readonly down: DirectionStatistics;
}

/** The two interfaces of a wire in the emulator's namespace. */
export interface Wire {
  readonly name: string;
  readonly hostEnd: string;
  readonly netEnd: string;
}

interface Answer {
  readonly ready?: boolean;
  readonly id?: number;
  readonly wires?: Readonly<Record<string, WireStatistics>>;
  readonly error?: string;
}

const SCRIPT = join(import.meta.dirname, 'emulator.py');

type Settle = (answer: Answer) => void;

export class Emulator {
  readonly #group: ProcessGroup;
  readonly #pending = new Map<number, Settle>();
  #lastId = 0;

  private constructor(group: ProcessGroup, onready: () => void) {
    this.#group = group;
    if (!group.child.stdout) throw new Error('The emulator has no output.');
    createInterface({ input: group.child.stdout }).on('line', (line) => {
      const answer: Answer = JSON.parse(line);
      if (answer.ready) onready();
      if (answer.id === undefined) return;
      this.#pending.get(answer.id)?.(answer);
      this.#pending.delete(answer.id);
    });
    void group.exited.then(() => {
      for (const settle of this.#pending.values()) settle({ error: 'the emulator has ended' });
    });
  }

  /** Starts it and waits until it carries frames. @throws if it ends before. */
  static async start(
    namespaces: Namespaces,
    namespace: string,
    wires: readonly Wire[],
    seed: number,
  ): Promise<Emulator> {
    const args = wires.map(({ name, hostEnd, netEnd }) => `${name}=${hostEnd}:${netEnd}`);
    // Before everything else: a wire on which frames wait for busy browsers is not the wire that was ordered.
    const command = ['-n', '-15', pythonPath(), SCRIPT, 'run', String(seed), ...args];
    const group = namespaces.spawn(namespace, 'nice', command, {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ready = Promise.withResolvers<void>();
    const emulator = new Emulator(group, ready.resolve);
    await Promise.race([
      ready.promise,
      group.exited.then(() => Promise.reject(new Error('The emulator ended at once.'))),
    ]);
    return emulator;
  }

  /** Replaces what both directions of a wire do; resolves when it is in force. */
  async impair(wire: string, up: Impairment, down: Impairment): Promise<void> {
    await this.#request({ wire, up, down });
  }

  async statistics(wire: string): Promise<WireStatistics> {
    const { wires } = await this.#request({});
    const found = wires?.[wire];
    if (found === undefined) throw new Error(`There is no wire ${wire}.`);
    return found;
  }

  stop(): Promise<void> {
    return this.#group.stop();
  }

  async #request(body: object): Promise<Answer> {
    const id = (this.#lastId += 1);
    const answer = await new Promise<Answer>((resolve) => {
      this.#pending.set(id, resolve);
      this.#group.child.stdin?.write(`${JSON.stringify({ id, ...body })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`The emulator refused: ${answer.error}`);
    return answer;
  }
}

/** Makes interfaces fit to be ends of a wire; they may move to another namespace afterwards. */
export function prepareInterfaces(namespace: string, interfaces: readonly string[]): void {
  run('ip', ['netns', 'exec', namespace, pythonPath(), SCRIPT, 'prepare', ...interfaces]);
}

/** Makes a router forget every connection that it translates, so that what goes on gets a translation by its present rules. */
export function forgetConnections(namespace: string): void {
  run('ip', ['netns', 'exec', namespace, pythonPath(), SCRIPT, 'forget']);
}

/** Debian's own: a version manager's shim on the PATH would start a shell first. */
export function pythonPath(): string {
  return process.env['PYTHON_PATH'] ?? '/usr/bin/python3';
}
