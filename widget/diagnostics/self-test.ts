/**
 * Whether calls can work on this page, in this browser, on this network: every check with a deadline of its own, devices and network
 * side by side. What a check opens it closes; nothing goes on after the end. Knows no element and no words.
 */
import type { IceServer } from '#protocol';
import { toRtcIceServers } from '../call/ice-servers.ts';
import { type Captured, captureDevices } from '../media/capture.ts';
import { rememberedDevice } from '../media/device-memory.ts';
import type { DeviceKind } from '../media/media-failure.ts';
import { type Platform, platformWith } from '../signaling/platform.ts';
import { browserName, countDevices, readEnvironment } from './environment.ts';
import { type Gathered, gather } from './gather.ts';
import { type TurnKind, hasTurn, stunServersOf, turnServersOf } from './ice-kinds.ts';
import { type LoopbackFigures, loopback } from './loopback.ts';
import {
  type CameraFigures,
  type MicrophoneFigures,
  type NoSound,
  measureCamera,
  measureMicrophone,
} from './measure-devices.ts';
import * as outcomes from './outcomes.ts';
import { within } from './patience.ts';
import { type SignalingFigures, probeSignaling } from './probe-signaling.ts';
import { SelfTestTable } from './self-test-report.ts';
import type { CheckId, Outcome, SelfTestOptions, SelfTestReport, SelfTestTarget } from './self-test-types.ts';

/** How long each may take, in ms. A person has to answer the browser before there is a camera. */
const CAPTURE_MS = 45_000;
const DEVICES_MS = 3_000;
const CAMERA_MS = 10_000;
const MICROPHONE_MS = 8_000;
const SIGNALING_MS = 10_000;
const PEER_CONNECTION_MS = 10_000;
/** Browsers give up a server after ten seconds. */
const ICE_MS = 11_000;
const RELAY_MS = 15_000;

const PEER_CONNECTION_PACKETS = 25;
const RELAY_PACKETS = 100;

const TURN_KINDS: readonly TurnKind[] = ['udp', 'tcp', 'tls'];

/** What measures; a test puts others in their place. */
export interface SelfTestTools extends Pick<Platform, 'clock'> {
  readonly userAgent: string;
  environment(): outcomes.Environment;
  capture(wanted: ReadonlyMap<DeviceKind, string>): Promise<ReadonlyMap<DeviceKind, Captured>>;
  /** The device that was chosen for calls; '' where none was. */
  rememberedId(device: DeviceKind): string;
  countDevices(): Promise<outcomes.DeviceCounts>;
  measureCamera(track: MediaStreamTrack, signal: AbortSignal): Promise<CameraFigures>;
  measureMicrophone(
    track: MediaStreamTrack,
    onlevel: (level: number) => void,
    signal: AbortSignal,
  ): Promise<MicrophoneFigures | NoSound>;
  probeSignaling(target: SelfTestTarget, signal: AbortSignal): Promise<SignalingFigures>;
  gather(servers: RTCIceServer[], wanted: 'srflx' | 'relay', signal: AbortSignal): Promise<Gathered>;
  loopback(configuration: RTCConfiguration, packetCount: number, signal: AbortSignal): Promise<LoopbackFigures>;
}

function browserTools(): SelfTestTools {
  const platform = platformWith({});
  const { clock } = platform;
  return {
    clock,
    userAgent: navigator.userAgent,
    environment: readEnvironment,
    capture: captureDevices,
    rememberedId: (device) => rememberedDevice(device)?.id ?? '',
    countDevices,
    measureCamera: (track, signal) => measureCamera(track, signal, clock),
    measureMicrophone: (track, onlevel, signal) => measureMicrophone(track, onlevel, signal, clock),
    probeSignaling: (target, signal) => probeSignaling(target, signal, platform),
    gather,
    loopback: (configuration, packetCount, signal) => loopback(configuration, packetCount, signal, clock),
  };
}

function stopAll(captured: ReadonlyMap<DeviceKind, Captured | null>): void {
  for (const it of captured.values()) if (it !== null && 'track' in it) it.track.stop();
}

function isLocalServer(server: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(server);
}

class SelfTest {
  readonly #target: SelfTestTarget;
  readonly #options: SelfTestOptions;
  readonly #tools: SelfTestTools;
  readonly #signal: AbortSignal;
  readonly #table: SelfTestTable;

