/**
 * A call that does only what a test tells it to: shows a snapshot, fires an event, remembers what the view asked for.
 * Nothing here decides anything, so that a test of the view tests the view.
 */
import type { LeaveReason, PeerId, Role } from '#protocol';
import type { Diagnostics, SelfTestReport } from '../../../../widget/call/call.ts';
import type { CallError } from '../../../../widget/call/call-error.ts';
import type { CallOptions } from '../../../../widget/call/call-options.ts';
import type { CallStateName } from '../../../../widget/call/call-state.ts';
import type { CallEventDetails, CallEventName, ChatMessage, FileTransfer } from '../../../../widget/call/events.ts';
import type { ConnectionState } from '../../../../widget/call/call-state.ts';
import type { Participant } from '../../../../widget/call/participant.ts';
import type { Knock } from '../../../../widget/call/room-view.ts';
import type {
  CallModel,
  DeviceState,
  ModerationOp,
  ScreenshareState,
  SendOptions,
} from '../../../../widget/elements/call-model.ts';

export const DEVICE_OFF: DeviceState = { enabled: false, pending: false, systemMuted: false, failure: null };
export const DEVICE_ON: DeviceState = { enabled: true, pending: false, systemMuted: false, failure: null };

/** What a test may show. */
export interface Snapshot {
  state: CallStateName;
  connectionState: ConnectionState;
  participants: ReadonlyMap<PeerId, Participant>;
  localParticipant: Participant;
  audioLevels: ReadonlyMap<PeerId, number>;
  messages: readonly ChatMessage[];
  transfers: ReadonlyMap<string, FileTransfer>;
  error: CallError | null;
  notices: readonly CallError[];
  endReason: LeaveReason | null;
  devices: { readonly microphone: DeviceState; readonly camera: DeviceState };
  screenshare: ScreenshareState;
  role: Role | null;
  locked: boolean;
  lobby: boolean;
  knocks: readonly Knock[];
  queuePosition: number | null;
  /** What the own role allows, to anyone. */
  rights: readonly ModerationOp[];
  /** What the browser says of the connections to these, each time it is asked. */
  statistics: (people: Iterable<Participant>) => ReadonlyMap<PeerId, RTCStatsReport>;
}

/** What a host may. */
export const ALL_RIGHTS: readonly ModerationOp[] = ['admit', 'reject', 'lock', 'lobby', 'mute', 'kick', 'end'];

export function participantNamed(name: string, change: Partial<Participant> = {}): Participant {
  return {
    id: `p-${name.replaceAll(/\W/g, '')}` as PeerId,
    name,
    role: 'guest',
    local: false,
    joinedAt: 0,
    microphoneEnabled: true,
    cameraEnabled: false,
    screenshareEnabled: false,
    handRaised: false,
    isRecording: false,
    microphoneTrack: null,
    cameraTrack: null,
    screenTrack: null,
    screenAudioTrack: null,
    connectionState: 'connected',
    connectionPath: null,
    networkQuality: null,
    cameraPaused: false,
    ownCameraPaused: false,
    ...change,
  };
}

export function selfNamed(name: string, change: Partial<Participant> = {}): Participant {
  return participantNamed(name, { local: true, ...change });
}

export function everyone(...participants: Participant[]): ReadonlyMap<PeerId, Participant> {
  return new Map(participants.map((participant) => [participant.id, participant]));
}

export function knockOf(name: string): Knock {
  return { id: `k-${name}` as PeerId, name };
}

export function messageFrom(participant: Participant, text: string, minute = 0): ChatMessage {
  const { id: from, name, local } = participant;
  const sentAt = Date.UTC(2026, 8, 1, 9, minute);
  return { id: `${from}-${minute}-${text.length}`, from, name, text, sentAt, local };
}

/** A file that is offered by, or to, this participant, unless `change` says otherwise. */
export function transferWith(
  { id: peerId }: Participant,
  name: string,
  change: Partial<FileTransfer> = {},
): FileTransfer {
  const id = `${name} ${peerId}`;
  const size = 2_400_000;
  return { id, fileId: id, peerId, direction: 'receive', name, size, type: '', bytes: 0, state: 'offered', ...change };
}

export function transfersOf(...transfers: FileTransfer[]): ReadonlyMap<string, FileTransfer> {
  return new Map(transfers.map((transfer) => [transfer.id, transfer]));
}

export class ScriptedCall extends EventTarget implements CallModel, Snapshot {
  state: CallStateName = 'idle';
  connectionState: ConnectionState = 'disconnected';
  connectionPath: 'direct' | 'relay' | null = null;
  participants: ReadonlyMap<PeerId, Participant> = new Map();
  localParticipant: Participant = participantNamed('', { local: true, id: '' as PeerId });
  audioLevels: ReadonlyMap<PeerId, number> = new Map();
  messages: readonly ChatMessage[] = [];
  transfers: ReadonlyMap<string, FileTransfer> = new Map();
  error: CallError | null = null;
  notices: readonly CallError[] = [];
  endReason: LeaveReason | null = null;
  devices: Snapshot['devices'] = { microphone: DEVICE_OFF, camera: DEVICE_OFF };
  screenshare: ScreenshareState = { isSupported: true, enabled: false, pending: false };
  role: Role | null = 'guest';
  locked = false;
  lobby = false;
  knocks: readonly Knock[] = [];
  queuePosition: number | null = null;
  rights: readonly ModerationOp[] = [];
  statistics: Snapshot['statistics'] = () => new Map();
  readonly iceServers: readonly RTCIceServer[] = [];
  /** The requests of the view, in order: `join`, `toggleCamera`, `sendMessage hello`. */
  readonly requested: string[] = [];
  /** The files that the view sent. */
  readonly sentFiles: File[] = [];
  options: Partial<CallOptions>;
  /** What the next request fails with. */
  failure: CallError | null = null;
  isDisposed = false;
  readonly #listeners = new Set<() => void>();
  #answered: Promise<void> | null = null;

