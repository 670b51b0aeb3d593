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

function capturedFrom(stream: MediaStream, device: DeviceKind): Captured {
  const [track] = device === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
  return track === undefined ? { failure: new MediaFailure('device-not-found', device) } : { track };
}

/** Asks for one device. Never rejects: the failure is a value, because a call goes on without the device. */
export async function captureDevice(device: DeviceKind): Promise<Captured> {
  const devices = mediaDevices(device);
  if (devices instanceof MediaFailure) return { failure: devices };
  try {
    return capturedFrom(await devices.getUserMedia(constraintsOf(device)), device);
  } catch (cause) {
    return { failure: new MediaFailure(failureCodeOf(cause, device, document), device, cause) };
  }
}

/** Asks for several devices with one prompt where that works, and for each alone where it does not: one missing camera must
 *  not take the microphone with it. */
export async function captureDevices(wanted: readonly DeviceKind[]): Promise<ReadonlyMap<DeviceKind, Captured>> {
  const captured = new Map<DeviceKind, Captured>();
  if (wanted.length > 1 && wanted.every((device) => !(mediaDevices(device) instanceof MediaFailure))) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA });
      for (const device of wanted) captured.set(device, capturedFrom(stream, device));
      return captured;
    } catch (cause) {
      const code = failureCodeOf(cause, 'camera', document);
      // A plain refusal covers all; asking again one by one would only show the prompt once more for each.
      if (code === 'permission-denied' && !(await isAnyGranted(wanted))) {
        for (const device of wanted) captured.set(device, { failure: new MediaFailure(code, device, cause) });
        return captured;
      }
    }
  }
  for (const device of wanted) captured.set(device, await captureDevice(device));
  return captured;
}

/** Whether the page may use one of the devices without asking; older browsers do not tell. */
async function isAnyGranted(devices: readonly DeviceKind[]): Promise<boolean> {
  try {
    const states = await Promise.all(devices.map((name) => navigator.permissions.query({ name })));
    return states.some(({ state }) => state === 'granted');
  } catch {
    return false;
  }
}
