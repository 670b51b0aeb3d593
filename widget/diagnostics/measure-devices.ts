/** What a camera shows and a microphone hears, in figures. Takes tracks, and neither opens nor ends one. */
import type { Clock } from '../link/clock.ts';
import { pause } from './patience.ts';

/** How long pictures are counted, in ms. */
const COUNT_MS = 1_500;
const LOOK_MS = 50;

/** How long somebody has to make a sound, in ms. */
const LISTEN_MS = 4_000;

/** How long a browser may take to start sound, in ms; before a click it never does. */
const RESUME_MS = 2_000;

/** What is surely a voice or a beep: the noise of a quiet room is a tenth of it. */
const HEARD = 0.02;

/** The width and height of the copy in which brightness is looked for. */
const COPY_SIZE = 16;

export interface CameraFigures {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** 0 (black) to 255; null where the browser does not let a page look. */
  readonly brightness: number | null;
}

function brightnessOf(video: HTMLVideoElement): number | null {
  const canvas = document.createElement('canvas');
  canvas.width = COPY_SIZE;
  canvas.height = COPY_SIZE;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.drawImage(video, 0, 0, COPY_SIZE, COPY_SIZE);
  const { data } = context.getImageData(0, 0, COPY_SIZE, COPY_SIZE);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0);
  return Math.round(sum / (data.length / 4) / 3);
}

/** Waits for the first picture, then counts for a second and a half.
 *  @throws the reason of `signal` when that aborts, also when no picture ever comes. */
export async function measureCamera(
  track: MediaStreamTrack,
  signal: AbortSignal,
  clock: Clock,
): Promise<CameraFigures> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let count = 0;
  const look = (): void => {
    count += 1;
    if (!signal.aborted) video.requestVideoFrameCallback?.(look);
  };
  // Where frames cannot be listened for, those that were drawn are counted (Firefox before 132).
  const countNow =
    video.requestVideoFrameCallback === undefined
      ? () => video.getVideoPlaybackQuality().totalVideoFrames
      : () => count;
  try {
    video.requestVideoFrameCallback?.(look);
    video.play().catch(() => undefined);
    while (countNow() === 0 || video.videoWidth === 0) await pause(LOOK_MS, signal, clock);
    const [startedAtMs, before] = [clock.now(), countNow()];
    await pause(COUNT_MS, signal, clock);
    const seconds = (clock.now() - startedAtMs) / 1_000;
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      framesPerSecond: Math.round((countNow() - before) / seconds),
      brightness: brightnessOf(video),
    };
  } finally {
    video.srcObject = null;
  }
}

export type NoSound = 'gesture-needed' | 'output-missing';

export interface MicrophoneFigures {
  /** The loudest that was heard, 0 to 1. */
  readonly peak: number;
  readonly isHeard: boolean;
}

/** Listens until something is heard, for four seconds at most. @param onlevel gets each level, 0 to 1.
 *  @returns why nothing can be heard: the browser waits for a click, or starts no sound at all, as Firefox without any speakers.
 *  @throws the reason of `signal`. */
export async function measureMicrophone(
  track: MediaStreamTrack,
  onlevel: (level: number) => void,
  signal: AbortSignal,
  clock: Clock,
): Promise<MicrophoneFigures | NoSound> {
  const context = new AudioContext();
  try {
    void context.resume().catch(() => undefined);
    for (let ms = 0; context.state !== 'running' && ms < RESUME_MS; ms += LOOK_MS) await pause(LOOK_MS, signal, clock);
    if (context.state !== 'running')
      return navigator.userActivation?.hasBeenActive ? 'output-missing' : 'gesture-needed';
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    const startedAtMs = clock.now();
    while (peak < HEARD && clock.now() - startedAtMs < LISTEN_MS) {
      await pause(LOOK_MS, signal, clock);
      analyser.getFloatTimeDomainData(samples);
      const level = samples.reduce((most, sample) => Math.min(1, Math.max(most, Math.abs(sample))), 0);
      peak = Math.max(peak, level);
      onlevel(level);
    }
    return { peak: Math.round(peak * 1_000) / 1_000, isHeard: peak >= HEARD };
  } finally {
    void context.close().catch(() => undefined);
  }
}