  constructor(target: SelfTestTarget, options: SelfTestOptions, tools: SelfTestTools, signal: AbortSignal) {
    this.#target = target;
    this.#options = options;
    this.#tools = tools;
    this.#signal = signal;
    this.#table = new SelfTestTable(browserName(tools.userAgent), (report, changed) => {
      if (!signal.aborted) options.onprogress?.(report, changed);
    });
  }

  async run(): Promise<SelfTestReport> {
    const environment = this.#tools.environment();
    const [wantsCamera, wantsMicrophone] = [this.#wants('camera'), this.#wants('microphone')];
    this.#table.end('browser', outcomes.browserOutcome(environment));
    this.#table.end('secure-context', outcomes.secureContextOutcome(environment));
    this.#table.end('permissions-policy', outcomes.policyOutcome(environment, wantsCamera, wantsMicrophone));
    this.#table.end('codecs', outcomes.codecsOutcome(environment, wantsCamera));
    const hasMedia = environment.isSecure && !environment.missing.includes('getUserMedia');
    const hasNetwork = !environment.missing.some((name) => name !== 'getUserMedia');
    const ended = await Promise.allSettled([
      hasMedia ? this.#checkDevices() : this.#skip(['devices', 'camera', 'microphone']),
      hasNetwork ? this.#checkNetwork() : this.#skip(['signaling', 'peer-connection', 'stun', ...TURN_IDS, 'relay']),
    ]);
    for (const it of ended) if (it.status === 'rejected') throw it.reason;
    return this.#table.report;
  }

  #wants(device: DeviceKind): boolean {
    const { audioOnly, dataOnly } = this.#target;
    return !dataOnly && (device === 'microphone' || !audioOnly);
  }

  #skip(ids: readonly CheckId[], outcome = outcomes.NEEDS_OTHER): void {
    for (const id of ids) this.#table.end(id, outcome);
  }

  /** @returns what came of it; `late` where its time was over. */
  async #check(
    id: CheckId,
    ms: number,
    task: (signal: AbortSignal) => Promise<Outcome>,
    late = outcomes.OUT_OF_TIME,
  ): Promise<Outcome> {
    this.#table.start(id);
    const outcome = await within(ms, this.#signal, this.#tools.clock, task).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      return outcomes.brokenOutcome(error);
    });
    this.#table.end(id, outcome ?? late);
    return outcome ?? late;
  }

  async #checkDevices(): Promise<void> {
    const wanted = (['microphone', 'camera'] as const).filter((device) => this.#wants(device));
    for (const device of ['microphone', 'camera'] as const) {
      if (!wanted.includes(device)) this.#table.end(device, { state: 'skipped', advice: 'not-wanted' });
      else this.#table.start(device);
    }
    this.#table.start('devices');
    const captured = await this.#tracks(wanted);
    try {
      await Promise.all([
        // Only now all of them are told.
        this.#check('devices', DEVICES_MS, async () =>
          outcomes.devicesOutcome(await this.#tools.countDevices(), this.#wants('camera')),
        ),
        ...wanted.map((device) => this.#checkDevice(device, captured.get(device))),
      ]);
    } finally {
      this.#options.onpreview?.(null);
      stopAll(captured);
    }
  }

  /** Those in use are lent as copies, the others opened; in a call what is off stays off, and is null here. Without those that nobody
   *  allowed in time. */
  async #tracks(wanted: readonly DeviceKind[]): Promise<Map<DeviceKind, Captured | null>> {
    const { tracks, isInCall } = this.#target;
    const inUse = wanted.filter((device) => isInCall || tracks[device] !== null);
    const missing = wanted.filter((device) => !inUse.includes(device));
    const opened = missing.length === 0 ? null : await this.#open(missing);
    const lent = inUse.map((device) => {
      const track = tracks[device]?.clone();
      return [device, track === undefined ? null : { track }] as const;
    });
    return new Map<DeviceKind, Captured | null>([...(opened ?? []), ...lent]);
  }

  async #open(devices: readonly DeviceKind[]): Promise<ReadonlyMap<DeviceKind, Captured> | null> {
    const opening = this.#tools.capture(new Map(devices.map((device) => [device, this.#tools.rememberedId(device)])));
    let isTaken = false;
    try {
      const opened = await within(CAPTURE_MS, this.#signal, this.#tools.clock, () => opening);
      isTaken = opened !== null;
      return opened;
    } finally {
      // Whoever allows it later gives a camera to nobody.
      if (!isTaken) void opening.then(stopAll);
    }
  }

  /** @param captured null: it is off in the call; undefined: nobody allowed it in time. */
  async #checkDevice(device: DeviceKind, captured: Captured | null | undefined): Promise<void> {
    if (captured === undefined) this.#table.end(device, outcomes.OUT_OF_TIME);
    else if (captured === null) this.#table.end(device, { state: 'skipped', advice: 'device-off' });
    else if ('failure' in captured) {
      this.#table.end(device, outcomes.captureOutcome(captured.failure.code));
    } else if (device === 'camera') {
      this.#options.onpreview?.(captured.track);
      const measure = async (signal: AbortSignal): Promise<Outcome> =>
        outcomes.cameraOutcome(await this.#tools.measureCamera(captured.track, signal));
      await this.#check('camera', CAMERA_MS, measure, outcomes.cameraOutcome(null));
    } else {
      const onlevel = (level: number): void => this.#options.onlevel?.(level);
      await this.#check('microphone', MICROPHONE_MS, async (signal) =>
        outcomes.microphoneOutcome(await this.#tools.measureMicrophone(captured.track, onlevel, signal)),
      );
    }
  }

  async #checkNetwork(): Promise<void> {
    const connection = this.#check(
      'peer-connection',
      PEER_CONNECTION_MS,
      async (signal) => outcomes.peerConnectionOutcome(await this.#tools.loopback({}, PEER_CONNECTION_PACKETS, signal)),
      outcomes.peerConnectionOutcome(null),
    );
    await Promise.all([connection, this.#checkSignaling().then((servers) => this.#checkIce(servers))]);
  }

  /** @returns the ICE servers that a call would use; null where they are not known. */
  async #checkSignaling(): Promise<readonly RTCIceServer[] | null> {
    const { server, signaling, iceServers, givenIceServers } = this.#target;
    let told: readonly IceServer[] | null = null;
    if (server === '' || signaling !== 'worker')
      this.#table.end('signaling', { state: 'skipped', advice: 'no-server' });
    else {
      const probe = async (signal: AbortSignal): Promise<Outcome> => {
        const figures = await this.#tools.probeSignaling(this.#target, signal);
        if (figures.ok) told = figures.iceServers;
        return outcomes.signalingOutcome(figures);
      };
      await this.#check('signaling', SIGNALING_MS, probe, outcomes.signalingOutcome(null));
    }
    if (iceServers !== null) return toRtcIceServers(iceServers);
    return givenIceServers ?? (told === null ? null : toRtcIceServers(told));
  }

  async #checkIce(servers: readonly RTCIceServer[] | null): Promise<void> {
    if (servers === null)
      return this.#skip(['stun', ...TURN_IDS, 'relay'], { state: 'skipped', advice: 'ice-unknown' });
    await Promise.all([this.#checkStun(stunServersOf(servers)), this.#checkTurn(servers)]);
  }

  async #checkStun(servers: RTCIceServer[]): Promise<void> {
    if (servers.length === 0) return this.#skip(['stun'], { state: 'skipped', advice: 'stun-missing' });
    await this.#check('stun', ICE_MS + 1_000, async () => outcomes.stunOutcome(await this.#gather(servers, 'srflx')));
  }

  async #checkTurn(servers: readonly RTCIceServer[]): Promise<void> {
    const isOwn = this.#target.iceServers !== null;
    if (!hasTurn(servers)) {
      const missing = outcomes.noTurnOutcome(isLocalServer(this.#target.server), isOwn);
      this.#skip(TURN_IDS, { state: 'skipped', advice: 'turn-none' });
      return this.#skip(['relay'], missing);
    }
    const results = await Promise.all(
      TURN_KINDS.map((kind) => this.#checkTurnKind(kind, turnServersOf(servers, kind))),
    );
    const isOpen = results.some(({ state }) => state === 'passed');
    TURN_KINDS.forEach((kind, i) => {
      const result = results[i];
      const mended = result === undefined ? result : outcomes.besideOthers(result, isOpen);
      if (mended !== undefined && mended !== result) this.#table.end(`turn-${kind}`, mended);
    });
    if (!isOpen) return this.#skip(['relay']);
    const configuration: RTCConfiguration = {
      iceServers: TURN_KINDS.flatMap((kind) => turnServersOf(servers, kind)),
      iceTransportPolicy: 'relay',
    };
    await this.#check(
      'relay',
      RELAY_MS,
      async (signal) => outcomes.relayOutcome(await this.#tools.loopback(configuration, RELAY_PACKETS, signal)),
      outcomes.relayOutcome(null),
    );
  }

  async #checkTurnKind(kind: TurnKind, servers: RTCIceServer[]): Promise<Outcome> {
    const id = `turn-${kind}` as const;
    if (servers.length === 0) {
      const outcome: Outcome = { state: 'skipped', advice: 'turn-not-offered' };
      this.#table.end(id, outcome);
      return outcome;
    }
    return this.#check(id, ICE_MS + 1_000, async () =>
      outcomes.turnOutcome(await this.#gather(servers, 'relay'), this.#target.iceServers !== null),
    );
  }

  /** Until it is found, or there is nothing more to find. What is known when the time is over counts, too. */
  async #gather(servers: RTCIceServer[], wanted: 'srflx' | 'relay'): Promise<Gathered> {
    const limit = new AbortController();
    const { clock } = this.#tools;
    const stop = (): void => limit.abort();
    const timer = clock.setTimeout(stop, ICE_MS);
    this.#signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#tools.gather(servers, wanted, limit.signal);
    } finally {
      clock.clearTimeout(timer);
      this.#signal.removeEventListener('abort', stop);
    }
  }
}

const TURN_IDS = ['turn-udp', 'turn-tcp', 'turn-tls'] as const;

/** Checks everything that a call needs. Takes five to fifteen seconds, and as long as a person needs to allow the camera; at most a
 *  minute. Rejects only with the reason of `options.signal`, when that aborts. */
export async function runSelfTest(
  target: SelfTestTarget,
  options: SelfTestOptions = {},
  tools: SelfTestTools = browserTools(),
): Promise<SelfTestReport> {
  const lifetime = new AbortController();
  const { signal } = options;
  const stop = (): void => lifetime.abort(signal?.reason);
  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new SelfTest(target, options, tools, lifetime.signal).run();
  } finally {
    signal?.removeEventListener('abort', stop);
    // Whatever still goes on, after an error of ours, ends now.
    lifetime.abort();
  }
}
