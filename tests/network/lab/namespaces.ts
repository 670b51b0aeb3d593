/**
 * The network namespaces of one run. Their names hold our process id, so that a later run finds and removes what a run that
 * was killed left behind. No namespace is ever linked to the machine's own network. Knows no topology.
 */
import { readFileSync } from 'node:fs';
import { ProcessGroup } from '../../../worker/dev/process-group.ts';
import type { SpawnOptions } from 'node:child_process';
import { ipBatch, run } from './command.ts';

const PREFIX = 'p2p-call-lab-';
const NAME_PATTERN = new RegExp(`^${PREFIX}(\\d+)-`);

/** Whether a run of the lab, or of the bench that uses it, with this process id is going on; ids are used again, so its command line
 *  must fit. */
function isRunning(pid: number): boolean {
  try {
    return /tests\/(?:network|bench)\//.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

function remove(namespace: string): void {
  for (const pid of run('ip', ['netns', 'pids', namespace]).split(/\s+/).filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  run('ip', ['netns', 'del', namespace]);
}

/** Removes the namespaces of runs that are over, with everything that still runs in them. @returns how many there were. */
export function sweepDeadRuns(): number {
  const names = run('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  const dead = names.filter((name) => {
    const pid = NAME_PATTERN.exec(name)?.[1];
    return pid !== undefined && Number(pid) !== process.pid && !isRunning(Number(pid));
  });
  for (const name of dead) remove(name);
  return dead.length;
}

export class Namespaces {
  static #runCount = 0;
  readonly #run = (Namespaces.#runCount += 1);
  readonly #created: string[] = [];
  readonly #removeAll = (): void => this.dispose();

  constructor() {
    // Runs on every end but SIGKILL: a crash of ours, process.exit(), a signal that somebody turned into an exit.
    process.once('exit', this.#removeAll);
  }

  /** The full name of the namespace called `name` within this run. */
  fullName(name: string): string {
    return `${PREFIX}${process.pid}-${this.#run}-${name}`;
  }

  /** Makes an empty namespace: loopback up, no IPv6 (one address family keeps candidates and routes countable). */
  create(name: string): string {
    const namespace = this.fullName(name);
    run('ip', ['netns', 'add', namespace]);
    this.#created.push(namespace);
    this.setKernelParameter(namespace, 'net/ipv6/conf/all/disable_ipv6', 1);
    this.setKernelParameter(namespace, 'net/ipv6/conf/default/disable_ipv6', 1);
    ipBatch(['link set lo up'], namespace);
    return namespace;
  }

  /** @param path below `/proc/sys`, with slashes. */
  setKernelParameter(namespace: string, path: string, value: number): void {
    run('ip', ['netns', 'exec', namespace, 'sh', '-c', `echo ${value} > /proc/sys/${path}`]);
  }

  /** Starts a program inside; the caller ends it, or at the latest {@link dispose} does. */
  spawn(namespace: string, command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
    return new ProcessGroup('ip', ['netns', 'exec', namespace, command, ...args], options);
  }

  /** Kills everything inside and removes the namespaces. Safe to repeat. */
  dispose(): void {
    process.removeListener('exit', this.#removeAll);
    for (const namespace of this.#created.splice(0).toReversed()) {
      try {
        remove(namespace);
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  }
}
