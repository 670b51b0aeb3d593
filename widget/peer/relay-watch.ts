/**
 * A relay that ends with its credentials: when a connection that runs through one has to make way for another, so that nobody
 * hears the end. Knows nothing of how credentials are renewed, nor how connections are made.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';
import { usesOwnRelay } from './connection-stats.ts';
import type { RelayTerm } from './relay-term.ts';

/** The part of the time that is left when the first look is taken, at random: in a room of many not all change at once. Fresh
 *  ones have been asked for before that. */
const LEFT_MIN = 0.05;
const LEFT_MAX = 0.15;

/** Between two looks, as a part of the time: 3 s of five minutes, 144 s of four hours. */
const LOOK_PART = 0.01;
const LOOK_MIN_MS = 1_000;

/** A timer takes no more than 31 bits; who is told more looks once a day. */
const MAX_DELAY_MS = 86_400_000;

interface Watched {
  /** null where its relay does not end. */
  readonly relayTerm: RelayTerm | null;
  readStats(): Promise<RTCStatsReport>;
}

export interface RelayWatchOptions {
  readonly clock: Clock;
  /** Of the credentials that a new connection would get. */
  newest(): RelayTerm | null;
  /** Whether all is well: what is being repaired anyway is left alone. */
  mayLeave(): boolean;
  leave(): void;
  /** Default: Math.random. */
  readonly random?: () => number;
}

export class RelayWatch {
  readonly #options: RelayWatchOptions;
  #watched: Watched | null = null;
  #timer: TimerHandle | null = null;

  constructor(options: RelayWatchOptions) {
    this.#options = options;
  }

  /** Sees to `watched` from now on, and to nothing else. */
  start(watched: Watched): void {
    this.stop();
    const { relayTerm: term } = watched;
    if (term === null) return;
    const { clock, random = Math.random } = this.#options;
    const leftMs = term.ttlMs * (LEFT_MIN + (LEFT_MAX - LEFT_MIN) * random());
    this.#watched = watched;
    this.#schedule(term, term.endsAtMs - leftMs - clock.now());
  }

  stop(): void {
    this.#watched = null;
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(term: RelayTerm, delayMs: number): void {
    const { clock } = this.#options;
    const shortMs = Math.min(Math.max(delayMs, 0), MAX_DELAY_MS);
    this.#timer = clock.setTimeout(() => {
      if (shortMs < delayMs) this.#schedule(term, delayMs - shortMs);
      else void this.#look(term);
    }, shortMs);
  }

  async #look(term: RelayTerm): Promise<void> {
    const { clock, newest, mayLeave, leave } = this.#options;
    const watched = this.#watched;
    // What was lost by then is repaired like any other loss.
    if (watched === null || clock.now() >= term.endsAtMs) return this.stop();
    const isNeeded = newest() !== term && mayLeave() && usesOwnRelay(await watched.readStats());
    if (watched !== this.#watched) return;
    if (!isNeeded || !mayLeave()) return this.#schedule(term, Math.max(LOOK_MIN_MS, term.ttlMs * LOOK_PART));
    this.stop();
    leave();
  }
}
