/**
 * Collects local candidates, so that twenty of them are a few messages and not twenty. It must not know where they go.
 */
import { type Clock, type TimerHandle } from '../link/clock.ts';
import type { SignalCandidate } from './signals.ts';

/** Host candidates come in the same instant and set-up waits for them: just long enough to catch them all. */
const FIRST_DELAY_MS = 5;

/** Reflexive and relayed candidates come one by one, each a round trip or more later. */
const NEXT_DELAY_MS = 60;

/** A message never carries more than a receiver accepts. */
const MAX_COUNT = 32;

export class CandidateBatch {
  readonly #onflush: (candidates: SignalCandidate[]) => void;
  readonly #clock: Clock;
  #candidates: SignalCandidate[] = [];
  #timer: TimerHandle | null = null;
  #isFirst = true;
  #last: SignalCandidate | null = null;

  constructor(clock: Clock, onflush: (candidates: SignalCandidate[]) => void) {
    this.#clock = clock;
    this.#onflush = onflush;
  }

  add(candidate: SignalCandidate): void {
    this.#last = candidate;
    this.#candidates.push(candidate);
    if (this.#candidates.length >= MAX_COUNT) return this.flush();
    this.#timer ??= this.#clock.setTimeout(() => this.flush(), this.#isFirst ? FIRST_DELAY_MS : NEXT_DELAY_MS);
  }

  /** Gathering is complete: adds the end-of-candidates that some browsers (Chromium) do not give as a candidate of its own. */
  end(): void {
    if (this.#last !== null && this.#last.candidate !== '') this.add({ ...this.#last, candidate: '' });
  }

  /** Hands over what there is, now: something that must not overtake it is about to be sent. */
  flush(): void {
    const candidates = this.#candidates;
    this.clear();
    if (candidates.length === 0) return;
    this.#isFirst = false;
    this.#onflush(candidates);
  }

  /** A description was sent: the next candidates are the first of a gathering again. */
  expectFirst(): void {
    this.#isFirst = true;
  }

  /** Forgets what there is: its connection is gone. */
  clear(): void {
    this.#candidates = [];
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
