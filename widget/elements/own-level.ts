/** Follows how loud the own microphone is, one track at a time, for as long as it is wanted. Knows no nodes. */
import { watchLevel } from '../call/device-choice.ts';

export class OwnLevel {
  readonly #onlevel: (level: number, nowMs: number, isMuted: boolean) => void;
  #source: MediaStreamTrack | null = null;
  #isMuted = false;
  #stop: (() => void) | null = null;

  /** @param onlevel gets the level, 0 to 1, the time in ms, and whether the microphone is off. */
  constructor(onlevel: (level: number, nowMs: number, isMuted: boolean) => void) {
    this.#onlevel = onlevel;
  }

  /** @param track null: nothing. @param isMuted it is off, and heard in a copy, which ends with this. */
  follow(track: MediaStreamTrack | null, isMuted = false): void {
    if (track === this.#source && isMuted === this.#isMuted) return;
    this.#stop?.();
    this.#stop = null;
    [this.#source, this.#isMuted] = [track, isMuted];
    if (track?.readyState !== 'live') return;
    const heard = isMuted ? track.clone() : track;
    heard.enabled ||= isMuted;
    const stop = watchLevel(heard, (level, nowMs) => this.#onlevel(level, nowMs, isMuted));
    this.#stop = () => {
      stop();
      if (isMuted) heard.stop();
    };
  }
}
