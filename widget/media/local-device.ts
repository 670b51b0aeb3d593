/**
 * One own microphone or camera in a call: on or off as the person wants it, and kept going where the device ends, comes back,
 * or is muted by the system. Owns its track and ends it. Knows nothing of peers or of the other device.
 * @see https://www.w3.org/TR/mediacapture-streams/#dom-mediastreamtrack
 */
import { type Captured, captureAny, captureDevice, capturePreferred, permissionOf } from './capture.ts';
import { listDevices, mayHaveDevice } from './device-list.ts';
import { type DeviceKind, MediaFailure } from './media-failure.ts';
import type { MakeTrack, OwnTrack } from './process-track.ts';

/** One device, as a view shows it. */
export interface DeviceState {
  /** Whether it is on, as the person wants it. */
  readonly enabled: boolean;
  /** Whether the browser is being asked; a toggle shows it and stays as it was. */
  readonly pending: boolean;
  /** On, but the system lets nothing through: a closed lid, a hardware key, a phone call. */
  readonly systemMuted: boolean;
  readonly failure: MediaFailure | null;
}

const OFF: DeviceState = { enabled: false, pending: false, systemMuted: false, failure: null };

/** `selected`: by the person; `replaced`: the one in use ended, another goes on; `lost`: it ended, and there is no other;
 *  `returned`: one is back after that, or the chosen one; `muted`, `unmuted`: by the system. */
export type DeviceChangeReason = 'selected' | 'replaced' | 'lost' | 'returned' | 'muted' | 'unmuted';

export interface DeviceChange {
  readonly device: DeviceKind;
  readonly reason: DeviceChangeReason;
  /** Name of the device in use, or of the one that was lost; '' where the browser does not tell. */
  readonly label: string;
}

export interface LocalDeviceEvents {
  /** State or track is another one. */
  onchange(): void;
  ondevicechange(change: DeviceChange): void;
}

/** How long a device may stay muted after the page is seen again before it is asked for anew, in ms. iOS leaves tracks
 *  muted for good after a phone call (WebKit bug 208516). */
export const STILL_MUTED_MS = 3_000;

/** A device that ends so soon after it was taken again, in ms, is not taken a third time before something changes. */
export const SHORT_LIFE_MS = 2_000;

export class LocalDevice {
  readonly #kind: DeviceKind;
  readonly #events: LocalDeviceEvents;
  #state = OFF;
  /** As the device gives it. */
  #raw: MediaStreamTrack | null = null;
  /** As it is sent: what the page makes of the raw one, or the same. */
  #track: MediaStreamTrack | null = null;
  #trackLifetime = new AbortController();
  #make: MakeTrack | null = null;
  /** What made the track. */
  #madeBy: MakeTrack | null = null;
  /** Of the track that is to be the next one. */
  #nextLifetime = new AbortController();
  /** What the person wants; nothing else may turn the device on. */
  #isWanted = false;
  #chosenId = '';
  /** Whether the browser said `granted` while the device was on: if it then says otherwise, the permission was revoked. */
  #wasGranted = false;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  /** One request at a time: a double click must not open a camera twice. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Grows at every stop, so that a track that arrives late is ended instead of kept. */
  #lifetime = 0;
  #mutedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(kind: DeviceKind, events: LocalDeviceEvents) {
    this.#kind = kind;
    this.#events = events;
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** The live track as it is sent, also while a microphone is off; null while a camera is off. */
  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** The id that the person chose; '': the browser's default. */
  get chosenId(): string {
    return this.#chosenId;
  }

  /** Resolves when everything asked for until now is done. */
  get idle(): Promise<unknown> {
    return this.#queue;
  }

