/**
 * The choice of microphone, camera and speaker: what there is, what the person took, now and at the next visit. Knows neither a view
 * nor where the tracks go.
 */
import { watchDevices } from '../media/device-list.ts';
import { findRemembered, rememberDevice, rememberedDevice } from '../media/device-memory.ts';
import { type DeviceOption, type DeviceSlot, NO_OPTIONS, listOptions } from '../media/device-options.ts';
import type { InputDevices } from './own-media.ts';
import { CallError } from './call-error.ts';

export type { DeviceOption, DeviceSlot } from '../media/device-options.ts';
export { canChooseSpeaker } from '../media/device-options.ts';
export { SilenceWatch, SpeechWatch, watchLevel } from '../media/level-meter.ts';

const SLOTS: readonly DeviceSlot[] = ['microphone', 'camera', 'speaker'];

export interface DeviceTarget {
  /** Rejects with a {@link CallError} where one cannot be used. */
  setInputDevices(devices: InputDevices): Promise<void>;
  /** Plays all sound on this speaker; '' is the system's. Rejects where it cannot. */
  setSpeaker(id: string): Promise<void>;
}

export class DeviceChoice {
  /** What is there. */
  options = NO_OPTIONS;
  readonly #target: DeviceTarget;
  readonly #onchange: () => void;
  /** What is still to be found again. */
  readonly #sought = new Set<DeviceSlot>();
  readonly #chosen = new Map<DeviceSlot, string>();
  /** The last that was listed counts. */
  #listing = 0;

  constructor(target: DeviceTarget, onchange: () => void) {
    this.#target = target;
    this.#onchange = onchange;
  }

  /** Lists again when something comes or goes, until `signal` aborts. */
  watch(signal: AbortSignal): void {
    const refresh = (): void => void this.refresh();
    watchDevices(refresh, refresh, signal);
  }

  /** Looks what is there, and takes what was chosen at another time as soon as it is found. */
  async refresh(): Promise<void> {
    const listing = (this.#listing += 1);
    const options = await listOptions();
    if (listing !== this.#listing) return;
    this.options = options;
    await this.#leaveSpeaker();
    this.#onchange();
    await Promise.all([...this.#sought].map((slot) => this.#seek(slot)));
  }

  /** For a call that knows nothing of the choices yet. Resolves when it does. */
  async restore(): Promise<void> {
    for (const slot of SLOTS) if (rememberedDevice(slot) !== null) this.#sought.add(slot);
    if (this.#sought.size > 0) await this.refresh();
  }

  /** The id that was taken last; '' is the browser's default. */
  chosenId(slot: DeviceSlot): string {
    return this.#chosen.get(slot) ?? '';
  }

  /** Takes a device, and remembers it. @throws CallError where it cannot be used; what was in use goes on. */
  async choose(slot: DeviceSlot, id: string): Promise<void> {
    await this.use(slot, id);
    rememberDevice(slot, this.options[slot].find((it) => it.id === id) ?? { id, label: '' });
    this.#onchange();
  }

  /** Takes a device for this visit alone. @throws as {@link choose}. */
  async use(slot: DeviceSlot, id: string): Promise<void> {
    if (slot === 'speaker') await this.#target.setSpeaker(id);
    else await this.#target.setInputDevices(slot === 'camera' ? { videoDeviceId: id } : { audioDeviceId: id });
    this.#sought.delete(slot);
    this.#chosen.set(slot, id);
  }

  /** The camera after the one with this id, in the browser's order; null where there is no other. */
  async nextCamera(currentId: string): Promise<DeviceOption | null> {
    await this.refresh();
    const { camera } = this.options;
    const next = camera[(camera.findIndex(({ id }) => id === currentId) + 1) % camera.length];
    return next === undefined || next.id === currentId ? null : next;
  }

  async #seek(slot: DeviceSlot): Promise<void> {
    const remembered = rememberedDevice(slot);
    const options = this.options[slot];
    // Before permission there is only the id, which may be an old one: then the default is used until the names are known.
    const isBlind = !options.some(({ label }) => label !== '');
    const found = remembered === null || isBlind ? remembered : findRemembered(options, remembered);
    if (!found || (isBlind && found.id === this.chosenId(slot))) return;
    await this.use(slot, found.id).catch(() => undefined);
    if (isBlind) this.#sought.add(slot);
  }

  /** A speaker that is gone would take the sound with it. */
  async #leaveSpeaker(): Promise<void> {
    const id = this.chosenId('speaker');
    if (id === '' || this.options.speaker.some((it) => it.id === id)) return;
    await this.use('speaker', '').catch(() => undefined);
    this.#sought.add('speaker');
  }
}

/** The error of a speaker that cannot be used. @see https://www.w3.org/TR/audio-output/#dom-htmlmediaelement-setsinkid */
export function speakerError(cause: unknown): CallError {
  const isRefused = cause instanceof DOMException && cause.name === 'NotAllowedError';
  return new CallError(isRefused ? 'permission-denied' : 'device-not-found', { subject: 'speaker', cause });
}
