/** Reads the levels of the others while it matters who speaks, and tells when that changes. Knows no view. */
import type { PeerId } from '#protocol';
import { NOBODY_SPEAKS, type Speaking, nextSpeaking } from './active-speaker.ts';
import type { CallModel } from './call-model.ts';

/** How often the levels are read, in ms. */
export const READ_EVERY_MS = 200;

type Heard = Pick<CallModel, 'audioLevels' | 'participants'>;

/** The levels of those who can be heard: what stopped sending would keep its last one. */
function readingsOf({ audioLevels, participants }: Heard): ReadonlyMap<PeerId, number> {
  const heard = [...participants.values()].filter(
    ({ microphoneEnabled, connectionState }) => microphoneEnabled && connectionState === 'connected',
  );
  return new Map(heard.map(({ id }) => [id, audioLevels.get(id) ?? 0]));
}

export class SpeakerWatch {
  readonly #onchange: () => void;
  #speaking: Speaking = NOBODY_SPEAKS;
  #call: Heard | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get speaker(): PeerId | null {
    return this.#speaking.speaker;
  }

  /** Who speaks at this moment; null: nobody. */
  get marked(): PeerId | null {
    return this.#speaking.isMarked ? this.#speaking.speaker : null;
  }

  /** @param call null: nobody needs to know. */
  watch(call: Heard | null): void {
    this.#call = call;
    if (call === null) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#speaking = NOBODY_SPEAKS;
    } else this.#timer ??= setInterval(() => this.#read(), READ_EVERY_MS);
  }

  #read(): void {
    // Nobody looks.
    if (this.#call === null || document.hidden) return;
    const before = this.#speaking;
    this.#speaking = nextSpeaking(before, readingsOf(this.#call), performance.now());
    const { speaker, isMarked } = this.#speaking;
    if (speaker !== before.speaker || isMarked !== before.isMarked) this.#onchange();
  }
}
