/**
 * A clock whose time passes only when a test says so. Between two timers every promise callback runs, as in a browser
 * between two tasks. It must not know what the timers do.
 */
import type { Clock, TimerHandle } from '../../widget/link/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly handle: TimerHandle;
  readonly callback: () => void;
}

const isBefore = (a: Timer, b: Timer): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.handle < b.handle);

/** Lets every promise callback run that can run without time passing. */
export function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export class VirtualClock implements Clock {
  #nowMs = 0;
  #lastHandle = 0;
  /** A binary heap, the earliest first; forgotten timers stay in it until they are due. */
  readonly #heap: Timer[] = [];
  readonly #pending = new Set<TimerHandle>();

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const handle = ++this.#lastHandle;
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), handle, callback };
    this.#pending.add(handle);
    this.#push(timer);
    return handle;
  }

  clearTimeout(handle: TimerHandle): void {
    this.#pending.delete(handle);
  }

  /** Timers that have neither fired nor been cleared. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  /** Lets `ms` pass, with all that happens in it. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settlePromises();
    while (this.#fireNext(endMs)) await settlePromises();
    this.#nowMs = endMs;
  }

  /** Lets time pass until nothing waits any more.
   *  @returns whether that was so within `maxMs`. */
  async advanceUntilIdle(maxMs: number): Promise<boolean> {
    const endMs = this.#nowMs + maxMs;
    await settlePromises();
    while (this.#fireNext(endMs)) await settlePromises();
    return this.#pending.size === 0;
  }

  #fireNext(endMs: number): boolean {
    for (let top = this.#heap[0]; top !== undefined && top.atMs <= endMs; top = this.#heap[0]) {
      this.#pop();
      if (!this.#pending.delete(top.handle)) continue;
      this.#nowMs = top.atMs;
      top.callback();
      return true;
    }
    return false;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const other = heap[parent];
      if (other === undefined || isBefore(other, timer)) break;
      heap[index] = other;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      const least = right !== undefined && isBefore(right, left) ? right : left;
      if (least === right) child += 1;
      if (!isBefore(least, last)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
  }
}