  constructor(options: Partial<CallOptions> = {}) {
    super();
    this.options = options;
  }

  /** Changes what is shown; a change of the state also fires its event. */
  show(change: Partial<Snapshot>): void {
    const previous = this.state;
    Object.assign(this, change);
    if (this.state !== previous) this.fire('p2p-state-change', { state: this.state, previous });
    for (const listener of this.#listeners) listener();
  }

  /** @returns false where a listener cancelled it. */
  fire<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name], cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
  }

  /** From now on requests are answered only when the returned function is called. */
  hold(): () => void {
    let answer = (): void => undefined;
    this.#answered = new Promise((resolve) => {
      answer = resolve;
    });
    return () => answer();
  }

  configure(options: Partial<CallOptions>): void {
    this.options = { ...this.options, ...options };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  prepare = (): Promise<void> => this.#request('prepare', undefined);
  join = (): Promise<void> => this.#request('join', undefined);
  /** Every element asks, so that it is noted apart: the rooms it asked for. */
  readonly resumedRooms: (string | undefined)[] = [];
  /** Whether there is a seat of the page before. */
  resumed: Promise<boolean> = Promise.resolve(false);
  resume = (): Promise<boolean> => {
    this.resumedRooms.push(this.options.room);
    return this.resumed;
  };
  leave = (): Promise<void> => this.#request('leave', undefined);
  toggleMicrophone = (on?: boolean): Promise<boolean> => this.#request('toggleMicrophone', on ?? true);
  toggleCamera = (on?: boolean): Promise<boolean> => this.#request('toggleCamera', on ?? true);
  toggleScreenshare = (on?: boolean): Promise<boolean> => this.#request('toggleScreenshare', on ?? true);
  startRecording = ({ picker = false } = {}): Promise<boolean> => this.#request(`startRecording ${picker}`, true);
  stopRecording = (): Promise<File | null> => this.#request('stopRecording', null);
  toggleHand = (on?: boolean): Promise<boolean> => this.#request('toggleHand', on ?? true);
  setInputDevices = (devices: object): Promise<void> =>
    this.#request(`setInputDevices ${JSON.stringify(devices)}`, undefined);
  may = (op: ModerationOp, _id?: PeerId): boolean => this.rights.includes(op);
  admit = (id: PeerId): Promise<void> => this.#request(`admit ${id}`, undefined);
  reject = (id: PeerId): Promise<void> => this.#request(`reject ${id}`, undefined);
  mute = (id: PeerId): Promise<void> => this.#request(`mute ${id}`, undefined);
  kick = (id: PeerId): Promise<void> => this.#request(`kick ${id}`, undefined);
  lock = (on?: boolean): Promise<void> => this.#request(`lock ${on ?? 'other'}`, undefined);
  setLobby = (on?: boolean): Promise<void> => this.#request(`setLobby ${on ?? 'other'}`, undefined);
  endCall = (): Promise<void> => this.#request('endCall', undefined);
  restartIce = (): Promise<void> => this.#request('restartIce', undefined);
  createInvitation = (): Promise<string> => this.#request('createInvitation', `p2pcall1i.${'aB3_'.repeat(160)}`);
  acceptInvitation = (text: string): Promise<string> =>
    this.#request(`acceptInvitation ${text}`, `p2pcall1r.${'cD4-'.repeat(160)}`);
  acceptReply = (text: string): Promise<void> => this.#request(`acceptReply ${text}`, undefined);
  runSelfTest = (): Promise<SelfTestReport> =>
    this.#request('runSelfTest', { state: 'passed', checks: [], text: 'self-test passed' });
  getDiagnostics = (): Promise<Diagnostics> =>
    this.#request('getDiagnostics', { version: '', browser: '', call: {}, events: {}, peers: [], text: 'a call' });
  getStats = (): Promise<ReadonlyMap<PeerId, RTCStatsReport>> =>
    this.#request('getStats', this.statistics(this.participants.values()));
  send = (data: unknown, _options?: SendOptions): Promise<void> =>
    this.#request(`send ${JSON.stringify(data)}`, undefined);
  sendFile = (file: File, { to }: { readonly to?: PeerId } = {}): Promise<readonly FileTransfer[]> => {
    this.sentFiles.push(file);
    return this.#request(`sendFile ${file.name}${to === undefined ? '' : ` to ${to}`}`, []);
  };
  acceptFile = (id: string, { picker = false }: { readonly picker?: boolean } = {}): Promise<void> =>
    this.#request(`acceptFile ${id}${picker ? ' with the picker' : ''}`, undefined);
  declineFile = (id: string): Promise<void> => this.#request(`declineFile ${id}`, undefined);
  pauseFile = (id: string): Promise<void> => this.#request(`pauseFile ${id}`, undefined);
  resumeFile = (id: string): Promise<void> => this.#request(`resumeFile ${id}`, undefined);
  cancelFile = (id: string): Promise<void> => this.#request(`cancelFile ${id}`, undefined);
  sendMessage = (text: string): Promise<ChatMessage> =>
    this.#request(`sendMessage ${text}`, messageFrom(this.localParticipant, text));

  dispose(): void {
    this.isDisposed = true;
    this.#listeners.clear();
  }

  #request<Result>(name: string, result: Result): Promise<Result> {
    this.requested.push(name);
    const { failure } = this;
    const answer = (): Promise<Result> => (failure === null ? Promise.resolve(result) : Promise.reject(failure));
    return this.#answered === null ? answer() : this.#answered.then(answer);
  }
}
