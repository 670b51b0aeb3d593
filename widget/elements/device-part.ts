/** The devices' part of the view, as it is loaded: one for an element, with what the person chose at another time. */
import { DeviceControl, type DeviceHost } from './device-control.ts';

const CONTROLS = new WeakMap<DeviceHost, DeviceControl>();

export async function devicesOf(host: DeviceHost): Promise<DeviceControl> {
  const known = CONTROLS.get(host);
  if (known !== undefined) return known;
  const control = new DeviceControl(host);
  CONTROLS.set(host, control);
  await control.restore();
  return control;
}
