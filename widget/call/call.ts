/**
 * A call without a view: devices, signaling, peers, chat and data behind one object. Imports no Lit and touches no DOM
 * element, so that it also serves games, editors and tests; safe to import and construct on a server.
 * It shows what happened, never what was wished for: a toggle changes state when the browser has done it.
 */
import { type ErrorCode, type LeaveReason, type Moderation, type PeerId, type Role, may, mayEver } from '#protocol';
import type { SendOptions } from '../data/peer-data.ts';
import type { ConnectionPath } from '../peer/connection-stats.ts';
import { createSignaling } from '../signaling/create-signaling.ts';
import type { Order, SignalingChannel } from '../signaling/signaling-channel.ts';
import { CallError } from './call-error.ts';
import { type CallOptions, DEFAULT_OPTIONS } from './call-options.ts';
import {
  type CallState,
  type CallStateEvent,
  type CallStateName,
  type ConnectionState,
  IDLE,
  connectionStateOf,
  nextCallState,
  stateNameOf,
} from './call-state.ts';
import { Conversation } from './conversation.ts';
import type { DeviceView, ScreenView } from './device-view.ts';
import { cleanName } from './display-name.ts';
import type { CallEventDetails, CallEventName, ChatMessage } from './events.ts';
import { toRtcIceServers } from './ice-servers.ts';
import { NO_PEER_ID, localParticipantOf } from './local-participant.ts';
import { type InputDevices, OwnMedia, planOf } from './own-media.ts';
import { encodeOwnState } from './own-state.ts';
import type { Participant } from './participant.ts';
import { type Knock, NO_ROOM, type RoomView, knocksOnlyIn } from './room-view.ts';
import { CallSession, type SessionEvents } from './session.ts';
import { TypedEventTarget } from './typed-events.ts';

const NOBODY: ReadonlyMap<PeerId, Participant> = new Map();

/** Which reason to leave a fatal error stands for, where it is more than a failure. */
const LEAVE_REASON_OF: Partial<Record<ErrorCode, LeaveReason>> = {
  'duplicate-session': 'duplicate_session',
  kicked: 'kicked',
  'call-ended': 'call_ended',
};

/** On, or about to be: a page that is loaded anew while the browser still asks goes on asking. */
function isWanted({ enabled, pending }: DeviceView): boolean {
  return enabled || pending;
}

