/**
 * The own shared screen: on, being asked for, or off. Owns its tracks and ends them; the browser's own "Stop sharing" ends them
 * too. Knows nothing of peers.
 * @see https://www.w3.org/TR/screen-capture/
 */
import { MediaFailure, failureCodeOf, isBlockedByPolicy } from './media-failure.ts';
import { SCREEN_OFF, type ScreenState, canShareScreen } from './screen-state.ts';

/** Members that TypeScript does not know yet. @see https://www.w3.org/TR/screen-capture/#displaymediastreamoptions */
interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly surfaceSwitching: 'include';
  readonly selfBrowserSurface: 'exclude';
  readonly systemAudio: 'include' | 'exclude';
}

/** The sound of the whole system has the others' voices in it: it is taken only where the browser leaves our own page out. */
function displayOptions(): DisplayOptions {
  const supported: object = navigator.mediaDevices.getSupportedConstraints?.() ?? {};
  const restrictOwnAudio = 'restrictOwnAudio' in supported;
  return {
    video: { frameRate: { ideal: 15, max: 30 } },
    // Constraints that a browser does not know are ignored.
    audio: { restrictOwnAudio, echoCancellation: false, noiseSuppression: false } as MediaTrackConstraints,
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
    systemAudio: restrictOwnAudio ? 'include' : 'exclude',
  };
}

/** "Cancel" in the browser's own dialog is no failure; Chromium says the same name, and another message, where the system
 *  does not let it record the screen. */
function isCancel(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotAllowedError' && !/by system/i.test(error.message);
}

export class ScreenShare {
  readonly #onchange: () => void;
  #state: ScreenState = SCREEN_OFF;
  #tracks: readonly MediaStreamTrack[] = [];
  /** The request that is under way, so that a second one joins it. */
  #asking: Promise<boolean> | null = null;
  /** Grows at every stop: a stream that comes later is ended. */
  #lifetime = 0;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get state(): ScreenState {
    return this.#state;
  }

  /** The picture; null while nothing is shared. */
  get track(): MediaStreamTrack | null {
    return this.#tracks.find(({ kind }) => kind === 'video') ?? null;
  }

  /** The sound that goes with it; null where there is none. */
  get audioTrack(): MediaStreamTrack | null {
    return this.#tracks.find(({ kind }) => kind === 'audio') ?? null;
  }

  /** Lets the person choose what to share; needs a gesture. @returns whether it is shared: false after a cancel.
   *  @throws MediaFailure where the browser or the system does not allow it. */
  start(): Promise<boolean> {
    if (this.#state.enabled) return Promise.resolve(true);
    if (this.#asking !== null) return this.#asking;
    const asking = this.#ask().finally(() => {
      if (this.#asking === asking) this.#asking = null;
    });
    this.#asking = asking;
    return asking;
  }

  /** Ends it. Safe to repeat. */
  stop(): void {
    this.#lifetime += 1;
    this.#asking = null;
    const isOff = this.#state === SCREEN_OFF;
    for (const track of this.#tracks) track.stop();
    this.#tracks = [];
    if (!isOff) this.#update(SCREEN_OFF);
  }

  async #ask(): Promise<boolean> {
    if (!canShareScreen()) throw this.#fail(new MediaFailure('unsupported-browser', 'screen'));
    if (isBlockedByPolicy('screen', document)) throw this.#fail(new MediaFailure('policy-blocked', 'screen'));
    const lifetime = this.#lifetime;
    this.#update({ ...SCREEN_OFF, pending: true });
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(displayOptions());
      return this.#take(stream.getTracks(), lifetime);
    } catch (error) {
      if (lifetime !== this.#lifetime) return false;
      if (!isCancel(error))
        throw this.#fail(new MediaFailure(failureCodeOf(error, 'screen', document), 'screen', error));
      this.#update(SCREEN_OFF);
      return false;
    }
  }

  #take(tracks: readonly MediaStreamTrack[], lifetime: number): boolean {
    if (lifetime !== this.#lifetime) {
      for (const track of tracks) track.stop();
      return false;
    }
    this.#tracks = tracks;
    for (const track of tracks) {
      // Text must stay sharp; frames may wait.
      track.contentHint = track.kind === 'video' ? 'detail' : 'music';
      track.addEventListener('ended', () => this.#lose(track), { once: true });
    }
    this.#update({ ...SCREEN_OFF, enabled: true });
    return true;
  }

  /** The browser's own button, or the shared window was closed. */
  #lose(track: MediaStreamTrack): void {
    if (!this.#tracks.includes(track)) return;
    if (track.kind === 'video') return this.stop();
    this.#tracks = this.#tracks.filter((other) => other !== track);
    this.#update(this.#state);
  }

  #fail(failure: MediaFailure): MediaFailure {
    this.#update({ ...SCREEN_OFF, failure });
    return failure;
  }

  #update(state: ScreenState): void {
    this.#state = state;
    this.#onchange();
  }
}
