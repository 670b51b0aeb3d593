/** What a person may choose between: microphones, cameras and speakers, as a menu lists them. Asks nobody for permission. */
import type { DeviceKind } from './media-failure.ts';

/** What has a choice. */
export type DeviceSlot = DeviceKind | 'speaker';

export interface DeviceOption {
  /** '' before permission. */
  readonly id: string;
  /** Name by its maker; '' before permission. */
  readonly label: string;
}

export type DeviceOptions = Readonly<Record<DeviceSlot, readonly DeviceOption[]>>;

export const NO_OPTIONS: DeviceOptions = { microphone: [], camera: [], speaker: [] };

/** Chromium lists the system's device for phone calls a second time; its `default` follows the system, and stays. */
const DOUBLE = 'communications';

/** @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-enumeratedevices Never rejects. */
export async function listOptions(): Promise<DeviceOptions> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (wanted: MediaDeviceKind): DeviceOption[] =>
      all
        .filter(({ kind, deviceId }) => kind === wanted && deviceId !== DOUBLE)
        .map(({ deviceId: id, label }) => ({ id, label }));
    return { microphone: of('audioinput'), camera: of('videoinput'), speaker: of('audiooutput') };
  } catch {
    return NO_OPTIONS;
  }
}

/** Whether sound can be played anywhere but where the system plays it: not on Safari, and on few phones.
 *  @see https://www.w3.org/TR/audio-output/ */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}