export class Call extends TypedEventTarget {
  #options: CallOptions;
  #state: CallState = IDLE;
  #error: CallError | null = null;
  #session: CallSession | null = null;
  #joinedAt = 0;
  #local: Participant;
  /** Settles the promise of a `join` that is under way. */
  #onjoined: ((error: CallError | null) => void) | null = null;
  /** While it is not known yet whether the seat of the page before is still there. */
  #resuming: Promise<boolean> | null = null;
  #isNotifying = false;
  readonly #media = new OwnMedia(() => this.#options, {
    ontrack: (slot, track) => this.#session?.setTrack(slot, track),
    onchange: () => this.#refreshLocal(),
    onownstate: () => this.#session?.setState(encodeOwnState(this.#media.state)),
    emit: (name, detail) => this.#emit(name, detail),
    report: (error) => this.#report(error),
  });
  readonly #conversation = new Conversation({
    peersFor: (to) => this.#session?.peersFor(to) ?? null,
    speaker: () => this.#local,
    onmessage: (message) => {
      this.#emit('p2p-message', { message });
      this.#notify();
    },
  });
  readonly #listeners = new Set<() => void>();

  /** @param options Whatever is not given keeps its default; see {@link CallOptions}. */
  constructor(options: Partial<CallOptions> = {}) {
    super();
    this.#options = { ...DEFAULT_OPTIONS, ...options };
    this.#local = this.#createLocal();
  }

  get state(): CallStateName {
    return stateNameOf(this.#state);
  }

  get connectionState(): ConnectionState {
    return connectionStateOf(this.#state);
  }

  /** How the packets travel: `relay` where any of them goes through a TURN server, null while there is no connection. Each
   *  participant has its own, with the protocol. */
  get connectionPath(): ConnectionPath['path'] | null {
    const paths = [...this.participants.values()].map((it) => it.connectionPath?.path);
    return paths.includes('relay') ? 'relay' : paths.includes('direct') ? 'direct' : null;
  }

  /** The others, by peer id, in the order in which they came. A new map after every change. */
  get participants(): ReadonlyMap<PeerId, Participant> {
    return this.#session?.peers?.participants ?? NOBODY;
  }

  /** The own page; always there, with id '' before it has a seat. */
  get localParticipant(): Participant {
    return this.#local;
  }

  get messages(): readonly ChatMessage[] {
    return this.#conversation.messages;
  }

  /** Why the state is `error`, or the last problem that did not end the call. */
  get error(): CallError | null {
    return this.#error;
  }

  /** Devices that cannot be used, with the reason; the call goes on without them. */
  get notices(): readonly CallError[] {
    return this.#media.notices;
  }

  /** Why the call is over, in state `ended`. */
  get endReason(): LeaveReason | null {
    return this.#state.phase === 'ended' ? this.#state.reason : null;
  }

  get devices(): { readonly microphone: DeviceView; readonly camera: DeviceView } {
    return this.#media.devices;
  }

  /** The own shared screen. */
  get screenshare(): ScreenView {
    return this.#media.screenshare;
  }

  /** The own role; null before the seat. */
  get role(): Role | null {
    return this.#view.role;
  }

  /** Whether nobody new may come into the room. */
  get locked(): boolean {
    return this.#view.locked;
  }

  /** Whether those who come must wait until they are let in. */
  get lobby(): boolean {
    return this.#view.lobby;
  }

  /** Who waits to be let in, in order; empty for those who may not let them in. */
  get knocks(): readonly Knock[] {
    return this.#view.knocks;
  }

  /** The own place among those who wait, from 1; null where this page does not wait. */
  get queuePosition(): number | null {
    return this.#view.queuePosition;
  }

  /** Whether the own role allows `op`: to this participant, or to anybody at all. The server has the last word. */
  may(op: Moderation['op'], id?: PeerId): boolean {
    const { role } = this.#view;
    if (role === null) return false;
    const other = id === undefined ? undefined : this.participants.get(id);
    return other === undefined ? mayEver(role, op) : may(role, op, [other.role]);
  }

  /** The ICE servers in use: the option where it is set, else those the server gave. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#session?.iceServers ?? toRtcIceServers(this.#options.iceServers ?? []);
  }

  /** Changes options. `displayName` takes effect at once, the others with the next join: no running call is torn. */
  configure(options: Partial<CallOptions>): void {
    const { displayName } = this.#options;
    this.#options = { ...this.#options, ...options };
    if (this.#options.displayName === displayName) return;
    this.#session?.rename(cleanName(this.#options.displayName));
    this.#refreshLocal();
  }

  /** Calls `listener` after any change of what this object shows, at most once per microtask. @returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for the devices the call would start with, for a preview. Resolves also when they are refused. */
  async prepare(): Promise<void> {
    this.#transition({ type: 'prepare' });
    if (this.#state.phase === 'prejoin') await this.#media.start();
  }

  /** Enters the room. Resolves with the seat; rejects with a {@link CallError} when there is none. Devices are asked for at
   *  the same time and never stand in the way: without them one still sees and hears the others. Resolves also when a
   *  `leave` comes first. */
  join(): Promise<void> {
    if (this.#resuming !== null) {
      return this.#resuming.then(() => (this.#state.phase === 'idle' ? this.join() : undefined));
    }
    if (this.#session !== null) return Promise.resolve();
    return this.#enter(this.#createChannel());
  }

  /** Takes back the seat that the page before had in this tab, with microphone and camera as they were: after a reload, or a
   *  link to another page of the site. For a call that has not begun. @returns whether it did; if not, nothing has changed. */
  async resume(): Promise<boolean> {
    if (this.#state.phase !== 'idle' || typeof RTCPeerConnection === 'undefined') return false;
    const channel = this.#createChannel();
    if (channel.keptDevices(this.#options.room) === null) return false;
    this.#resuming = this.#enter(channel, true).then(() => this.#state.phase === 'joined');
    return this.#resuming;
  }

  /** Leaves at once: the others see it, every track ends, every connection closes. Safe in any state. */
  leave(): Promise<void> {
    this.#end({ type: 'leave', reason: 'user_left' });
    return Promise.resolve();
  }

  /** Leaves and forgets its listeners. The object can join again. */
  dispose(): void {
    this.#end({ type: 'leave', reason: 'user_left' });
    this.#transition({ type: 'reset' });
    this.#listeners.clear();
  }

  /** @param on Wanted state; by default the opposite of the present one. @returns whether it is on afterwards. */
  toggleMicrophone(on?: boolean): Promise<boolean> {
    return this.#media.toggle('microphone', on);
  }

  /** @param on Wanted state; by default the opposite of the present one. @returns whether it is on afterwards. */
  toggleCamera(on?: boolean): Promise<boolean> {
    return this.#media.toggle('camera', on);
  }

  /** Shares a screen, a window or a tab, in a call only; the browser asks which, and needs a gesture. A cancel is no error.
   *  @param on Wanted state; by default the opposite of the present one. @returns whether it is shared afterwards.
   *  @throws CallError with subject `screen`: `unsupported-browser` (phones), `policy-blocked`, `permission-denied` (by the system). */
  toggleScreenshare(on?: boolean): Promise<boolean> {
    return this.#session === null ? Promise.resolve(false) : this.#media.toggleScreen(on);
  }

  /** Uses these devices from now on, also in later calls; `''` is the browser's default. While a chosen one is away another
   *  goes on. @throws CallError `device-not-found`, `device-in-use`, ...; what was in use then goes on. */
  setInputDevices(devices: InputDevices): Promise<void> {
    return this.#media.select(devices);
  }

  /** Sends a chat message to everyone, or to one. Arrives exactly once and in order, also across a reconnection.
   *  @param text 1 byte to 8 KiB of UTF-8, never read as HTML. @throws CallError `message-too-large`, `bad-message` (nothing to send), `peer-unavailable`. */
  async sendMessage(text: string, { to }: { readonly to?: PeerId } = {}): Promise<ChatMessage> {
    return this.#conversation.sendMessage(text, to);
  }

  /** Sends application data: a string, an ArrayBuffer or typed array, or anything JSON can hold. Reliable data arrives
   *  exactly once, also across a reconnection; unreliable data is dropped where no channel is open.
   *  @throws CallError `message-too-large`, `peer-unavailable`. */
  send(data: unknown, { to, ...options }: SendOptions & { readonly to?: PeerId } = {}): Promise<void> {
    return this.#conversation.send(data, to, options);
  }

  /** Lets in somebody of {@link knocks}. @throws CallError, as all of the following: `not-allowed` for the own role,
   *  `peer-unavailable` (gone meanwhile), `room-full`, `signaling-unreachable` (no answer within 10 s). */
  admit(id: PeerId): Promise<void> {
    return this.#request({ op: 'admit', peer: id });
  }

  /** Sends away somebody of {@link knocks}. */
  reject(id: PeerId): Promise<void> {
    return this.#request({ op: 'reject', peer: id });
  }

  /** Asks a participant to turn off the microphone. The page of a person does; a hostile one need not. */
  mute(id: PeerId): Promise<void> {
    return this.#request({ op: 'mute', peer: id });
  }

  /** Removes a participant, who cannot come back as the same session, person or token. */
  kick(id: PeerId): Promise<void> {
    return this.#request({ op: 'kick', peer: id });
  }

  /** Closes the room for everyone new, or opens it. @param on By default the opposite of the present. */
  lock(on = !this.locked): Promise<void> {
    return this.#request({ op: 'lock', on });
  }

  /** Has everyone new wait until they are let in, or lets in all who come. @param on By default the opposite of the present. */
  setLobby(on = !this.lobby): Promise<void> {
    return this.#request({ op: 'lobby', on });
  }

  /** Ends the call for everyone. */
  endCall(): Promise<void> {
    return this.#request({ op: 'end' });
  }

  /** The browser's statistics per peer. @see https://www.w3.org/TR/webrtc-stats/ */
  async getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>> {
    return (await this.#session?.getStats()) ?? new Map();
  }

  /** Gathers new ICE candidates on every connection, and builds a new one where it had been given up.
   *  @see https://www.rfc-editor.org/rfc/rfc8445#section-9 */
  restartIce(): Promise<void> {
    for (const peer of this.#session?.peersFor() ?? []) peer.restartIce();
    return Promise.resolve();
  }

  #enter(channel: SignalingChannel, resumeOnly = false): Promise<void> {
    const isPrepared = this.#state.phase === 'prejoin';
    this.#error = null;
    this.#conversation.clear();
    this.#transition({ type: 'join' });
    if (typeof RTCPeerConnection === 'undefined') {
      const error = new CallError('unsupported-browser', { fatal: true });
      this.#fail(error);
      return Promise.reject(error);
    }
    if (!isPrepared) void this.#media.start(channel.keptDevices(this.#options.room));
    const joined = new Promise<void>((resolve, reject) => {
      this.#onjoined = (error) => (error === null ? resolve() : reject(error));
    });
    // A page that does not wait for the promise has the event; it must not get an uncaught error on top.
    joined.catch(() => {});
    this.#session = this.#createSession(channel);
    this.#session.open({
      room: this.#options.room,
      name: this.#local.name,
      state: encodeOwnState(this.#media.state),
      caps: [],
      resumeOnly,
      devices: () => ({ microphone: isWanted(this.devices.microphone), camera: isWanted(this.devices.camera) }),
      ...(this.#options.maxParticipants === null ? {} : { capacity: this.#options.maxParticipants }),
    });
    return joined;
  }

  #createChannel(): SignalingChannel {
    const { signaling, server } = this.#options;
    return createSignaling(signaling, { server, tokens: () => this.#options });
  }

  #createSession(channel: SignalingChannel): CallSession {
    const { iceServers, iceTransportPolicy } = this.#options;
    return new CallSession({
      channel,
      plan: planOf(this.#options),
      iceServers,
      iceTransportPolicy,
      tracks: () => this.#media.tracks,
      events: this.#createSessionEvents(),
    });
  }

  #createSessionEvents(): SessionEvents {
    return {
      onseated: () => this.#handleSeat(),
      onwait: () => this.#transition({ type: 'wait' }),
      onroom: (view, previous) => this.#handleRoom(view, previous),
      onmuterequest: (from) => this.#handleMuteRequest(from),
      onsignalinglost: () => this.#transition({ type: 'signaling-lost' }),
      onerror: (code, fatal) => this.#handleError(code, fatal),
      onjoin: (participant) => this.#handlePeers('p2p-participant-join', { participant }),
      onupdate: (participant) => this.#handlePeers('p2p-participant-update', { participant }),
      onleave: (participant, reason) => {
        if (this.#error?.subject === participant.id) this.#error = null;
        this.#handlePeers('p2p-participant-leave', { participant, reason });
      },
      onconnectionstate: (peerId, state) => {
        // A way that was found after all is no problem any more.
        if (state === 'connected' && this.#error?.subject === peerId) this.#error = null;
        this.#handlePeers('p2p-connection-state-change', { peerId, state });
      },
      onicerestart: (peerId) => this.#emit('p2p-ice-restart', { peerId }),
      onrebuild: (peerId, generation) => this.#emit('p2p-rebuild', { peerId, generation }),
      onpath: (peerId, path) => this.#emit('p2p-connection-path', { peerId, ...path }),
      onunreachable: (peerId) => this.#report(new CallError('ice-failed', { subject: peerId })),
      ongiveup: (peerId) => this.#report(new CallError('peer-unavailable', { subject: peerId })),
      onturnrefused: (peerId) => this.#report(new CallError('turn-unavailable', { subject: peerId })),
      onchat: (from, message) => this.#conversation.receive(from, message),
      ondata: (from, message) => this.#emit('p2p-data', { from, ...message }),
    };
  }

  get #view(): RoomView {
    return this.#session?.view ?? NO_ROOM;
  }

  async #request(order: Order): Promise<void> {
    const code = (await this.#session?.request(order)) ?? (this.#session === null ? 'not-allowed' : null);
    if (code !== null) throw new CallError(code, 'peer' in order ? { subject: order.peer } : {});
  }

  #handleRoom(view: RoomView, previous: RoomView): void {
    this.#refreshLocal();
    for (const knock of knocksOnlyIn(view, previous)) this.#emit('p2p-knock', knock);
    for (const knock of knocksOnlyIn(previous, view)) this.#emit('p2p-knock-end', knock);
    const { role, locked, lobby, queuePosition } = view;
    if (queuePosition !== null && queuePosition !== previous.queuePosition) {
      this.#emit('p2p-queue-position', { position: queuePosition });
    }
    if (role !== null && role !== previous.role) this.#emit('p2p-role-change', { role });
    if (locked !== previous.locked || lobby !== previous.lobby) this.#emit('p2p-room-change', { locked, lobby });
  }

  #handleMuteRequest(from: PeerId): void {
    const isWanted = this.#emit('p2p-mute-request', { from }, true);
    if (isWanted && this.devices.microphone.enabled) void this.toggleMicrophone(false);
  }

  #handleSeat(): void {
    const settleJoin = this.#onjoined;
    const isFirst = settleJoin !== null;
    if (isFirst) this.#joinedAt = Date.now();
    this.#resuming = null;
    this.#refreshLocal();
    this.#transition({ type: 'seated' });
    if (!isFirst) return;
    this.#onjoined = null;
    this.#emit('p2p-join', { participant: this.#local });
    settleJoin(null);
  }

  /** Who is there, or how they are connected, is other than before. */
  #handlePeers<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]): void {
    this.#transition({ type: 'peers', peers: this.#session?.peers?.connectionStates ?? [] });
    this.#emit(name, detail);
  }

  #handleError(code: ErrorCode, fatal: boolean): void {
    const error = new CallError(code, { fatal });
    const reason = LEAVE_REASON_OF[code];
    // Whatever the reason: without the seat of the page before this is a first visit, and nothing has gone wrong.
    if (fatal && this.#resuming !== null) return this.#end({ type: 'reset' });
    if (!fatal) this.#report(error);
    else if (reason !== undefined && this.#state.phase === 'joined') {
      this.#report(error);
      this.#end({ type: 'leave', reason });
    } else this.#fail(error);
  }

  /** Ends the stay, if there is one, and lets go of every device and connection; only then is it told, because whoever hears it
   *  may join again. */
  #end(event: Extract<CallStateEvent, { type: 'leave' | 'fail' | 'reset' }>): void {
    const wasJoined = this.#state.phase === 'joined';
    const settleJoin = this.#onjoined;
    const session = this.#session;
    this.#onjoined = null;
    this.#session = null;
    this.#resuming = null;
    if (event.type === 'reset') this.#error = null;
    session?.close();
    this.#media.stop();
    this.#transition(event);
    this.#refreshLocal();
    if (wasJoined) this.#emit('p2p-leave', { reason: event.type === 'leave' ? event.reason : 'unknown' });
    settleJoin?.(event.type === 'fail' ? event.error : null);
  }

  #fail(error: CallError): void {
    this.#report(error);
    this.#end({ type: 'fail', error });
  }

  #report(error: CallError): void {
    this.#error = error;
    this.#emit('p2p-error', { code: error.code, hint: '', fatal: error.fatal, subject: error.subject });
    this.#notify();
  }

  #refreshLocal(): void {
    this.#local = this.#createLocal();
    this.#notify();
  }

  #createLocal(): Participant {
    const who = {
      id: this.#session?.me ?? NO_PEER_ID,
      name: cleanName(this.#options.displayName),
      role: this.role ?? 'guest',
      joinedAt: this.#joinedAt,
    };
    return localParticipantOf(this.#media.state, this.#media.tracks, who);
  }

  #transition(event: CallStateEvent): void {
    const previous = this.state;
    this.#state = nextCallState(this.#state, event);
    if (this.state !== previous) this.#emit('p2p-state-change', { state: this.state, previous });
    this.#notify();
  }

  /** @returns false where a listener cancelled it. */
  #emit<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name], cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
  }

  #notify(): void {
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    queueMicrotask(() => {
      this.#isNotifying = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
