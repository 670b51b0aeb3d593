/**
 * Asks the browser for a microphone or a camera. Knows constraints and failures, nothing of calls or connections.
 * @see https://www.w3.org/TR/mediacapture-streams/
 */
import { type DeviceKind, MediaFailure, failureCodeOf, isBlockedByPolicy } from './media-failure.ts';
import { listDevices } from './device-list.ts';

/** 720p is what a face needs; `ideal` keeps every camera usable. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
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

function constraintsOf(device: DeviceKind, deviceId: string): MediaTrackConstraints | true {
  const exact = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  if (device === 'camera') return { ...CAMERA, ...(deviceId === '' ? { facingMode: 'user' } : exact) };
  return deviceId === '' || exact;
}

function capturedFrom(stream: MediaStream, device: DeviceKind): Captured {
  const [track] = device === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
  return track === undefined ? { failure: new MediaFailure('device-not-found', device) } : { track };
}

/**
 * Asks for one device. Never rejects: the failure is a value, because a call goes on without the device.
 * @param deviceId exactly this one; '': the browser's default.
 */
export async function captureDevice(device: DeviceKind, deviceId = ''): Promise<Captured> {
  const devices = mediaDevices(device);
  if (devices instanceof MediaFailure) return { failure: devices };
  const constraints = constraintsOf(device, deviceId);
  try {
    const stream = await devices.getUserMedia(device === 'camera' ? { video: constraints } : { audio: constraints });
    return capturedFrom(stream, device);
  } catch (cause) {
    return { failure: new MediaFailure(failureCodeOf(cause, device, document), device, cause) };
  }
}

/** Whether another device of the kind may work where this one did not. */
function isOfOneDevice(captured: Captured): boolean {
  return 'failure' in captured && ['device-not-found', 'device-in-use'].includes(captured.failure.code);
}

/** The chosen device, or the browser's default where that is gone or taken. Resolves as {@link captureDevice}. */
export async function capturePreferred(device: DeviceKind, deviceId: string): Promise<Captured> {
  const chosen = await captureDevice(device, deviceId);
  return deviceId !== '' && isOfOneDevice(chosen) ? captureDevice(device) : chosen;
}

/** As {@link capturePreferred}, and then any other device of the kind, because a default that is taken stays the default. */
export async function captureAny(device: DeviceKind, deviceId: string): Promise<Captured> {
  const preferred = await capturePreferred(device, deviceId);
  if (!isOfOneDevice(preferred)) return preferred;
  for (const { deviceId: other } of await listDevices(device)) {
    if (other === '' || other === deviceId) continue;
    const captured = await captureDevice(device, other);
    if ('track' in captured) return captured;
  }
  return preferred;
}

/**
 * Asks for several devices with one prompt where that works, and for each alone where it does not: one missing camera must
 * not take the microphone with it.
 * @param wanted the devices, each with the chosen id or ''.
 */
export async function captureDevices(
  wanted: ReadonlyMap<DeviceKind, string>,
): Promise<ReadonlyMap<DeviceKind, Captured>> {
  const captured = new Map<DeviceKind, Captured>();
  const devices = [...wanted.keys()];
  if (devices.length > 1 && devices.every((device) => !(mediaDevices(device) instanceof MediaFailure))) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: constraintsOf('microphone', wanted.get('microphone') ?? ''),
        video: constraintsOf('camera', wanted.get('camera') ?? ''),
      });
      for (const device of devices) captured.set(device, capturedFrom(stream, device));
      return captured;
    } catch (cause) {
      const code = failureCodeOf(cause, 'camera', document);
      // A plain refusal covers all; asking again one by one would only show the prompt once more for each.
      if (code === 'permission-denied' && !(await isAnyGranted(devices))) {
        for (const device of devices) captured.set(device, { failure: new MediaFailure(code, device, cause) });
        return captured;
      }
    }
  }
  for (const [device, deviceId] of wanted) captured.set(device, await capturePreferred(device, deviceId));
  return captured;
}

/** Whether the page may use one of the devices without asking; older browsers do not tell. */
async function isAnyGranted(devices: readonly DeviceKind[]): Promise<boolean> {
  const states = await Promise.all(devices.map(permissionOf));
  return states.includes('granted');
}

/** What the browser says about the permission. Safari and Firefox say `prompt` also while a device is in use; null where it
 *  does not tell. @see https://www.w3.org/TR/permissions/ */
export async function permissionOf(name: DeviceKind): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return null;
  }
}
