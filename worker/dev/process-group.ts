/**
 * A program and everything it starts, as one thing that can be ended: wrangler starts workerd and esbuild, which must not
 * outlive it. Knows nothing of what the program is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_INTERVAL_MS = 25;

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ProcessGroup {
  readonly child: ChildProcess;
  /** Settles when the program itself has ended; what it started may still run. */
  readonly exited: Promise<Exit>;
  readonly #killNow = (): void => this.#signal('SIGKILL');

  /** Starts the program in a process group (on Windows: a process tree) of its own, so that Ctrl-C in the terminal reaches only us. */
  constructor(command: string, args: readonly string[], options: SpawnOptions) {
    this.child = spawn(command, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
    this.exited = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // The last resort: a crash of ours, or process.exit() somewhere, must not leave it running.
    process.once('exit', this.#killNow);
  }

  /** Asks everything to end, and kills what is left after `graceMs`. Resolves when nothing of it runs any more. */
  async stop(graceMs = 3_000): Promise<void> {
    this.#signal('SIGTERM');
    if (!(await this.#isGoneWithin(graceMs))) await this.kill();
    process.removeListener('exit', this.#killNow);
  }

  /** Ends everything at once, without a chance to say goodbye. Resolves when nothing of it runs any more. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    if (!(await this.#isGoneWithin(10_000))) throw new Error(`Process group ${this.child.pid} does not end.`);
    process.removeListener('exit', this.#killNow);
  }

  async #isGoneWithin(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (this.#isAlive()) {
      if (performance.now() > deadline) return false;
      await delay(POLL_INTERVAL_MS);
    }
    return true;
  }

  #isAlive(): boolean {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined) return false;
    if (exitCode === null && signalCode === null) return true;
    if (process.platform === 'win32') return false;
    if (process.platform === 'linux') return hasLivingMember(pid);
    try {
      process.kill(-pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.child;
    if (pid === undefined || !this.#isAlive()) return;
    // Windows knows neither groups nor signals; a tree can only be ended by force.
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended between the look and the signal.
    }
  }
}

/**
 * Whether a process of the group still runs. A signal cannot tell: in a container whose first process does not reap orphans, the
 * dead ones stay in the table as zombies and still take signals.
 */
function hasLivingMember(groupId: number): boolean {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      // `pid (name) state ppid pgrp ...`; the name may hold anything, also spaces and brackets.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(group) === groupId && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}
