/**
 * Runs the recovery ladder of one peer: keeps its state, its deadline and the time. What is to be done it hands over; how
 * that is done it must not know.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';
import {
  type RecoveryAction,
  type RecoveryInput,
  type RecoveryState,
  nextRecovery,
  recoveryDeadline,
  startRecovery,
} from './recovery-policy.ts';

export interface RecoveryOptions {
  readonly clock: Clock;
  /** Whether the connection that is shown delivers. */
  isUsable(): boolean;
  act(action: Exclude<RecoveryAction, 'none'>): void;
}

export class Recovery {
  readonly #options: RecoveryOptions;
  #state: RecoveryState;
  #timer: TimerHandle | null = null;
  #isClosed = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#state = startRecovery(options.clock.now());
  }

  get phase(): RecoveryState['phase'] {
    return this.#state.phase;
  }

  /** The pair meets, or meets again after the other page was loaded anew. */
  start(): void {
    this.#state = startRecovery(this.#options.clock.now());
    this.#schedule();
  }

  handle(input: RecoveryInput): void {
    if (this.#isClosed) return;
    const { state, action } = nextRecovery(this.#state, input, this.#options.clock.now());
    this.#state = state;
    if (action !== 'none') this.#options.act(action);
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    this.#clear();
  }

  #schedule(): void {
    this.#clear();
    const { clock, isUsable } = this.#options;
    const deadline = recoveryDeadline(this.#state);
    if (deadline === null || this.#isClosed) return;
    const delayMs = Math.max(0, deadline - clock.now());
    this.#timer = clock.setTimeout(() => this.handle({ type: 'tick', isUsable: isUsable() }), delayMs);
  }

  #clear(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
