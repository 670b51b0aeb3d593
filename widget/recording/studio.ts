/** Makes one picture and one sound of everybody in a call, as long as it is open. Knows nothing of files. */
import type { Participant } from '../call/participant.ts';
import { PictureGrid, type Shown } from './picture-grid.ts';
import { SoundMixer } from './sound-mixer.ts';

/** Enough for faces and slides; each costs the processor. */
export const FRAMES_PER_SECOND = 20;

/** Tracks of a participant that are played. */
const heardOf = ({ microphoneTrack, screenAudioTrack }: Participant): readonly (MediaStreamTrack | null)[] => [
  microphoneTrack,
  screenAudioTrack,
];

function shownOf({ name, cameraEnabled, cameraTrack, screenshareEnabled, screenTrack }: Participant): Shown[] {
  const person = { name, track: cameraEnabled ? cameraTrack : null, isScreen: false };
  return screenshareEnabled && screenTrack !== null ? [person, { name, track: screenTrack, isScreen: true }] : [person];
}

export class Studio {
  readonly stream: MediaStream;
  readonly #lifetime = new AbortController();
  readonly #grid = new PictureGrid();
  readonly #mixer = new SoundMixer();

  /** @throws where the browser cannot. */
  constructor() {
    this.stream = this.#grid.canvas.captureStream(FRAMES_PER_SECOND);
    this.#mixer.beat(FRAMES_PER_SECOND, () => this.#grid.draw(), this.#lifetime.signal);
  }

  /** @returns whether there is sound in it. */
  async start(): Promise<boolean> {
    const isMixing = await this.#mixer.start();
    const sound = this.#mixer.track;
    // A recorder that waits for a sound that stands still writes nothing at all.
    if (isMixing && sound !== undefined) this.stream.addTrack(sound);
    return isMixing;
  }

  /** Who is seen and heard from now on. */
  update(people: readonly Participant[]): void {
    this.#grid.update(people.flatMap(shownOf));
    const heard = people.flatMap(heardOf).filter((track) => track !== null && track.readyState === 'live');
    this.#mixer.update(new Set(heard as MediaStreamTrack[]));
  }

  close(): void {
    this.#lifetime.abort();
    for (const track of this.stream.getTracks()) track.stop();
    this.#grid.close();
    this.#mixer.close();
  }
}
