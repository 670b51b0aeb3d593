/** Which microphones and cameras there are, and when that may have changed. Asks nobody for permission; knows no tracks. */
import type { DeviceKind } from './media-failure.ts';

/** One plug or unplug is several `devicechange` events (a headset is also a speaker), in ms. */
export const SETTLE_MS = 300;

const INPUT_KINDS: Readonly<Record<DeviceKind, MediaDeviceKind>> = { microphone: 'audioinput', camera: 'videoinput' };

/** The devices of a kind. Before permission browsers leave ids and labels empty. Never rejects. */
export async function listDevices(device: DeviceKind): Promise<readonly MediaDeviceInfo[]> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter(({ kind }) => kind === INPUT_KINDS[device]);
  } catch {
    return [];
  }
}

/** @returns whether a device with this id is there; true where the browser hides the ids. */
export async function mayHaveDevice(device: DeviceKind, deviceId: string): Promise<boolean> {
  const ids = (await listDevices(device)).map((info) => info.deviceId);
  return ids.includes(deviceId) || (ids.length > 0 && ids.every((id) => id === ''));
}

/**
 * Watches until `signal` aborts. Does nothing on a server.
 * @param onchange devices may have come or gone.
 * @param onreturn the page is seen again: what the system took while it was hidden may be back, or dead.
 */
export function watchDevices(onchange: () => void, onreturn: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onchange, SETTLE_MS);
  };
  globalThis.navigator?.mediaDevices?.addEventListener?.('devicechange', settle, { signal });
  const page = globalThis.document;
  page?.addEventListener('visibilitychange', () => page.visibilityState === 'visible' && onreturn(), { signal });
  // Out of the back-forward cache there is no `visibilitychange` everywhere.
  if (page !== undefined) addEventListener('pageshow', onreturn, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
