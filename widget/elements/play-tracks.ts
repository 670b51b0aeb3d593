/**
 * Plays the tracks of one participant in one `<video>`. Knows the browsers' reasons for silence and black pictures:
 * Chromium holds the sound of a `<video>` back until the first frame of its video track (crbug.com/738379), so a picture
 * joins the stream only when frames arrive; and `play()` is refused before a gesture.
 * Must not know participants or calls.
 */
import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { type ElementPart, type PartInfo, PartType, directive } from 'lit/directive.js';

export interface Playback {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  /** The browser wants a gesture before it lets this sound be heard. */
  readonly onblocked: () => void;
}

/** On the element while it shows a picture, so that the style sheet can hide it otherwise. */
export const LIVE_ATTRIBUTE = 'data-live';

/** On the element while the camera looks away from the person: that picture is no mirror. */
const REAR_ATTRIBUTE = 'data-rear';

/** Whether the browser wants a gesture first. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}

class PlayTracks extends AsyncDirective {
  #element: HTMLVideoElement | null = null;
  #stream: MediaStream | null = null;
  #playback: Playback | null = null;
  #videoTrack: MediaStreamTrack | null = null;
  #lifetime = new AbortController();
  #trackLifetime = new AbortController();

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('playTracks belongs on an element');
  }

  render(_playback: Playback): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [playback]: [Playback]): typeof noChange {
    this.#playback = playback;
    if (part.element !== this.#element && part.element instanceof HTMLVideoElement) this.#attach(part.element);
    this.#sync();
    return noChange;
  }

  override disconnected(): void {
    this.#lifetime.abort();
    this.#trackLifetime.abort();
    this.#videoTrack = null;
    if (this.#element) this.#element.srcObject = null;
    this.#stream = null;
  }

  /** After a move in the document, which pauses media. */
  override reconnected(): void {
    if (this.#element) this.#attach(this.#element);
    this.#sync();
  }

  #attach(element: HTMLVideoElement): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#element = element;
    for (const type of ['resize', 'loadeddata', 'playing', 'emptied']) {
      element.addEventListener(type, () => this.#markLive(), { signal });
    }
  }

  #sync(): void {
    if (!this.#element || !this.#playback) return;
    const { audio, video } = this.#playback;
    this.#element.toggleAttribute(REAR_ATTRIBUTE, video?.getSettings().facingMode === 'environment');
    this.#watch(video);
    const wanted = [audio, video?.muted === false ? video : null].filter((track) => track !== null);
    this.#stream ??= new MediaStream();
    const present = this.#stream.getTracks();
    const added = wanted.filter((track) => !present.includes(track));
    for (const track of present) if (!wanted.includes(track)) this.#stream.removeTrack(track);
    for (const track of added) this.#stream.addTrack(track);
    const source = wanted.length === 0 ? null : this.#stream;
    const isNew = this.#element.srcObject !== source;
    if (isNew) this.#element.srcObject = source;
    if (source !== null && (isNew || added.length > 0)) void this.#play(this.#element);
    this.#markLive();
  }

  /** A remote track is muted while nothing arrives, a local one while the system has taken the device. */
  #watch(track: MediaStreamTrack | null): void {
    if (track === this.#videoTrack) return;
    this.#trackLifetime.abort();
    this.#trackLifetime = new AbortController();
    this.#videoTrack = track;
    const { signal } = this.#trackLifetime;
    for (const type of ['mute', 'unmute', 'ended']) track?.addEventListener(type, () => this.#sync(), { signal });
  }

  async #play(element: HTMLVideoElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // Anything else is an interrupted load, and the next one plays.
      if (!isNotAllowed(error) || element.muted) return;
      this.#playback?.onblocked();
      // A picture without sound is allowed, and better than nothing while the person reads what to do.
      element.muted = true;
      await element.play().catch(() => undefined);
    }
  }

  #markLive(): void {
    const element = this.#element;
    const hasPicture = element !== null && element.videoWidth > 0 && (this.#stream?.getVideoTracks().length ?? 0) > 0;
    element?.toggleAttribute(LIVE_ATTRIBUTE, hasPicture);
  }
}

export const playTracks = directive(PlayTracks);
