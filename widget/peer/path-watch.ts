/**
 * Which way the packets of the shown connection take: looks now and then, because ICE may change over by itself, and tells
 * when it is another one. Knows nothing of what the path is good for.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';
import { type ConnectionPath, pathOf } from './connection-stats.ts';

/** Between two looks. */
const LOOK_MS = 5_000;

/** The browser names the pair in use a moment after it says `connected`. */
const FIRST_LOOK_MS = 200;

interface Watched {
  readStats(): Promise<RTCStatsReport>;
}

export class PathWatch {
  readonly #clock: Clock;
  readonly #onpath: (path: ConnectionPath) => void;
  readonly #onstats: ((report: RTCStatsReport) => void) | undefined;
  #path: ConnectionPath | null = null;
  #watched: Watched | null = null;
  #timer: TimerHandle | null = null;

  /** @param onstats gets every look, so that nobody else has to take one. */
  constructor(clock: Clock, onpath: (path: ConnectionPath) => void, onstats?: (report: RTCStatsReport) => void) {
    this.#clock = clock;
    this.#onpath = onpath;
    this.#onstats = onstats;
  }

  /** The newest known; null before the first. */
  get path(): ConnectionPath | null {
    return this.#path;
  }

  /** Looks at `watched` from now on, and at nothing else. */
  start(watched: Watched): void {
    this.stop();
    this.#watched = watched;
    this.#schedule(FIRST_LOOK_MS);
  }

  stop(): void {
    this.#watched = null;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(delayMs: number): void {
    this.#timer = this.#clock.setTimeout(() => void this.#look(), delayMs);
  }

  async #look(): Promise<void> {
    const watched = this.#watched;
    if (watched === null) return;
    const report = await watched.readStats();
    if (watched !== this.#watched) return;
    this.#schedule(LOOK_MS);
    this.#onstats?.(report);
    const path = pathOf(report);
    if (path === null || (path.path === this.#path?.path && path.protocol === this.#path.protocol)) return;
    this.#path = path;
    this.#onpath(path);
  }
}
