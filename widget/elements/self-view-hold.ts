/**
 * Holds the own picture back for a moment after joining, unless it was already there as a preview: drawing it takes time
 * from the other's first picture, which is what people wait for. Knows only the states of a call.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CallStateName } from '../call/call-state.ts';

/** The longest hold, in ms: whoever is alone sees themselves then. */
export const LONGEST_HOLD_MS = 800;

/** How long the hold outlasts `connected`, in ms; a first picture comes 60 to 250 ms after it. */
export const AFTER_CONNECTED_MS = 250;

export class SelfViewHold implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the own picture waits. */
  get isHeld(): boolean {
    return this.#timer !== null;
  }

  handleState(state: CallStateName, previous: CallStateName): void {
    const isJoining = state === 'connecting' && previous !== 'prejoin' && previous !== 'waiting';
    if (isJoining) this.#releaseIn(LONGEST_HOLD_MS);
    else if (state === 'connected' && this.isHeld) this.#releaseIn(AFTER_CONNECTED_MS);
  }

  hostDisconnected(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #releaseIn(delayMs: number): void {
    this.hostDisconnected();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#host.requestUpdate();
    }, delayMs);
  }
}
