/** The own devices and the own screen as a view shows them, and their failures as errors of the call. */
import type { MediaFailure } from '../media/media-failure.ts';
import type { DeviceState } from '../media/local-device.ts';
import type { ScreenState } from '../media/screen-state.ts';
import { CallError } from './call-error.ts';

export interface DeviceView {
  readonly enabled: boolean;
  /** Whether the browser is being asked right now. */
  readonly pending: boolean;
  /** On, but the system lets nothing through, so that the others see it as off. */
  readonly systemMuted: boolean;
  readonly failure: CallError | null;
}

export interface ScreenView {
  /** Whether this browser and this call can share a screen. */
  readonly isSupported: boolean;
  readonly enabled: boolean;
  /** Whether the person is choosing what to share. */
  readonly pending: boolean;
}

/** The error of a device that cannot be used; `subject` is the device, or `screen`. */
export function mediaError(failure: MediaFailure): CallError {
  return new CallError(failure.code, { subject: failure.device, cause: failure });
}

export function deviceViewOf({ enabled, pending, systemMuted, failure }: DeviceState): DeviceView {
  return { enabled, pending, systemMuted, failure: failure === null ? null : mediaError(failure) };
}

/** What cannot be used, with the reason. */
export function noticesOf(states: readonly (DeviceState | ScreenState)[]): readonly CallError[] {
  return states.flatMap(({ failure }) => (failure === null ? [] : [mediaError(failure)]));
}
