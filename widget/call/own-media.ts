/**
 * Everything the own page sends: which devices a call has room for, the toggles, the shared screen, and what each change means
 * for the tracks, for the state that the others are told, and for the page. Knows neither the life of a call nor signaling.
 */
import type { DeviceChange } from '../media/local-device.ts';
import { LocalMedia } from '../media/local-media.ts';
import { type DeviceKind, MediaFailure } from '../media/media-failure.ts';
import type { ScreenShare } from '../media/screen-share.ts';
import { SCREEN_OFF, type ScreenState, canShareScreen } from '../media/screen-state.ts';
import { createScreenShare } from '../parts/screen.ts';
import { makerOf } from '../parts/studio.ts';
import type { SlotTracks } from '../peer/media-connection.ts';
import type { MediaPlan, Slot } from '../peer/slots.ts';
import { CallError } from './call-error.ts';
import type { CallOptions } from './call-options.ts';
import { type DeviceView, type ScreenView, deviceViewOf, mediaError, noticesOf } from './device-view.ts';
import type { CallEventDetails, CallEventName } from './events.ts';
import type { MediaState } from './own-state.ts';

/** The own devices that a plan has room for. */
const DEVICES_OF: Readonly<Record<MediaPlan, readonly DeviceKind[]>> = {
  none: [],
  audio: ['microphone'],
  all: ['microphone', 'camera'],
};

const TOGGLE_EVENTS = {
  microphone: 'p2p-microphone-toggle',
  camera: 'p2p-camera-toggle',
  screen: 'p2p-screenshare-toggle',
} as const satisfies Record<keyof MediaState, CallEventName>;

export function planOf({ dataOnly, audioOnly }: CallOptions): MediaPlan {
  if (dataOnly) return 'none';
  return audioOnly ? 'audio' : 'all';
}

/** Which devices to use; what is left out stays, '' is the browser's default. */
export interface InputDevices {
  readonly audioDeviceId?: string;
  readonly videoDeviceId?: string;
}

export interface OwnMediaEvents {
  /** Another track, or none, is to be sent from now on. */
  ontrack(slot: Slot, track: MediaStreamTrack | null): void;
  /** Anything that is shown is other than before; called before the two below. */
  onchange(): void;
  /** What the others are told is other than before. */
  onownstate(): void;
  emit<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]): void;
  report(error: CallError): void;
}

export class OwnMedia {
  readonly #options: () => CallOptions;
  readonly #events: OwnMediaEvents;
  readonly #media: LocalMedia;
  /** Null until it is loaded. */
  #screen: ScreenShare | null = null;
  /** Why it could not be loaded. */
  #screenProblem: CallError | null = null;
  /** Grows when nothing is to be shared any more: what is loaded later asks nobody. */
  #screenTurn = 0;
  /** As the others were told last. */
  #told: MediaState = { microphone: false, camera: false, screen: false };
  readonly #reported = new Map<DeviceKind, MediaFailure>();
  #processTrack: CallOptions['processTrack'] = null;

