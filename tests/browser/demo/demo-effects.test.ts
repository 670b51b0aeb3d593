/** The example of `processTrack` that the page /demo runs and shows, in real calls. */
import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import type { CallOptions } from '../../../widget/call/call-options.ts';
import { cleaned, drawn } from '../../../widget/demo/demo-effects.js';

const DEADLINE_MS = 20_000;
const calls: Call[] = [];

/** Sound needs a gesture first, as in life. */
beforeAll(() => userEvent.click(document.documentElement));

afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
  document.body.replaceChildren();
});

async function pairWith(processTrack: CallOptions['processTrack']): Promise<readonly [Call, Call]> {
  const room = `room-${crypto.randomUUID().slice(0, 8)}`;
  const [left, right] = [
    new Call({ room, displayName: 'Left', signaling: 'local', processTrack }),
    new Call({ room, displayName: 'Right', signaling: 'local' }),
  ] as const;
  calls.push(left, right);
  await Promise.all([left.join(), right.join()]);
  return [left, right];
}

const receivedFrom = (call: Call): MediaStreamTrack | null => [...call.participants.values()][0]?.cameraTrack ?? null;

async function shown(call: Call): Promise<HTMLVideoElement> {
  await vi.waitFor(() => expect(receivedFrom(call)?.muted).toBe(false), DEADLINE_MS);
  const track = receivedFrom(call);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream(track === null ? [] : [track]);
  document.body.append(video);
  await video.play();
  return video;
}

interface Colors {
  /** How much colour there is at most, 0 to 255. */
  readonly most: number;
  /** How much the brightness of neighbours differs on average. */
  readonly sharpness: number;
}

function colorsOf(video: HTMLVideoElement): Colors {
  const canvas = new OffscreenCanvas(320, 180);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0, 320, 180);
  const { data } = context?.getImageData(0, 0, 320, 180) ?? { data: new Uint8ClampedArray(0) };
  let [most, differences] = [0, 0];
  for (let i = 4; i < data.length; i += 4) {
    const [red = 0, green = 0, blue = 0, before = 0] = [data[i], data[i + 1], data[i + 2], data[i - 3]];
    most = Math.max(most, Math.max(red, green, blue) - Math.min(red, green, blue));
    if (i % 1280 !== 0) differences += Math.abs(green - before);
  }
  return { most, sharpness: differences / data.length };
}

it('a picture in black and white reaches the other one without colour, and goes back to colour in the call', async () => {
  const [left, right] = await pairWith((track, { kind, signal }) =>
    kind === 'video' ? drawn(track, signal, 'grey') : track,
  );
  const video = await shown(right);
  await vi.waitFor(() => expect(video.videoWidth).toBeGreaterThan(0), DEADLINE_MS);
  expect(colorsOf(video).most).toBeLessThan(24);
  const camera = left.localParticipant.cameraTrack;
  left.configure({ processTrack: null });
  // The fake camera is green.
  await vi.waitFor(() => expect(colorsOf(video).most).toBeGreaterThan(100), DEADLINE_MS);
  expect([camera?.readyState, left.localParticipant.cameraTrack?.readyState]).toEqual(['ended', 'live']);
});

it.each(['blurred', 'pixels'] as const)('a picture that is %s moves, and cannot be made out', async (look) => {
  const [left, right] = await pairWith(null);
  const video = await shown(right);
  await vi.waitFor(() => expect(colorsOf(video).most).toBeGreaterThan(100), DEADLINE_MS);
  const { sharpness } = colorsOf(video);
  left.configure({
    processTrack: (track, { kind, signal }) => (kind === 'video' ? drawn(track, signal, look) : track),
  });
  await vi.waitFor(() => expect(left.localParticipant.cameraTrack?.label).not.toContain('fake_device'), DEADLINE_MS);
  await vi.waitFor(() => expect(colorsOf(video).sharpness).toBeLessThan(sharpness * 0.8), DEADLINE_MS);
  const time = video.getVideoPlaybackQuality().totalVideoFrames;
  await vi.waitFor(
    () => expect(video.getVideoPlaybackQuality().totalVideoFrames).toBeGreaterThan(time + 3),
    DEADLINE_MS,
  );
});

it('a voice goes through, and the audio context is closed with the microphone', async () => {
  const signals: AbortSignal[] = [];
  const [left, right] = await pairWith((track, { kind, signal }) => {
    if (kind === 'video') return track;
    signals.push(signal);
    return cleaned(track, signal);
  });
  await vi.waitFor(() => expect([...right.participants.values()][0]?.microphoneTrack?.muted).toBe(false), DEADLINE_MS);
  const player = new Audio();
  const track = [...right.participants.values()][0]?.microphoneTrack;
  player.srcObject = new MediaStream(track ? [track] : []);
  await player.play();
  const id = left.localParticipant.id;
  // The device of the test browser beeps once a second.
  await vi.waitFor(() => expect(right.audioLevels.get(id)).toBeGreaterThan(0.01), {
    timeout: DEADLINE_MS,
    interval: 20,
  });
  const sent = left.localParticipant.microphoneTrack;
  await left.leave();
  expect([sent?.readyState, signals.map(({ aborted }) => aborted)]).toEqual(['ended', [true]]);
  player.srcObject = null;
});

it('a voice that comes before the first gesture goes through after it', async () => {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context);
  const voice = context.createMediaStreamDestination();
  oscillator.connect(voice);
  oscillator.start();
  const made: AudioContext[] = [];
  // As browsers make one without a gesture, and let none run.
  let isAllowed = false;
  class Silent extends AudioContext {
    constructor() {
      super();
      made.push(this);
      void super.suspend();
    }

    override resume = (): Promise<void> => (isAllowed ? super.resume() : Promise.resolve());
  }
  vi.stubGlobal('AudioContext', Silent);
  const life = new AbortController();
  const [track] = voice.stream.getAudioTracks();
  if (track === undefined) throw new Error('there is no voice');
  cleaned(track, life.signal);
  vi.unstubAllGlobals();
  await vi.waitFor(() => expect(made.map(({ state }) => state)).toEqual(['suspended']));
  isAllowed = true;
  await userEvent.keyboard('a');
  await vi.waitFor(() => expect(made.map(({ state }) => state)).toEqual(['running']));
  life.abort();
  await vi.waitFor(() => expect(made.map(({ state }) => state)).toEqual(['closed']));
  await context.close();
});
