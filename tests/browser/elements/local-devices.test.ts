/** Devices and screens in two real calls of one page, with Chromium's fake devices: what one does, the other sees. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallEventDetails } from '../../../widget/call/events.ts';
import { Call } from '../../../widget/call/call.ts';
import type { Participant } from '../../../widget/call/participant.ts';
import { slideTrack } from './support/pictures.ts';

const DEADLINE_MS = 15_000;

/** What a person should know within this time. */
const SHOWN_WITHIN_MS = 500;

const { mediaDevices } = navigator;
const { getUserMedia, getDisplayMedia, enumerateDevices } = mediaDevices;
const calls: Call[] = [];

function callNamed(displayName: string, room: string): Call {
  const call = new Call({ signaling: 'local', room, displayName });
  calls.push(call);
  return call;
}

/** What `to` sees of the only other one. */
function seenBy(call: Call): Participant {
  const [other] = call.participants.values();
  if (other === undefined) throw new Error('nobody is there');
  return other;
}

let alice: Call;
let bob: Call;
let changes: CallEventDetails['p2p-device-change'][];

beforeEach(async () => {
  const room = `room-${crypto.randomUUID().slice(0, 8)}`;
  changes = [];
  [alice, bob] = [callNamed('Alice', room), callNamed('Bob', room)];
  alice.addEventListener('p2p-device-change', ({ detail }) => changes.push(detail));
  await Promise.all([alice.join(), bob.join()]);
  await vi.waitFor(() => {
    expect([alice.state, bob.state]).toEqual(['connected', 'connected']);
    expect(seenBy(bob).cameraEnabled).toBe(true);
    expect(seenBy(bob).microphoneEnabled).toBe(true);
  }, DEADLINE_MS);
});

afterEach(() => {
  Object.assign(mediaDevices, { getUserMedia, getDisplayMedia, enumerateDevices });
  for (const call of calls.splice(0)) call.dispose();
});

function cameraOf(call: Call): MediaStreamTrack {
  const { cameraTrack } = call.localParticipant;
  if (cameraTrack === null) throw new Error('no camera');
  return cameraTrack;
}

/** As a pulled plug does it: the track is over, and the browser says so. */
function pull(track: MediaStreamTrack): void {
  track.stop();
  track.dispatchEvent(new Event('ended'));
}

async function sentFrames(call: Call, kind: string): Promise<number> {
  const reports = [...(await call.getStats()).values()];
  const streams = reports.flatMap((report) => [...report.values()]);
  const own = streams.filter((stream) => stream.type === 'outbound-rtp' && stream.kind === kind);
  return own.reduce((sum, stream) => sum + (stream.framesEncoded ?? stream.packetsSent ?? 0), 0);
}

describe('a camera that is pulled', () => {
  it('is replaced, and pictures are sent again', async () => {
    const old = cameraOf(alice);
    pull(old);
    expect(alice.localParticipant.cameraEnabled).toBe(false);
    await vi.waitFor(() => expect(changes.map(({ reason }) => reason)).toEqual(['replaced']), DEADLINE_MS);
    expect(cameraOf(alice)).not.toBe(old);
    await vi.waitFor(() => expect(seenBy(bob).cameraEnabled).toBe(true), DEADLINE_MS);
    const before = await sentFrames(alice, 'video');
    await vi.waitFor(async () => expect(await sentFrames(alice, 'video')).toBeGreaterThan(before), DEADLINE_MS);
  });

  it('is shown as gone on both sides where there is no other, and comes back by itself', async () => {
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    mediaDevices.enumerateDevices = async () => [];
    pull(cameraOf(alice));
    await vi.waitFor(() => expect(seenBy(bob).cameraEnabled).toBe(false), { timeout: SHOWN_WITHIN_MS, interval: 10 });
    await vi.waitFor(() => expect(alice.devices.camera.failure?.code).toBe('device-not-found'));
    expect(alice.notices.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['device-not-found camera']);
    Object.assign(mediaDevices, { getUserMedia, enumerateDevices });
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await vi.waitFor(() => expect(seenBy(bob).cameraEnabled).toBe(true), DEADLINE_MS);
    expect(changes.map(({ reason }) => reason)).toEqual(['lost', 'returned']);
    expect(alice.notices).toEqual([]);
  });
});

