/** Plays the ring tone by Web Audio, without a file. Knows that a page may make no sound before a gesture, and no call. */
import { type RingNote, ringNotes } from './ring-tone.ts';
import { type SoundSetting, recallSound, rememberSound } from './sound-memory.ts';

/** How long somebody hears who tries out the volume, in ms. */
const SAMPLE_MS = 1_500;
/** A note begins and ends softly, in seconds: one that is cut clicks. */
const SOFT_S = 0.02;
/** The loudest there is: a sine of full height is more than anybody wants. */
const MAX_GAIN = 0.5;

export class RingSound {
  readonly #onchange: () => void;
  #setting: SoundSetting = recallSound();
  #context: AudioContext | null = null;
  #volume: GainNode | null = null;
  #playing: GainNode | null = null;

  /** @param onchange something of it is shown in another way now. */
  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get setting(): SoundSetting {
    return this.#setting;
  }

  /** Whether the browser wants a gesture before anything can be heard. */
  get isBlocked(): boolean {
    if (this.#context !== null) return this.#context.state === 'suspended';
    // One that is made before a gesture is a warning in the console of each browser.
    return navigator.userActivation?.hasBeenActive === false;
  }

  change(setting: Partial<SoundSetting>): void {
    this.#setting = { ...this.#setting, ...setting };
    rememberSound(this.#setting);
    this.#applyVolume();
    this.#onchange();
  }

  /** Makes sound ready; in the handler of a gesture it is ready for as long as the page lives. */
  unlock(): void {
    const context = this.#open();
    if (context?.state === 'suspended') void context.resume().then(this.#onchange, () => undefined);
  }

  /** @param lengthMs until it has rung long enough by itself. */
  play(lengthMs: number): void {
    this.stop();
    const context = this.#open();
    if (context === null || this.#volume === null) return;
    this.unlock();
    const gate = new GainNode(context);
    gate.connect(this.#volume);
    for (const note of ringNotes(lengthMs)) this.#schedule(context, gate, note);
    this.#playing = gate;
  }

  /** As loud as a call would be. */
  sample(): void {
    this.change({ isMuted: false });
    this.play(SAMPLE_MS);
  }

  stop(): void {
    this.#playing?.disconnect();
    this.#playing = null;
  }

  close(): void {
    this.stop();
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#volume = null;
  }

  #open(): AudioContext | null {
    if (this.#context !== null) return this.#context;
    try {
      const context = new AudioContext();
      context.addEventListener('statechange', this.#onchange);
      this.#context = context;
      this.#volume = new GainNode(context);
      this.#volume.connect(context.destination);
      this.#applyVolume();
      return context;
    } catch {
      // No sound on this machine: the card and the notification are there.
      return null;
    }
  }

  #applyVolume(): void {
    const { volume, isMuted } = this.#setting;
    // Twice as loud to the ear is far more than twice the height.
    if (this.#volume) this.#volume.gain.value = isMuted ? 0 : volume ** 2 * MAX_GAIN;
  }

  #schedule(context: AudioContext, gate: GainNode, { atS, lengthS, hz }: RingNote): void {
    const startS = context.currentTime + atS;
    const endS = startS + lengthS;
    const tone = new OscillatorNode(context, { frequency: hz });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, startS);
    envelope.gain.linearRampToValueAtTime(1, startS + SOFT_S);
    envelope.gain.exponentialRampToValueAtTime(0.001, endS);
    tone.connect(envelope).connect(gate);
    tone.start(startS);
    tone.stop(endS);
  }
}
