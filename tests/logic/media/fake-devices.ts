/**
 * The browser's side of devices for tests in Node: what is plugged in, what getUserMedia answers and when, tracks that end or are
 * muted. Knows nothing of what is under test.
 */
import { afterEach, beforeEach, vi } from 'vitest';

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly label: string;
  readonly deviceId: string;
  enabled = true;
  muted = false;
  contentHint = '';
  readyState: MediaStreamTrackState = 'live';
  facingMode: string | undefined;

  constructor(kind: 'audio' | 'video', deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
    this.label = `label of ${deviceId}`;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId, ...(this.facingMode && { facingMode: this.facingMode }) };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** As when the device is pulled: `ended` is fired, which `stop` never does. */
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  /** As the system mutes and unmutes. */
  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

function exactIdOf(constraint: boolean | MediaTrackConstraints | undefined): string | null {
  if (typeof constraint !== 'object') return null;
  const { deviceId } = constraint;
  return typeof deviceId === 'object' && 'exact' in deviceId ? String(deviceId.exact) : null;
}

export class FakeDevices extends EventTarget {
  /** Ids of what is plugged in, the default first. */
  cameras = ['front', 'desk'];
  microphones = ['headset', 'built-in'];
  speakers = ['speaker'];
  /** Ids that another program has. */
  readonly taken = new Set<string>();
  /** As on many phones: while one camera is in use no other can be. */
  hasOneCameraAtATime = false;
  permission: PermissionState = 'granted';
  /** Every track that was ever handed out, in order. */
  readonly tracks: FakeTrack[] = [];
  /** Whether new tracks come muted. */
  isMuted = false;
  /** Calls of getUserMedia and getDisplayMedia, as what they asked for. */
  readonly asked: string[] = [];
  /** While set, answers wait for {@link answer}. */
  isHeld = false;
  display: () => FakeTrack[] = () => [new FakeTrack('video', 'screen')];
  readonly #held: (() => void)[] = [];

  getUserMedia = async ({ audio, video }: MediaStreamConstraints): Promise<MediaStream> => {
    const wanted = [
      ...(audio ? [['audio', this.microphones, exactIdOf(audio)] as const] : []),
      ...(video ? [['video', this.cameras, exactIdOf(video)] as const] : []),
    ];
    this.asked.push(wanted.map(([kind, , id]) => `${kind} ${id ?? 'default'}`).join(', '));
    await this.#turn();
    if (this.permission === 'denied') throw new DOMException('', 'NotAllowedError');
    return this.#stream(wanted.map(([kind, ids, id]) => this.#open(kind, ids, id)));
  };

  getDisplayMedia = async (): Promise<MediaStream> => {
    this.asked.push('screen');
    await this.#turn();
    return this.#stream(this.display());
  };

  enumerateDevices = async (): Promise<MediaDeviceInfo[]> => {
    const label = (deviceId: string): string => (this.permission === 'granted' ? `label of ${deviceId}` : '');
    return [
      ...this.microphones.map((deviceId) => ({ kind: 'audioinput', deviceId, label: label(deviceId) })),
      ...this.cameras.map((deviceId) => ({ kind: 'videoinput', deviceId, label: label(deviceId) })),
      ...this.speakers.map((deviceId) => ({ kind: 'audiooutput', deviceId, label: label(deviceId) })),
    ] as MediaDeviceInfo[];
  };

  getSupportedConstraints = (): MediaTrackSupportedConstraints => ({});

  /** The track that was handed out last. */
  get latest(): FakeTrack {
    const track = this.tracks.at(-1);
    if (track === undefined) throw new Error('no track was handed out');
    return track;
  }

  get liveCount(): number {
    return this.tracks.filter(({ readyState }) => readyState === 'live').length;
  }

  /** Answers everything that waits. */
  answer(): void {
    this.isHeld = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** Pulls a device: its tracks end, and the list changes. */
  unplug(deviceId: string): void {
    this.cameras = this.cameras.filter((id) => id !== deviceId);
    this.microphones = this.microphones.filter((id) => id !== deviceId);
    for (const track of this.tracks) if (track.deviceId === deviceId && track.readyState === 'live') track.end();
    this.dispatchEvent(new Event('devicechange'));
  }

  plugCamera(deviceId: string): void {
    this.cameras = [...this.cameras, deviceId];
    this.dispatchEvent(new Event('devicechange'));
  }

  #turn(): Promise<void> {
    return this.isHeld ? new Promise((resolve) => void this.#held.push(resolve)) : Promise.resolve();
  }

  #open(kind: 'audio' | 'video', ids: readonly string[], exactId: string | null): FakeTrack {
    const id = exactId === null ? ids[0] : ids.find((other) => other === exactId);
    if (id === undefined) throw new DOMException('', exactId === null ? 'NotFoundError' : 'OverconstrainedError');
    const isBlocked =
      kind === 'video' &&
      this.hasOneCameraAtATime &&
      this.tracks.some((it) => it.kind === kind && it.readyState === 'live');
    if (this.taken.has(id) || isBlocked) throw new DOMException('', 'NotReadableError');
    const track = new FakeTrack(kind, id);
    track.muted = this.isMuted;
    if (kind === 'video' && this.hasOneCameraAtATime) track.facingMode = 'user';
    return track;
  }

  #stream(tracks: FakeTrack[]): MediaStream {
    this.tracks.push(...tracks);
    return {
      getTracks: () => tracks,
      getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
      getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    } as unknown as MediaStream;
  }
}

/** The page as far as devices look at it. */
class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  /** The tab is looked at again. */
  show(): void {
    this.visibilityState = 'visible';
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

export interface FakeBrowser {
  devices: FakeDevices;
  page: FakePage;
  /** Window events, such as `pageshow`. */
  window: EventTarget;
}

/** To be called once in a test file: each test gets a browser of its own, and time that passes only when told. */
export function useFakeBrowser(): FakeBrowser {
  const browser: FakeBrowser = { devices: new FakeDevices(), page: new FakePage(), window: new EventTarget() };
  beforeEach(() => {
    vi.useFakeTimers();
    Object.assign(browser, { devices: new FakeDevices(), page: new FakePage(), window: new EventTarget() });
    const { devices, page, window } = browser;
    const permissions = { query: async () => ({ state: devices.permission }) };
    vi.stubGlobal('navigator', { mediaDevices: devices, permissions });
    vi.stubGlobal('document', page);
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return browser;
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