  constructor(options: () => CallOptions, events: OwnMediaEvents) {
    this.#options = options;
    this.#events = events;
    this.#media = new LocalMedia({
      onchange: (device) => this.#handleDevice(device),
      ondevicechange: (change) => this.#handleDeviceChange(change),
    });
    this.process();
  }

  get devices(): { readonly microphone: DeviceView; readonly camera: DeviceView } {
    return {
      microphone: deviceViewOf(this.#media.state('microphone')),
      camera: deviceViewOf(this.#media.state('camera')),
    };
  }

  get screenshare(): ScreenView {
    const { enabled, pending } = this.#screenState;
    return { isSupported: planOf(this.#options()) === 'all' && canShareScreen(), enabled, pending };
  }

  get notices(): readonly CallError[] {
    const problems = noticesOf([this.#media.state('microphone'), this.#media.state('camera'), this.#screenState]);
    return this.#screenProblem === null ? problems : [...problems, this.#screenProblem];
  }

  get tracks(): SlotTracks {
    return {
      microphone: this.#media.track('microphone'),
      camera: this.#media.track('camera'),
      screen: this.#screen?.track ?? null,
      screenAudio: this.#screen?.audioTrack ?? null,
    };
  }

  /** What the others are told: what the system mutes counts as off, so that they see a placeholder and no frozen picture. */
  get state(): MediaState {
    const isOn = (device: DeviceKind): boolean => {
      const { enabled, systemMuted } = this.#media.state(device);
      return enabled && !systemMuted;
    };
    return { microphone: isOn('microphone'), camera: isOn('camera'), screen: this.#screenState.enabled };
  }

  /** Asks for the devices that the call starts with, or that were on before. Resolves also when they are refused. */
  start(before: Pick<MediaState, DeviceKind> | null = null): Promise<void> {
    const { audio: microphone, video: camera } = this.#options();
    const wanted = before ?? { microphone, camera };
    return this.#media.start(this.#kinds().filter((device) => wanted[device]));
  }

  toggle(device: DeviceKind, on = !this.#media.state(device).enabled): Promise<boolean> {
    return this.#kinds().includes(device) ? this.#media.setEnabled(device, on) : Promise.resolve(false);
  }

  /** Loads what shares a screen ahead of time, because the press on a button is a gesture for a moment only. */
  prepareScreen(): void {
    if (this.screenshare.isSupported) void this.#loadScreen().catch(() => {});
  }

  /** @throws CallError where it cannot be shared; a cancel by the person is none. */
  async toggleScreen(on = !this.#screenState.enabled): Promise<boolean> {
    if (!on || planOf(this.#options()) !== 'all') {
      this.#stopScreen();
      return false;
    }
    const turn = this.#screenTurn;
    const screen = this.#screen ?? (await this.#loadScreen().catch((cause: unknown) => this.#failScreen(cause)));
    return turn === this.#screenTurn && screen.start().catch(rethrow);
  }

  /** Remembers the choice, and switches what is on. @throws CallError where a device cannot be used. */
  async select({ audioDeviceId, videoDeviceId }: InputDevices): Promise<void> {
    const choose = (device: DeviceKind, id: string | undefined): Promise<void> =>
      id === undefined ? Promise.resolve() : this.#media.choose(device, id).catch(rethrow);
    const results = await Promise.allSettled([choose('microphone', audioDeviceId), choose('camera', videoDeviceId)]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Takes over what the options say of processing. */
  process(): void {
    const { processTrack } = this.#options();
    if (processTrack === this.#processTrack) return;
    this.#processTrack = processTrack;
    this.#media.setMaker(processTrack && makerOf(processTrack));
  }

  stop(): void {
    this.#media.stop();
    this.#stopScreen();
  }

  get #screenState(): ScreenState {
    return this.#screen?.state ?? SCREEN_OFF;
  }

  async #loadScreen(): Promise<ScreenShare> {
    const loaded = await createScreenShare(() => this.#handleScreen());
    this.#screenProblem = null;
    // Asked for twice meanwhile.
    return (this.#screen ??= loaded);
  }

  #failScreen(cause: unknown): never {
    this.#screenProblem = new CallError('server-error', { subject: 'screen', cause });
    this.#events.report(this.#screenProblem);
    throw this.#screenProblem;
  }

  #stopScreen(): void {
    this.#screenTurn += 1;
    this.#screenProblem = null;
    this.#screen?.stop();
  }

  #kinds(): readonly DeviceKind[] {
    return DEVICES_OF[planOf(this.#options())];
  }

  #handleDevice(device: DeviceKind): void {
    const { enabled, failure, pending } = this.#media.state(device);
    const wasEnabled = this.#told[device];
    this.#events.ontrack(device, this.#media.track(device));
    this.#show();
    if (failure === null) this.#reported.delete(device);
    if (pending || (failure === null && !enabled)) return;
    if (failure === null ? !wasEnabled : failure.code === 'permission-denied') {
      this.#events.emit('p2p-permission', { device, granted: failure === null });
    }
    if (failure === null || this.#reported.get(device) === failure) return;
    this.#reported.set(device, failure);
    this.#events.report(mediaError(failure));
  }

  #handleDeviceChange(change: DeviceChange): void {
    this.#events.emit('p2p-device-change', change);
  }

  #handleScreen(): void {
    const { screen, screenAudio } = this.tracks;
    this.#events.ontrack('screen', screen);
    this.#events.ontrack('screenAudio', screenAudio);
    this.#show();
    const { failure } = this.#screenState;
    if (failure !== null) this.#events.report(mediaError(failure));
  }

  #show(): void {
    const before = this.#told;
    this.#told = this.state;
    this.#events.onchange();
    const changed = (['microphone', 'camera', 'screen'] as const).filter((part) => before[part] !== this.#told[part]);
    if (changed.length > 0) this.#events.onownstate();
    for (const part of changed) this.#events.emit(TOGGLE_EVENTS[part], { enabled: this.#told[part] });
  }
}

function rethrow(error: unknown): never {
  throw error instanceof MediaFailure ? mediaError(error) : error;
}
