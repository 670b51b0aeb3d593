/**
 * Asks the browser for a microphone or a camera. Knows constraints and failures, nothing of calls or connections.
 * @see https://www.w3.org/TR/mediacapture-streams/
 */
import { type DeviceKind, MediaFailure, failureCodeOf, isBlockedByPolicy } from './media-failure.ts';

/** 720p is what a face needs; `ideal` keeps every camera usable. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  facingMode: 'user',
};

export type Captured = { readonly track: MediaStreamTrack } | { readonly failure: MediaFailure };

function mediaDevices(device: DeviceKind): MediaDevices | MediaFailure {
  const devices: MediaDevices | undefined = globalThis.navigator?.mediaDevices;
  if (devices?.getUserMedia === undefined) {
    return new MediaFailure(globalThis.isSecureContext === false ? 'insecure-context' : 'unsupported-browser', device);
  }
  // Asked for all the same, Chromium logs a violation into the host page's console.
  return isBlockedByPolicy(device, document) ? new MediaFailure('policy-blocked', device) : devices;
}

function constraintsOf(device: DeviceKind): MediaStreamConstraints {
  return device === 'camera' ? { video: CAMERA } : { audio: true };
}

function trackOf(stream: MediaStream, device: DeviceKind): MediaStreamTrack | undefined {
  return device === 'camera' ? stream.getVideoTracks()[0] : stream.getAudioTracks()[0];
}

/** Asks for one device. Never rejects: the failure is a value, because a call goes on without the device. */
export async function captureDevice(device: DeviceKind): Promise<Captured> {
  const devices = mediaDevices(device);
  if (devices instanceof MediaFailure) return { failure: devices };
  try {
    const track = trackOf(await devices.getUserMedia(constraintsOf(device)), device);
    return track === undefined ? { failure: new MediaFailure('device-not-found', device) } : { track };
  } catch (cause) {
    return { failure: new MediaFailure(failureCodeOf(cause, device, document), device, cause) };
  }
}

/** Asks for several devices with one prompt where that works, and for each alone where it does not: one missing camera must
 *  not take the microphone with it. */
export async function captureDevices(wanted: readonly DeviceKind[]): Promise<ReadonlyMap<DeviceKind, Captured>> {
  const captured = new Map<DeviceKind, Captured>();
  const usable = wanted.filter((device) => {
    const devices = mediaDevices(device);
    if (devices instanceof MediaFailure) captured.set(device, { failure: devices });
    return !(devices instanceof MediaFailure);
  });
  if (usable.length > 1) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA });
      for (const device of usable) {
        const track = trackOf(stream, device);
        captured.set(device, track === undefined ? { failure: new MediaFailure('device-not-found', device) } : { track });
      }
      return captured;
    } catch (cause) {
      // A plain refusal covers both; asking again one by one would only show the prompt twice more.
      const code = failureCodeOf(cause, 'camera', document);
      if (code === 'permission-denied' && (await isDeniedForAll(usable))) {
        for (const device of usable) captured.set(device, { failure: new MediaFailure(code, device, cause) });
        return captured;
      }
    }
  }
  for (const device of usable) captured.set(device, await captureDevice(device));
  return captured;
}

/** Whether the browser says that every device is refused. Unknown (older Firefox has no such query) counts as refused by the
 *  person who just saw one prompt for all of them. */
async function isDeniedForAll(devices: readonly DeviceKind[]): Promise<boolean> {
  for (const name of devices) {
    try {
      const status = await navigator.permissions.query({ name });
      if (status.state === 'granted') return false;
    } catch {
      continue;
    }
  }
  return true;
}
