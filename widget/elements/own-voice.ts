/** Whether the own voice is heard, so that its tile can say so. Made as calm as the mark of the others; knows no view. */
import { MARK_MS } from './active-speaker.ts';
import { OwnLevel } from './own-level.ts';

/** The loudest of a moment, 0 to 1, that is surely a voice and not the room. */
export const VOICE_LEVEL = 0.05;

export class OwnVoice {
  readonly #onchange: () => void;
  readonly #level = new OwnLevel((level, nowMs) => this.hear(level, nowMs));
  #heardMs = -MARK_MS;
  #isHeard = false;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** @param track of the microphone; null: it is off, or nobody listens. */
  follow(track: MediaStreamTrack | null): void {
    this.#level.follow(track);
    // Drawn right now.
    if (track === null) this.#isHeard = false;
  }

  hear(level: number, nowMs: number): void {
    if (level >= VOICE_LEVEL) this.#heardMs = nowMs;
    const isHeard = nowMs - this.#heardMs < MARK_MS;
    if (isHeard === this.#isHeard) return;
    this.#isHeard = isHeard;
    this.#onchange();
  }
}
