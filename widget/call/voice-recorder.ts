/**
 * Records a voice message: the microphone is opened for it and let go of right after it, and it ends by itself at the longest time or size.
 * Knows no view and not where the message goes.
 * @see https://www.w3.org/TR/mediastream-recording/
 */
import { MAX_VOICE_BYTES, MAX_VOICE_MS } from '#protocol';
import { watchLevel } from '../media/level-meter.ts';
import { type MediaFailureCode, failureCodeOf } from '../media/media-failure.ts';

/** What the desk takes, best first. Safari has the last alone. */
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'] as const;

/** Speech is good at this; two minutes of it are 480 kB, half of what is taken. */
const BITS_PER_SECOND = 32_000;

/** How often the recorder gives what it has, in ms, so that the size is known. */
const SLICE_MS = 1_000;

export type VoiceState =
  | { readonly phase: 'idle' }
  /** The person, or the browser for them, is asked for the microphone. */
  | { readonly phase: 'starting' }
  /** `startedAtMs` by the clock of the recorder; `level` 0 to 1. */
  | { readonly phase: 'recording'; readonly startedAtMs: number; readonly level: number }
  | { readonly phase: 'recorded'; readonly voice: Blob; readonly durationMs: number }
  | { readonly phase: 'failed'; readonly code: MediaFailureCode };

/** What of the browser is used; a test may put another in its place. */
export interface VoicePlatform {
  nowMs(): number;
  setTimeout(action: () => void, delayMs: number): ReturnType<typeof setTimeout>;
  clearTimeout(timer: ReturnType<typeof setTimeout> | undefined): void;
  openMicrophone(): Promise<MediaStream>;
  isTypeSupported(type: string): boolean;
  createRecorder(stream: MediaStream, options: MediaRecorderOptions): MediaRecorder;
  watchLevel(track: MediaStreamTrack, onlevel: (level: number) => void): () => void;
}

const BROWSER: VoicePlatform = {
  nowMs: () => performance.now(),
  setTimeout: (action, delayMs) => setTimeout(action, delayMs),
  clearTimeout: (timer) => clearTimeout(timer),
  openMicrophone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
  isTypeSupported: (type) => typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(type),
  createRecorder: (stream, options) => new MediaRecorder(stream, options),
  watchLevel,
};

export class VoiceRecorder {
  #state: VoiceState = { phase: 'idle' };
  readonly #platform: VoicePlatform;
  readonly #onchange: () => void;
  /** Grows with each start and discard: what comes of an earlier one is let go of. */
  #turn = 0;
  #recorder: MediaRecorder | null = null;
  #release = (): void => {};
  /** Settled when nothing is being recorded. */
  #ended = Promise.resolve();

  constructor(onchange: () => void, platform: VoicePlatform = BROWSER) {
    this.#onchange = onchange;
    this.#platform = platform;
  }

  get state(): VoiceState {
    return this.#state;
  }

  /** Whether this browser can record at all. */
  get isSupported(): boolean {
    return this.#type !== undefined;
  }

  /** How long it has been recording, in ms. */
  get elapsedMs(): number {
    return this.#state.phase === 'recording' ? this.#platform.nowMs() - this.#state.startedAtMs : 0;
  }

  /** To be called in a gesture. What was recorded before is gone. */
  async start(): Promise<void> {
    if (this.#state.phase === 'starting' || this.#state.phase === 'recording') return;
    this.discard();
    const turn = this.#turn;
    this.#become({ phase: 'starting' });
    let stream: MediaStream;
    try {
      stream = await this.#platform.openMicrophone();
    } catch (error) {
      const code = failureCodeOf(error, 'microphone', globalThis.document ?? {});
      if (turn === this.#turn) this.#become({ phase: 'failed', code });
      return;
    }
    if (turn !== this.#turn) return stopAll(stream);
    try {
      this.#record(stream, turn);
    } catch {
      this.#release();
      stopAll(stream);
      this.#become({ phase: 'failed', code: 'unsupported-browser' });
    }
  }

  /** What was said is kept; where the microphone is still asked for, nothing begins. */
  stop(): void {
    if (this.#state.phase === 'starting') return this.discard();
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
  }

  /** The same. @returns what was said, as soon as all of it is there; undefined where nothing was. */
  async finish(): Promise<Blob | undefined> {
    this.stop();
    await this.#ended;
    return this.#state.phase === 'recorded' ? this.#state.voice : undefined;
  }

  /** Whatever there is, and lets go of the microphone. */
  discard(): void {
    this.#turn += 1;
    this.#release();
    if (this.#state.phase !== 'idle') this.#become({ phase: 'idle' });
  }

  get #type(): string | undefined {
    return TYPES.find((type) => this.#platform.isTypeSupported(type));
  }

  #record(stream: MediaStream, turn: number): void {
    const [track] = stream.getAudioTracks();
    const mimeType = this.#type;
    if (track === undefined || mimeType === undefined) {
      stopAll(stream);
      return this.#become({ phase: 'failed', code: 'unsupported-browser' });
    }
    const { nowMs, setTimeout, clearTimeout } = this.#platform;
    const recorder = this.#platform.createRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    const startedAtMs = nowMs();
    const slices: Blob[] = [];
    let bytes = 0;
    let isFull = false;
    const timer = setTimeout(() => this.stop(), MAX_VOICE_MS);
    const unwatch = this.#platform.watchLevel(track, (level) => {
      if (turn === this.#turn && this.#state.phase === 'recording') this.#become({ ...this.#state, level });
    });
    this.#recorder = recorder;
    let tellEnd = (): void => undefined;
    this.#ended = new Promise((resolve) => {
      tellEnd = resolve;
    });
    this.#release = () => {
      this.#release = () => {};
      tellEnd();
      this.#recorder = null;
      clearTimeout(timer);
      unwatch();
      if (recorder.state !== 'inactive') recorder.stop();
      stopAll(stream);
    };
    recorder.ondataavailable = ({ data }) => {
      // One byte too many would make all of it worthless, and a hole would, too.
      isFull ||= bytes + data.size > MAX_VOICE_BYTES;
      if (isFull) return this.stop();
      bytes += data.size;
      slices.push(data);
      // The time goes on, also where no level is heard: Firefox runs no AudioContext before a gesture.
      this.#onchange();
    };
    recorder.onstop = () => {
      if (turn !== this.#turn) return;
      const durationMs = Math.min(nowMs() - startedAtMs, MAX_VOICE_MS);
      this.#release();
      const [type = ''] = mimeType.split(';');
      const voice = new Blob(slices, { type });
      this.#become(voice.size === 0 ? { phase: 'idle' } : { phase: 'recorded', voice, durationMs });
    };
    // The microphone was pulled out, or taken away: what was said is kept.
    track.addEventListener('ended', () => this.stop(), { once: true });
    recorder.start(SLICE_MS);
    this.#become({ phase: 'recording', startedAtMs, level: 0 });
  }

  #become(state: VoiceState): void {
    this.#state = state;
    this.#onchange();
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
