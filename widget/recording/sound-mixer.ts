/**
 * Mixes any number of tracks into one, and beats the time for the picture: audio goes on in a page that is hidden, where timers run once a
 * second and frames not at all. Knows nothing of who is heard.
 * @see https://www.w3.org/TR/webaudio-1.1/
 */

/** How long it may take until sound can be mixed, in ms. */
const START_MS = 3_000;

interface Voice {
  readonly source: MediaStreamAudioSourceNode;
  readonly player: HTMLAudioElement;
}

export class SoundMixer {
  readonly #context = new AudioContext();
  readonly #output = this.#context.createMediaStreamDestination();
  /** Several loud voices at once would be cut off. */
  readonly #limiter = this.#context.createDynamicsCompressor();
  readonly #voices = new Map<MediaStreamTrack, Voice>();

  constructor() {
    this.#limiter.connect(this.#output);
  }

  /** @returns whether it runs: not before a gesture, and in Firefox not where nothing can be played. */
  async start(): Promise<boolean> {
    const given = new Promise((resolve) => setTimeout(resolve, START_MS));
    await Promise.race([this.#context.resume().catch(() => undefined), given]);
    return this.#context.state === 'running';
  }

  get track(): MediaStreamTrack | undefined {
    return this.#output.stream.getAudioTracks()[0];
  }

  /** These are heard from now on, and no others. */
  update(tracks: ReadonlySet<MediaStreamTrack>): void {
    for (const [track, voice] of this.#voices) if (!tracks.has(track)) this.#remove(track, voice);
    for (const track of tracks) if (!this.#voices.has(track)) this.#voices.set(track, this.#add(track));
  }

  /** Calls `onbeat` so many times a second, until `signal` aborts. */
  beat(perSecond: number, onbeat: () => void, signal: AbortSignal): void {
    const intervalMs = 1_000 / perSecond;
    let lastMs = performance.now();
    const tick = (): void => {
      lastMs = performance.now();
      onbeat();
    };
    const schedule = (): void => {
      if (signal.aborted || this.#context.state === 'closed') return;
      const source = new ConstantSourceNode(this.#context, { offset: 0 });
      source.connect(this.#output);
      source.onended = () => {
        source.disconnect();
        if (signal.aborted) return;
        schedule();
        tick();
      };
      source.start();
      source.stop(this.#context.currentTime + intervalMs / 1_000);
    };
    schedule();
    const timer = setInterval(() => {
      if (performance.now() - lastMs > 2 * intervalMs) tick();
    }, intervalMs);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  close(): void {
    this.update(new Set());
    void this.#context.close().catch(() => undefined);
  }

  #add(track: MediaStreamTrack): Voice {
    const stream = new MediaStream([track]);
    const source = this.#context.createMediaStreamSource(stream);
    source.connect(this.#limiter);
    // Chromium lets the sound of a connection into WebAudio only while an element plays it (crbug.com/121673).
    const player = new Audio();
    player.muted = true;
    player.srcObject = stream;
    player.play().catch(() => undefined);
    return { source, player };
  }

  #remove(track: MediaStreamTrack, { source, player }: Voice): void {
    source.disconnect();
    player.srcObject = null;
    this.#voices.delete(track);
  }
}