  /** @param capture how to ask; default: for this device alone. Without a result nothing happens. @returns whether it is on afterwards. */
  enable(capture?: () => Promise<Captured | undefined>): Promise<boolean> {
    this.#isWanted = true;
    const isReady = (): boolean => capture === undefined && this.#raw?.readyState === 'live' && !this.#raw.muted;
    if (!isReady()) this.#update({ ...this.#state, pending: true });
    return this.#enqueue(async (lifetime) => {
      if (isReady() && this.#track !== null) {
        this.#track.enabled = true;
        this.#update({ ...OFF, enabled: true });
      } else if (capture !== undefined) await this.#settle(await capture(), lifetime);
      else if (lifetime === this.#lifetime) {
        await this.#settle(await capturePreferred(this.#kind, this.#chosenId), lifetime);
      }
      return this.#state.enabled;
    });
  }

  /** @returns whether it is on afterwards. */
  disable(): Promise<boolean> {
    this.#isWanted = false;
    // At once: a request that is under way may wait for a person, and what it brings is not wanted any more.
    this.#nextLifetime.abort();
    if (this.#track !== null) this.#turnOff();
    return this.#enqueue(() => {
      this.#turnOff();
      return false;
    });
  }

  /** Uses another device from now on, at once where one is on. @param deviceId '' for the browser's default.
   *  @throws MediaFailure where it cannot be used; what was in use goes on. */
  choose(deviceId: string): Promise<void> {
    return this.#enqueue(async (lifetime) => {
      if (deviceId !== '' && !(await mayHaveDevice(this.#kind, deviceId))) {
        throw new MediaFailure('device-not-found', this.#kind);
      }
      const failure = await this.#switchTo(deviceId, 'selected', lifetime);
      if (failure !== null) throw failure;
      this.#chosenId = deviceId;
    });
  }

  /** From now on this makes of the device's track what is sent; null: nothing does. Applies at once to a device that is on. */
  setMaker(make: MakeTrack | null): void {
    this.#make = make;
    void this.#enqueue((lifetime) => this.#makeAgain(lifetime));
  }

  /** Ends the track: the light goes off. A request that is under way ends as soon as it is answered. */
  stop(): void {
    this.#lifetime += 1;
    this.#isWanted = false;
    this.#nextLifetime.abort();
    this.#release();
    this.#update(OFF);
  }

  /** Devices came or went. */
  async handleDeviceList(): Promise<void> {
    if (this.#raw?.readyState === 'ended') return this.#lose();
    if (!this.#isWanted) return;
    if (this.#raw === null) {
      if ((await listDevices(this.#kind)).length > 0) await this.#recover('returned');
      return;
    }
    const isAway = this.#chosenId !== '' && this.#raw.getSettings().deviceId !== this.#chosenId;
    if (!isAway || !(await listDevices(this.#kind)).some(({ deviceId }) => deviceId === this.#chosenId)) return;
    // Where it is still busy, the other one goes on.
    await this.#enqueue((lifetime) => this.#switchTo(this.#chosenId, 'returned', lifetime));
  }

  /** The page is seen again. */
  handleReturn(): void {
    const track = this.#raw;
    if (track?.readyState === 'ended') return this.#lose();
    if (!this.#isWanted) return;
    if (track === null) return void this.#recover('returned');
    clearTimeout(this.#mutedTimer);
    if (track.muted) this.#mutedTimer = setTimeout(() => void this.#renew(track), STILL_MUTED_MS);
  }

  /** A muted microphone keeps its device, so that unmuting is instant; a camera that is off must not light. */
  #turnOff(): void {
    if (this.#kind === 'microphone' && this.#track !== null) this.#track.enabled = false;
    else this.#release();
    this.#update(OFF);
  }

  #enqueue<Result>(work: (lifetime: number) => Result | Promise<Result>): Promise<Result> {
    const lifetime = this.#lifetime;
    const run = this.#queue.then(() => work(lifetime));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** @param reason what a success is told as, where the device is asked for anew rather than by the person. */
  async #settle(asked: Captured | undefined, lifetime: number, reason?: DeviceChangeReason): Promise<void> {
    const captured = await this.#prepare(asked, lifetime);
    if (captured === undefined) return;
    if ('failure' in captured) {
      if (lifetime !== this.#lifetime) return;
      this.#release();
      // What never worked, or may not be used any more, is not tried again without the person.
      if (reason === undefined || captured.failure.code === 'permission-denied') this.#isWanted = false;
      return this.#update({ ...OFF, failure: captured.failure });
    }
    if (!this.#take(captured, lifetime)) return;
    if (reason === undefined) return;
    this.#recoveredAt = performance.now();
    this.#tell(reason, captured.raw.label);
  }

  /** Has made of it what is sent. @returns undefined where there is nothing, or where nobody wants it any more. */
  async #prepare(
    captured: Captured | undefined,
    lifetime: number,
  ): Promise<OwnTrack | Extract<Captured, { failure: MediaFailure }> | undefined> {
    if (captured === undefined || 'failure' in captured) return captured;
    const { track: raw } = captured;
    this.#nextLifetime = new AbortController();
    this.#madeBy = this.#make;
    if (this.#madeBy === null || lifetime !== this.#lifetime || !this.#isWanted) return { track: raw, raw };
    try {
      const made = await this.#madeBy(raw, this.#kind, this.#nextLifetime);
      if (made === undefined) raw.stop();
      return made;
    } catch (cause) {
      raw.stop();
      return { failure: new MediaFailure('unsupported-browser', this.#kind, cause) };
    }
  }

  /** Makes the track the own one. @returns false where nobody wants it any more: it is ended then. */
  #take({ track, raw }: OwnTrack, lifetime: number): boolean {
    const own = this.#nextLifetime;
    if (own.signal.aborted || lifetime !== this.#lifetime || !this.#isWanted) {
      own.abort();
      raw.stop();
      if (lifetime === this.#lifetime) this.#update({ ...this.#state, pending: false });
      return false;
    }
    if (raw === this.#raw) this.#trackLifetime.abort();
    else this.#release();
    this.#trackLifetime = own;
    this.#nextLifetime = new AbortController();
    const { signal } = own;
    // `ended` is not fired by our own stop(): the device was unplugged, taken away or its permission revoked.
    for (const it of [track, raw]) {
      it.contentHint ||= this.#kind === 'camera' ? 'motion' : 'speech';
      it.addEventListener('ended', () => this.#lose(), { signal });
    }
    for (const type of ['mute', 'unmute']) raw.addEventListener(type, () => this.#followMute(raw), { signal });
    this.#raw = raw;
    this.#track = track;
    this.#update({ ...OFF, enabled: true, systemMuted: raw.muted });
    void permissionOf(this.#kind).then((state) => (this.#wasGranted = state === 'granted'));
    // While something was made of it.
    if (raw.readyState === 'ended') this.#lose();
    return true;
  }

  #lose(): void {
    const { label = '' } = this.#raw ?? {};
    this.#release();
    this.#update({ ...OFF, pending: this.#isWanted });
    if (this.#isWanted) void this.#recover('replaced', label);
  }

  /** Asks again for a device that the person did not turn off. @param lostLabel name of the one that has just ended. */
  #recover(reason: DeviceChangeReason, lostLabel?: string): Promise<void> {
    return this.#enqueue(async (lifetime) => {
      if (!this.#isWanted || this.#raw !== null || lifetime !== this.#lifetime) return;
      const captured = await this.#captureAgain(lostLabel !== undefined);
      await this.#settle(captured, lifetime, reason);
      if ('failure' in captured && lostLabel !== undefined && lifetime === this.#lifetime)
        this.#tell('lost', lostLabel);
    });
  }

  async #captureAgain(hasJustEnded: boolean): Promise<Captured> {
    if (hasJustEnded && performance.now() - this.#recoveredAt < SHORT_LIFE_MS) {
      const isThere = (await listDevices(this.#kind)).length > 0;
      return { failure: new MediaFailure(isThere ? 'device-in-use' : 'device-not-found', this.#kind) };
    }
    const permission = await permissionOf(this.#kind);
    const isRevoked = permission === 'denied' || (this.#wasGranted && permission !== 'granted');
    // Asked for all the same, the browser would prompt out of nowhere.
    if (isRevoked) return { failure: new MediaFailure('permission-denied', this.#kind) };
    return captureAny(this.#kind, this.#chosenId);
  }

  /** @returns why the device cannot be used; null when it is in use, or will be when the person turns it on. */
  async #switchTo(deviceId: string, reason: DeviceChangeReason, lifetime: number): Promise<MediaFailure | null> {
    if (!this.#isWanted) {
      // A microphone that is off keeps its device; the next one is another.
      this.#release();
      this.#update(this.#state);
      return null;
    }
    if (deviceId !== '' && this.#raw?.getSettings().deviceId === deviceId) return null;
    let captured = await captureDevice(this.#kind, deviceId);
    // Many phones open one camera at a time, and their cameras have a direction.
    if ('failure' in captured && captured.failure.code === 'device-in-use' && this.#raw?.getSettings().facingMode) {
      this.#raw.stop();
      captured = await captureDevice(this.#kind, deviceId);
    }
    const own = await this.#prepare(captured, lifetime);
    if (own === undefined) return null;
    if ('failure' in own) {
      if (this.#raw?.readyState === 'ended' && lifetime === this.#lifetime) this.#lose();
      return own.failure;
    }
    if (this.#take(own, lifetime)) this.#tell(reason, own.raw.label);
    return null;
  }

  /** The device goes on; what was made of it before ends when there is something new, or when that fails. */
  async #makeAgain(lifetime: number): Promise<void> {
    const raw = this.#raw;
    if (raw === null || lifetime !== this.#lifetime || this.#make === this.#madeBy) return;
    if (this.#isWanted) return this.#settle({ track: raw }, lifetime);
    // A microphone that is off is taken anew when it is turned on.
    this.#release();
    this.#update(this.#state);
  }

  /** Takes the device anew; what there is stays where that fails, because the system may still let it through. */
  #renew(dead: MediaStreamTrack): Promise<void> {
    return this.#enqueue(async (lifetime) => {
      if (!this.#isWanted || this.#raw !== dead || !dead.muted) return;
      const own = await this.#prepare(await capturePreferred(this.#kind, this.#chosenId), lifetime);
      if (own === undefined || 'failure' in own || !this.#take(own, lifetime)) return;
      if (!own.raw.muted) this.#tell('unmuted', own.raw.label);
    });
  }

  #followMute(track: MediaStreamTrack): void {
    if (!this.#isWanted || !this.#state.enabled || this.#state.systemMuted === track.muted) return;
    this.#update({ ...this.#state, systemMuted: track.muted });
    this.#tell(track.muted ? 'muted' : 'unmuted', track.label);
  }

  #tell(reason: DeviceChangeReason, label: string): void {
    this.#events.ondevicechange({ device: this.#kind, reason, label });
  }

  #release(): void {
    clearTimeout(this.#mutedTimer);
    this.#trackLifetime.abort();
    this.#raw?.stop();
    this.#raw = null;
    this.#track = null;
  }

  #update(state: DeviceState): void {
    this.#state = state;
    this.#events.onchange();
  }
}
