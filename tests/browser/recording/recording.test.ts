/** Recordings of real calls, played: what is seen and heard in them, and how long they are. */
import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import type { ProcessTrack } from '../../../widget/call/call-options.ts';

const DEADLINE_MS = 20_000;
const calls: Call[] = [];

/** Sound needs a gesture first, as in life. */
beforeAll(() => userEvent.click(document.documentElement));

afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
});

/** Instead of the camera a picture of one colour. */
const colored =
  (color: string): ProcessTrack =>
  (track, { kind, signal }) => {
    if (kind === 'audio') return track;
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
    const context = canvas.getContext('2d');
    const draw = (): void => {
      if (context === null) return;
      context.fillStyle = color;
      context.fillRect(0, 0, 160, 90);
    };
    draw();
    const timer = setInterval(draw, 50);
    signal.addEventListener('abort', () => clearInterval(timer));
    const [made] = canvas.captureStream(20).getVideoTracks();
    if (made === undefined) throw new Error('nothing was made');
    return made;
  };

async function callIn(room: string, displayName: string, color: string): Promise<Call> {
  const call = new Call({ room, displayName, signaling: 'local', processTrack: colored(color) });
  // Given by the promise; a test wants no download.
  call.addEventListener('p2p-recording-saved', (event) => event.preventDefault());
  calls.push(call);
  await call.join();
  return call;
}

/** Resolves when something is in the recording that begins next: a browser that is busy takes its time. */
function firstPictures(): Promise<void> {
  const { start } = MediaRecorder.prototype;
  return new Promise((resolve) => {
    MediaRecorder.prototype.start = function begin(sliceMs) {
      MediaRecorder.prototype.start = start;
      let size = 0;
      this.addEventListener('dataavailable', ({ data }) => (size += data.size) > 4_000 && resolve());
      start.call(this, sliceMs);
    };
  });
}

const roomName = (): string => `room-${crypto.randomUUID().slice(0, 8)}`;

function others(call: Call): string[] {
  return [...call.participants.values()]
    .filter(({ cameraTrack, cameraEnabled }) => cameraEnabled && cameraTrack?.muted === false)
    .map(({ name }) => name);
}

async function played(file: File): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(file);
  const head = [...new Uint8Array(await file.slice(0, 90).arrayBuffer())].map((byte) => byte.toString(16)).join(' ');
  const why = (): string => `${file.size} bytes: ${head}: ${video.error?.message}`;
  await vi.waitFor(() => expect(video.readyState, why()).toBeGreaterThanOrEqual(2), DEADLINE_MS);
  return video;
}

/** The colours in a picture, largest first, as words: what fills less than a hundredth is none. */
async function colorsAt(video: HTMLVideoElement, second: number): Promise<string[]> {
  const seeked = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  video.currentTime = second;
  await seeked;
  const canvas = new OffscreenCanvas(160, 90);
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0, 160, 90);
  const { data } = context?.getImageData(0, 0, 160, 90) ?? { data: [] };
  const counts = new Map<string, number>();
  for (let i = 0; i < data.length; i += 4) {
    const bright = ['red', 'green', 'blue'].filter((_, channel) => (data[i + channel] ?? 0) > 140);
    const name = bright.join('+');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([name, count]) => name !== '' && name !== 'red+green+blue' && count > 144)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);
}

/** Which colours are there together, one after the other. */
async function phasesOf(video: HTMLVideoElement): Promise<string[]> {
  const phases: string[] = [];
  for (let second = 0.1; second < video.duration; second += 0.3) {
    const phase = (await colorsAt(video, second)).sort().join(' ');
    if (phase !== phases.at(-1)) phases.push(phase);
  }
  return phases;
}

/** A film needs time. */
async function passed(ms: number): Promise<void> {
  const startedAt = performance.now();
  await vi.waitFor(() => expect(performance.now() - startedAt).toBeGreaterThan(ms), DEADLINE_MS);
}

async function loudest(file: File): Promise<number> {
  const context = new OfflineAudioContext(1, 48_000, 48_000);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  return sound.getChannelData(0).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}

it('a recording has everybody in it, also who comes later, with their sound, and can be played', async () => {
  const room = roomName();
  const alice = await callIn(room, 'Alice', '#ff0000');
  const bob = await callIn(room, 'Bob', '#0000ff');
  await vi.waitFor(() => expect(others(alice)).toEqual(['Bob']), DEADLINE_MS);
  const seen: unknown[] = [];
  bob.addEventListener('p2p-recording-change', ({ detail }) => seen.push(detail));
  const startedAt = performance.now();
  const pictures = firstPictures();
  await expect(alice.startRecording()).resolves.toBe(true);
  const me = alice.localParticipant.id;
  await vi.waitFor(() => expect(seen).toEqual([{ participantId: me, isRecording: true }]), DEADLINE_MS);
  await pictures;
  const carol = await callIn(room, 'Carol', '#00ff00');
  await vi.waitFor(() => expect(carol.participants.get(me)?.isRecording).toBe(true), DEADLINE_MS);
  await vi.waitFor(() => expect(others(alice)).toEqual(['Bob', 'Carol']), DEADLINE_MS);
  await passed(1_500);
  await bob.leave();
  await passed(1_500);
  const file = await alice.stopRecording();
  const lengthMs = performance.now() - startedAt;
  await vi.waitFor(() => expect(carol.participants.get(me)?.isRecording).toBe(false), DEADLINE_MS);
  if (file === null) throw new Error('no file');
  expect([file.name, file.type]).toEqual([
    expect.stringMatching(new RegExp(`^${room} \\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.webm$`)),
    'video/webm',
  ]);
  const video = await played(file);
  // Known from the first moment, so that a player can be moved.
  expect(video.duration * 1_000).toBeGreaterThan(3_000);
  expect(video.duration * 1_000).toBeLessThan(lengthMs + 500);
  expect([video.videoWidth, video.videoHeight]).toEqual([1280, 720]);
  const phases = await phasesOf(video);
  const expected = ['blue red', 'blue green red', 'green red'];
  const inOrder = phases.filter((phase) => expected.includes(phase));
  expect(inOrder, phases.join(' > ')).toEqual(expected);
  expect(await loudest(file)).toBeGreaterThan(0.01);
}, 60_000);

it('a recording ends with the call, and is given to the page', async () => {
  const alice = await callIn(roomName(), 'Alice', '#ff0000');
  const saved = new Promise<File | null>((resolve) =>
    alice.addEventListener('p2p-recording-saved', ({ detail }) => resolve(detail.file)),
  );
  const changes: boolean[] = [];
  alice.addEventListener('p2p-recording-change', ({ detail }) => changes.push(detail.isRecording));
  const pictures = firstPictures();
  await alice.startRecording();
  expect(alice.localParticipant.isRecording).toBe(true);
  await pictures;
  await alice.leave();
  const file = await saved;
  if (file === null) throw new Error('no file');
  expect(await colorsAt(await played(file), 0.1)).toEqual(['red']);
  expect([changes, alice.localParticipant.isRecording]).toEqual([[true, false], false]);
  await expect(alice.startRecording()).resolves.toBe(false);
});
