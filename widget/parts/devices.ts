/** The choice of devices: the first screen does without, but for whoever chose some at another time. */
import type { DeviceControl, DeviceHost } from '../elements/device-control.ts';
import { MEMORY_KEY } from '../media/memory-key.ts';

export async function loadDevices(host: DeviceHost): Promise<DeviceControl> {
  return (await import('../elements/device-part.ts')).devicesOf(host);
}

export function hasChosenDevices(): boolean {
  try {
    return MEMORY_KEY in localStorage;
  } catch {
    return false;
  }
}
