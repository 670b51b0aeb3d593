/**
 * How loud a track is, while somebody looks: nothing runs in a hidden page. Takes a track, and neither opens nor ends one.
 * @see https://www.w3.org/TR/webaudio/#AnalyserNode
 */

/** What is surely a voice: the noise of a quiet room is a tenth of it. */
export const HEARD = 0.02;

/** How long nothing may be heard before it is said, in ms. */
export const SILENT_AFTER_MS = 6_000;

/** Between two looks, in ms. */
const LOOK_MS = 66;

interface Ear {
  readonly context: AudioContext;
  readonly analyser: AnalyserNode;
}

/** @returns null where there is no sound to be had, as without a sound card, or with too many contexts on the page. */
function earAt(track: MediaStreamTrack): Ear | null {
  try {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    return { context, analyser };
  } catch {
    return null;
  }
}

/** @param onlevel gets the loudest of a moment, 0 to 1, and the time in ms. Not called while the browser holds sound back.
 *  @returns what ends it. */
export function watchLevel(track: MediaStreamTrack, onlevel: (level: number, nowMs: number) => void): () => void {
  const ear = earAt(track);
  if (ear === null) return () => undefined;
  const { context, analyser } = ear;
  const samples = new Float32Array(analyser.fftSize);
  const lifetime = new AbortController();
  const follow = (): void => {
    const change = document.visibilityState === 'hidden' ? context.suspend() : context.resume();
    change.catch(() => undefined);
  };
  let lookedAt = 0;
  const look = (now: number): void => {
    if (lifetime.signal.aborted) return;
    requestAnimationFrame(look);
    if (now - lookedAt < LOOK_MS || context.state !== 'running') return;
    lookedAt = now;
    analyser.getFloatTimeDomainData(samples);
    onlevel(
      samples.reduce((most, sample) => Math.min(1, Math.max(most, Math.abs(sample))), 0),
      now,
    );
  };
  document.addEventListener('visibilitychange', follow, { signal: lifetime.signal });
  follow();
  requestAnimationFrame(look);
  return () => {
    lifetime.abort();
    context.close().catch(() => undefined);
  };
}

/** Whether a microphone that is on hears nothing at all. */
export class SilenceWatch {
  #heardAt: number | null = null;

  /** @returns whether nothing was heard for {@link SILENT_AFTER_MS}. */
  hear(level: number, nowMs: number): boolean {
    if (level >= HEARD || this.#heardAt === null) this.#heardAt = nowMs;
    return nowMs - this.#heardAt >= SILENT_AFTER_MS;
  }
}

/** How loud somebody is who speaks to a microphone, and not beside it. */
const SPOKEN = 0.1;

/** That long within the last second, in looks: a cough is shorter. */
const MIN_LOUD_LOOKS = 6;
const WINDOW_MS = 1_000;

/** Whether somebody speaks. */
export class SpeechWatch {
  #loudAt: readonly number[] = [];

  hear(level: number, nowMs: number): boolean {
    this.#loudAt = this.#loudAt.filter((at) => nowMs - at < WINDOW_MS);
    if (level >= SPOKEN) this.#loudAt = [...this.#loudAt, nowMs];
    return this.#loudAt.length >= MIN_LOUD_LOOKS;
  }
}
