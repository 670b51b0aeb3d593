/**
 * Plays a recording by Web Audio: an `<audio>` would need `media-src blob:` in the policy of every page. Knows no view.
 */

/** How much later than the recording is long its end may be told, in ms. */
const LATE_MS = 1_000;

export class VoicePlayer {
  readonly #onchange: () => void;
  #context: AudioContext | null = null;
  /** Grows with each start and stop. */
  #turn = 0;
  #isPlaying = false;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  /** To be called in a gesture. What cannot be played is silent: it can be sent all the same. */
  async play(voice: Blob): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const context = new AudioContext();
    this.#context = context;
    this.#set(true);
    try {
      const buffer = await context.decodeAudioData(await voice.arrayBuffer());
      if (turn !== this.#turn) return;
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(context.destination);
      const end = (): void => void (turn === this.#turn && this.stop());
      source.addEventListener('ended', end, { once: true });
      source.start();
      // On a machine without a speaker no time passes for the context, and nothing ever ends.
      setTimeout(end, buffer.duration * 1_000 + LATE_MS);
    } catch {
      if (turn === this.#turn) this.stop();
    }
  }

  stop(): void {
    this.#turn += 1;
    const context = this.#context;
    this.#context = null;
    void context?.close().catch(() => undefined);
    this.#set(false);
  }

  #set(isPlaying: boolean): void {
    if (this.#isPlaying === isPlaying) return;
    this.#isPlaying = isPlaying;
    this.#onchange();
  }
}
