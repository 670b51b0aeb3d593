/**
 * The own microphone and camera together: one prompt for both, and one watch over what is plugged in. Knows nothing of peers;
 * whoever sends the tracks listens to `onchange`.
 */
import { type Captured, captureDevices } from './capture.ts';
import { watchDevices } from './device-list.ts';
import { type DeviceChange, type DeviceState, LocalDevice } from './local-device.ts';
import type { DeviceKind } from './media-failure.ts';
import type { MakeTrack } from './process-track.ts';

export interface LocalMediaEvents {
  /** A device's state or track is another one. */
  onchange(device: DeviceKind): void;
  ondevicechange(change: DeviceChange): void;
}

export class LocalMedia {
  readonly #devices: Readonly<Record<DeviceKind, LocalDevice>>;
  /** Ends the watch; null while nothing is used. */
  #watch: AbortController | null = null;

  constructor({ onchange, ondevicechange }: LocalMediaEvents) {
    const create = (kind: DeviceKind): LocalDevice =>
      new LocalDevice(kind, { onchange: () => onchange(kind), ondevicechange });
    this.#devices = { microphone: create('microphone'), camera: create('camera') };
  }

  state(device: DeviceKind): DeviceState {
    return this.#devices[device].state;
  }

  /** The live track as it is sent, also while a microphone is off; null while a camera is off. */
  track(device: DeviceKind): MediaStreamTrack | null {
    return this.#devices[device].track;
  }

  /** Turns several devices on, with one prompt where the browser allows it. Resolves when each is on or has a failure. */
  async start(kinds: readonly DeviceKind[]): Promise<void> {
    const wanted = kinds.filter((kind) => !this.#devices[kind].state.enabled);
    if (wanted.length === 0) return;
    this.#startWatching();
    const watch = this.#watch;
    const idle = Promise.all(wanted.map((kind) => this.#devices[kind].idle));
    const ask = async (): Promise<ReadonlyMap<DeviceKind, Captured>> => {
      await idle;
      if (watch !== this.#watch) return new Map();
      return captureDevices(new Map(wanted.map((kind) => [kind, this.#devices[kind].chosenId])));
    };
    let captured: ReturnType<typeof ask> | undefined;
    await Promise.all(
      wanted.map((kind) => this.#devices[kind].enable(async () => (await (captured ??= ask())).get(kind))),
    );
  }

  /** Turns one device on or off. @returns whether it is on afterwards. */
  setEnabled(kind: DeviceKind, enabled: boolean): Promise<boolean> {
    if (enabled) this.#startWatching();
    return enabled ? this.#devices[kind].enable() : this.#devices[kind].disable();
  }

  /** Uses another device from now on. @param deviceId '' for the browser's default. @throws MediaFailure where it cannot be used. */
  choose(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#devices[kind].choose(deviceId);
  }

  /** What makes of the tracks what is sent, from now on; null: nothing does. */
  setMaker(make: MakeTrack | null): void {
    for (const device of Object.values(this.#devices)) device.setMaker(make);
  }

  /** Ends every track: the lights go off. Requests that are under way end as soon as they are answered. */
  stop(): void {
    this.#watch?.abort();
    this.#watch = null;
    for (const device of Object.values(this.#devices)) device.stop();
  }

  #startWatching(): void {
    if (this.#watch !== null) return;
    this.#watch = new AbortController();
    const all = Object.values(this.#devices);
    watchDevices(
      () => all.forEach((device) => void device.handleDeviceList()),
      () => all.forEach((device) => device.handleReturn()),
      this.#watch.signal,
    );
  }
}
