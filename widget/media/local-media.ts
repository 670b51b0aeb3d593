/**
 * The own microphone and camera: which are on, being asked for, or unusable and why. Owns the tracks and ends them.
 * Knows nothing of peers; whoever sends the tracks listens to `onchange`.
 */
import { type Captured, captureDevice, captureDevices } from './capture.ts';
import type { DeviceKind, MediaFailure } from './media-failure.ts';

/** One device, as a view shows it. */
export interface DeviceState {
  readonly enabled: boolean;
  /** Whether the browser is being asked; a toggle shows it and stays as it was. */
  readonly pending: boolean;
  readonly failure: MediaFailure | null;
}

const OFF: DeviceState = { enabled: false, pending: false, failure: null };

/** Called after any change of a device's state or track. */
export type LocalMediaListener = (device: DeviceKind) => void;

export class LocalMedia {
  readonly #onchange: LocalMediaListener;
  readonly #states: Record<DeviceKind, DeviceState> = { microphone: OFF, camera: OFF };
  readonly #tracks: Record<DeviceKind, MediaStreamTrack | null> = { microphone: null, camera: null };
  /** One request at a time per device: a double click must not open a camera twice. */
  readonly #queues: Record<DeviceKind, Promise<unknown>> = { microphone: Promise.resolve(), camera: Promise.resolve() };
  /** Grows at every stop, so that a track that arrives late is ended instead of kept. */
  #lifetime = 0;

  constructor(onchange: LocalMediaListener) {
    this.#onchange = onchange;
  }

  state(device: DeviceKind): DeviceState {
    return this.#states[device];
  }

  /** The live track, also while a microphone is muted; null while a camera is off. */
  track(device: DeviceKind): MediaStreamTrack | null {
    return this.#tracks[device];
  }

  /** Turns several devices on, with one prompt where the browser allows it. Resolves when each is on or has a failure. */
  start(devices: readonly DeviceKind[]): Promise<void> {
    const wanted = devices.filter((device) => !this.#states[device].enabled);
    if (wanted.length === 0) return Promise.resolve();
    return this.#enqueue(wanted, async () => {
      const captured = await captureDevices(wanted);
      return (device) => captured.get(device);
    });
  }

  /** Turns one device on or off. @returns whether it is on afterwards. */
  async setEnabled(device: DeviceKind, enabled: boolean): Promise<boolean> {
    if (!enabled) {
      await this.#queues[device];
      this.#turnOff(device);
      return this.#states[device].enabled;
    }
    await this.#queues[device];
    const track = this.#tracks[device];
    if (track !== null) {
      track.enabled = true;
      this.#update(device, { enabled: true, pending: false, failure: null });
      return true;
    }
    await this.#enqueue([device], async () => {
      const captured = await captureDevice(device);
      return () => captured;
    });
    return this.#states[device].enabled;
  }

  /** Ends every track: the lights go off. Requests that are under way end as soon as they are answered. */
  stop(): void {
    this.#lifetime += 1;
    for (const device of ['microphone', 'camera'] as const) {
      this.#release(device);
      this.#update(device, OFF);
    }
  }

  async #enqueue(
    devices: readonly DeviceKind[],
    capture: () => Promise<(device: DeviceKind) => Captured | undefined>,
  ): Promise<void> {
    const before = Promise.all(devices.map((device) => this.#queues[device]));
    const lifetime = this.#lifetime;
    for (const device of devices) this.#update(device, { ...this.#states[device], pending: true });
    const run = before.then(capture).then((resultOf) => {
      for (const device of devices) this.#settle(device, resultOf(device), lifetime);
    });
    for (const device of devices) this.#queues[device] = run;
    await run;
  }

  #settle(device: DeviceKind, captured: Captured | undefined, lifetime: number): void {
    if (captured === undefined) return;
    if (lifetime !== this.#lifetime) {
      if ('track' in captured) captured.track.stop();
      return;
    }
    if ('failure' in captured) {
      this.#update(device, { enabled: false, pending: false, failure: captured.failure });
      return;
    }
    this.#release(device);
    const { track } = captured;
    track.contentHint = device === 'camera' ? 'motion' : 'speech';
    // `ended` is not fired by our own stop(): the device was unplugged, taken away or its permission revoked.
    track.addEventListener('ended', () => this.#lose(device, track), { once: true });
    this.#tracks[device] = track;
    this.#update(device, { enabled: true, pending: false, failure: null });
  }

  #lose(device: DeviceKind, track: MediaStreamTrack): void {
    if (this.#tracks[device] !== track) return;
    this.#tracks[device] = null;
    this.#update(device, OFF);
  }

  /** A muted microphone keeps its device, so that unmuting is instant; a camera that is off must not light. */
  #turnOff(device: DeviceKind): void {
    const track = this.#tracks[device];
    if (device === 'microphone' && track !== null) track.enabled = false;
    else this.#release(device);
    this.#update(device, OFF);
  }

  #release(device: DeviceKind): void {
    this.#tracks[device]?.stop();
    this.#tracks[device] = null;
  }

  #update(device: DeviceKind, state: DeviceState): void {
    this.#states[device] = state;
    this.#onchange(device);
  }
}
