/** The words for what happens to a device during a call. Whole sentences for each, because languages inflect. */
import { msg, str } from '@lit/localize';

export type ChangedDevice = 'microphone' | 'camera';

/** Another device goes on. @param label its name; '' where the browser does not tell. */
export function deviceInUseText(device: ChangedDevice, label: string): string {
  if (device === 'camera') {
    return label === ''
      ? msg('Another camera is in use now.', { id: 'camera-changed' })
      : msg(str`The camera is now: ${label}`, { id: 'camera-changed-to' });
  }
  return label === ''
    ? msg('Another microphone is in use now.', { id: 'microphone-changed' })
    : msg(str`The microphone is now: ${label}`, { id: 'microphone-changed-to' });
}

/** The device in use has ended, and there is no other. */
export function deviceLostText(device: ChangedDevice, label: string): string {
  if (device === 'camera') {
    return label === ''
      ? msg('The camera is gone.', { id: 'camera-lost' })
      : msg(str`The camera is gone: ${label}`, { id: 'camera-lost-name' });
  }
  return label === ''
    ? msg('The microphone is gone.', { id: 'microphone-lost' })
    : msg(str`The microphone is gone: ${label}`, { id: 'microphone-lost-name' });
}
