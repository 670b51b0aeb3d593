/** The own devices as a view shows them, and their failures as errors of the call. */
import type { DeviceKind, MediaFailure } from '../media/media-failure.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { CallError } from './call-error.ts';

export interface DeviceView {
  readonly enabled: boolean;
  /** Whether the browser is being asked right now. */
  readonly pending: boolean;
  readonly failure: CallError | null;
}

/** The error of a device that cannot be used; `subject` is the device. */
export function deviceError(failure: MediaFailure): CallError {
  return new CallError(failure.code, { subject: failure.device, cause: failure });
}

export function deviceViewOf(media: LocalMedia, device: DeviceKind): DeviceView {
  const { enabled, pending, failure } = media.state(device);
  return { enabled, pending, failure: failure === null ? null : deviceError(failure) };
}

export function deviceNotices(media: LocalMedia): readonly CallError[] {
  const failures = [media.state('microphone').failure, media.state('camera').failure];
  return failures.flatMap((failure) => (failure === null ? [] : [deviceError(failure)]));
}