it('a camera that the system mutes is off for the other within 500 ms, and on again with it', async () => {
  const track = cameraOf(alice);
  Object.defineProperty(track, 'muted', { value: true, configurable: true });
  track.dispatchEvent(new Event('mute'));
  expect(alice.devices.camera).toMatchObject({ enabled: true, systemMuted: true });
  await vi.waitFor(() => expect(seenBy(bob).cameraEnabled).toBe(false), { timeout: SHOWN_WITHIN_MS, interval: 10 });
  Object.defineProperty(track, 'muted', { value: false, configurable: true });
  track.dispatchEvent(new Event('unmute'));
  await vi.waitFor(() => expect(seenBy(bob).cameraEnabled).toBe(true), { timeout: SHOWN_WITHIN_MS, interval: 10 });
  expect(changes.map(({ reason }) => reason)).toEqual(['muted', 'unmuted']);
});

it('switches to a chosen device, and refuses one that does not exist while the old one goes on', async () => {
  const microphones = (await mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
  const current = alice.localParticipant.microphoneTrack;
  const chosen = microphones.find(({ deviceId }) => deviceId !== current?.getSettings().deviceId);
  if (chosen === undefined) throw new Error('Chromium has only one fake microphone');
  await alice.setInputDevices({ audioDeviceId: chosen.deviceId });
  const track = alice.localParticipant.microphoneTrack;
  expect(track?.getSettings().deviceId).toBe(chosen.deviceId);
  expect(current?.readyState).toBe('ended');
  await expect(alice.setInputDevices({ audioDeviceId: 'nowhere' })).rejects.toMatchObject({
    code: 'device-not-found',
    subject: 'microphone',
  });
  expect(alice.localParticipant.microphoneTrack).toBe(track);
  expect(track?.readyState).toBe('live');
  expect(changes).toEqual([{ device: 'microphone', reason: 'selected', label: chosen.label }]);
});

describe('a shared screen', () => {
  beforeEach(() => {
    mediaDevices.getDisplayMedia = async () => new MediaStream([slideTrack()]);
  });

  it('is seen by the other beside the camera, and gone when the browser ends it', async () => {
    const toggles: boolean[] = [];
    alice.addEventListener('p2p-screenshare-toggle', ({ detail }) => toggles.push(detail.enabled));
    expect(await alice.toggleScreenshare()).toBe(true);
    await vi.waitFor(() => expect(seenBy(bob).screenshareEnabled).toBe(true), DEADLINE_MS);
    const video = document.createElement('video');
    video.muted = true;
    await vi.waitFor(async () => {
      video.srcObject = new MediaStream([seenBy(bob).screenTrack].filter((track) => track !== null));
      await video.play();
      expect(video.videoWidth / video.videoHeight).toBeCloseTo(1280 / 800, 1);
    }, DEADLINE_MS);
    expect(seenBy(bob).cameraEnabled).toBe(true);
    const { screenTrack } = alice.localParticipant;
    if (screenTrack === null) throw new Error('nothing is shared');
    pull(screenTrack);
    expect(alice.localParticipant.screenshareEnabled).toBe(false);
    await vi.waitFor(() => expect(seenBy(bob).screenshareEnabled).toBe(false), DEADLINE_MS);
    expect(toggles).toEqual([true, false]);
  });

  it('is there for who comes later, and ends with the call', async () => {
    await alice.toggleScreenshare(true);
    const { screenTrack } = alice.localParticipant;
    await bob.leave();
    await bob.join();
    await vi.waitFor(() => expect(seenBy(bob).screenshareEnabled).toBe(true), DEADLINE_MS);
    await alice.leave();
    expect(screenTrack?.readyState).toBe('ended');
    expect(await alice.toggleScreenshare(true)).toBe(false);
  });

  it('is nothing after a cancel, and not offered without video', async () => {
    mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    const failed = vi.fn<() => void>();
    alice.addEventListener('p2p-error', failed);
    expect(await alice.toggleScreenshare(true)).toBe(false);
    expect(failed).not.toHaveBeenCalled();
    expect(alice.notices).toEqual([]);
    expect(alice.screenshare.isSupported).toBe(true);
    expect(new Call({ audioOnly: true }).screenshare.isSupported).toBe(false);
  });

  it('that the browser cannot is a clear error', async () => {
    mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('', 'NotReadableError'));
    const failed = vi.fn<(event: Event) => void>();
    alice.addEventListener('p2p-error', failed);
    await expect(alice.toggleScreenshare(true)).rejects.toMatchObject({ code: 'device-in-use', subject: 'screen' });
    expect(failed).toHaveBeenCalledOnce();
  });
});
