/**
 * The life of a call: from preparing to the seat and to the end, with its devices, its session, what was said and what went wrong.
 * Shows what happened, never what was wished for. Knows no view and no DOM element; `Call` is its public face.
 */
import type { ErrorCode, LeaveReason, PeerId } from '#protocol';
import { judge } from '../parts/quality.ts';
import { createSignaling } from '../signaling/create-signaling.ts';
import type { Order, SignalingChannel, TextExchange } from '../signaling/signaling-channel.ts';
import { CallError } from './call-error.ts';
import { CallFiles } from './call-files.ts';
import { CallRecording } from './call-recording.ts';
import type { CallOptions } from './call-options.ts';
import { type CallState, type CallStateEvent, IDLE, nextCallState, stateNameOf } from './call-state.ts';
import { Conversation } from './conversation.ts';
import type { DeviceView } from './device-view.ts';
import { cleanName } from './display-name.ts';
import { toRtcIceServers } from './ice-servers.ts';
import type { CallEventDetails, CallEventName } from './events.ts';
import { NO_PEER_ID, localParticipantOf } from './local-participant.ts';
import { OwnMedia, planOf } from './own-media.ts';
import type { OwnState } from './own-state.ts';
import type { Participant } from './participant.ts';
import { relayHint } from './relay-hint.ts';
import { peopleReports } from './people-reports.ts';
import { tellRoomNews } from './room-news.ts';
import { NO_ROOM, type RoomView } from './room-view.ts';
import { CallSession, type SessionEvents } from './session.ts';

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

export interface CallLifeHost {
  /** As it is now: it may change at any time. */
  options(): CallOptions;
  /** @returns false where a listener cancelled it. */
  emit<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name], cancelable?: boolean): boolean;
  /** Something that is shown changed. */
  notify(): void;
  /** Calls `listener` after that. @returns how to stop. */
  subscribe(listener: () => void): () => void;
}

export class CallLife {
  readonly #host: CallLifeHost;
  readonly media: OwnMedia;
  readonly conversation: Conversation;
  readonly files: CallFiles;
  readonly recording: CallRecording;
  #state: CallState = IDLE;
  #error: CallError | null = null;
  #session: CallSession | null = null;
  #joinedAt = 0;
  #isHandRaised = false;
  #isRecording = false;
  #local: Participant;
  /** Settles the promise of a `join` that is under way. */
  #onjoined: ((error: CallError | null) => void) | null = null;
  /** While it is not known yet whether the seat of the page before is still there. */
  #resuming: Promise<boolean> | null = null;
  /** Grows with each end: what is loaded later enters nothing. */
  #turn = 0;
  /** Whether the developer was told of the relay: once is enough. */
  #isWarned = false;

  constructor(host: CallLifeHost) {
    this.#host = host;
    this.media = new OwnMedia(() => host.options(), {
      ontrack: (slot, track) => this.#session?.setTrack(slot, track),
      onchange: () => this.refreshLocal(),
      onownstate: () => this.#session?.setState(this.#ownState),
      emit: (name, detail) => host.emit(name, detail),
      report: (error) => this.#report(error),
    });
    this.conversation = new Conversation({
      peersFor: (to) => this.#session?.peersFor(to) ?? null,
      speaker: () => this.#local,
      tell: (name, detail) => {
        host.emit(name, detail);
        host.notify();
      },
    });
    this.files = new CallFiles({
      onoffer: (transfer) => host.emit('p2p-file-offer', { transfer }),
      onprogress: (transfer) => host.emit('p2p-file-progress', { transfer }),
      onreceived: (transfer) => host.emit('p2p-file-received', { transfer }),
      onchange: () => host.notify(),
    });
    this.recording = new CallRecording({
      room: () => host.options().room,
      people: () => (this.#session?.me ? [this.#local, ...(this.#session.peers?.participants.values() ?? [])] : []),
      subscribe: (listener) => host.subscribe(listener),
      setOn: (isOn) => {
        this.#isRecording = isOn;
        this.#tellOwnState();
      },
      emit: (name, detail, cancelable) => host.emit(name, detail, cancelable),
      report: (error, hint) => this.#report(error, hint),
    });
    this.#local = this.#createLocal();
  }

  get state(): CallState {
    return this.#state;
  }

  /** Null before `join` and after the end. */
  get session(): CallSession | null {
    return this.#session;
  }

  get local(): Participant {
    return this.#local;
  }

  get room(): RoomView {
    return this.#session?.view ?? NO_ROOM;
  }

  get error(): CallError | null {
    return this.#error;
  }

  async prepare(): Promise<void> {
    this.#transition({ type: 'prepare' });
    if (this.#state.phase === 'prejoin') await this.media.start();
  }

  join(): Promise<void> {
    if (this.#resuming !== null) return this.#resuming.then(() => this.#joinAfterResuming());
    if (this.#session !== null) return Promise.resolve();
    const channel = this.#createChannel();
    return channel instanceof Promise ? this.#enterLater(channel) : this.#enter(channel);
  }

  /** Unless one has left, or is in already. */
  async #enterLater(loading: Promise<SignalingChannel>): Promise<void> {
    const turn = this.#turn;
    const channel = await loading.catch((cause: unknown) => {
      const error = new CallError('server-error', { cause });
      this.#report(error);
      throw error;
    });
    if (turn === this.#turn && this.#session === null) await this.#enter(channel);
  }

  #joinAfterResuming(): Promise<void> {
    if (this.#state.phase === 'failed') return Promise.reject(this.#state.error);
    return this.#state.phase === 'idle' ? this.join() : Promise.resolve();
  }

  async resume(): Promise<boolean> {
    if (this.#state.phase !== 'idle' || typeof RTCPeerConnection === 'undefined') return false;
    const channel = this.#createChannel();
    if (channel instanceof Promise) {
      // Of the kinds that are loaded first none keeps a seat.
      await channel.catch(() => undefined);
      return false;
    }
    if (channel.keptDevices(this.#host.options().room) === null) return false;
    this.#resuming = this.#enter(channel, true).then(
      () => this.#state.phase === 'joined',
      () => false, // It has been told.
    );
    return this.#resuming;
  }

  /** @param isOver whether the call is forgotten, too. */
  leave(isOver = false): void {
    this.#end({ type: 'leave', reason: 'user_left' });
    if (isOver) this.#transition({ type: 'reset' });
  }

  /** @throws CallError where it was refused. */
  async request(order: Order): Promise<void> {
    const session = this.#session;
    const code = session === null ? 'not-allowed' : await session.request(order);
    if (code !== null) throw new CallError(code, 'peer' in order ? { subject: order.peer } : {});
  }

  /** @throws CallError `not-allowed` where texts connect nobody, `bad-message` with the reason as its `cause`. */
  async exchange<Result>(work: (exchange: TextExchange) => Promise<Result>): Promise<Result> {
    const exchange = this.#session?.exchange;
    if (exchange === undefined) throw new CallError('not-allowed');
    return work(exchange).catch((cause: unknown) => {
      throw new CallError('bad-message', { cause });
    });
  }

  /** @returns whether it is raised afterwards; outside a call there is nobody to raise it for. */
  raiseHand(on: boolean): boolean {
    this.#isHandRaised = on && this.#session !== null;
    this.#tellOwnState();
    return this.#isHandRaised;
  }

  rename(): void {
    this.#session?.rename(this.#name);
    this.refreshLocal();
  }

  refreshLocal(): void {
    this.#local = this.#createLocal();
    this.#host.notify();
  }

  get #ownState(): OwnState {
    return { ...this.media.state, hand: this.#isHandRaised, recording: this.#isRecording };
  }

  #tellOwnState(): void {
    this.#session?.setState(this.#ownState);
    this.refreshLocal();
  }

  get #name(): string {
    return cleanName(this.#host.options().displayName);
  }

  #enter(channel: SignalingChannel, resumeOnly = false): Promise<void> {
    const options = this.#host.options();
    const isPrepared = this.#state.phase === 'prejoin';
    this.#error = null;
    this.conversation.clear();
    this.files.clear();
    this.#transition({ type: 'join' });
    if (typeof RTCPeerConnection === 'undefined') {
      const error = new CallError('unsupported-browser', { fatal: true });
      this.#fail(error);
      return Promise.reject(error);
    }
    if (!isPrepared) void this.media.start(channel.keptDevices(options.room));
    const joined = new Promise<void>((resolve, reject) => {
      this.#onjoined = (error) => (error === null ? resolve() : reject(error));
    });
    // A page that does not wait for the promise has the event; it must not get an uncaught error on top.
    joined.catch(() => {});
    this.#session = this.#createSession(channel);
    this.#session.open({
      room: options.room,
      name: this.#local.name,
      state: this.#ownState,
      caps: [],
      resumeOnly,
      devices: () => ({
        microphone: isWanted(this.media.devices.microphone),
        camera: isWanted(this.media.devices.camera),
      }),
      ...(options.maxParticipants === null ? {} : { capacity: options.maxParticipants }),
    });
    return joined;
  }

  #createChannel(): SignalingChannel | Promise<SignalingChannel> {
    const { signaling, server } = this.#host.options();
    return createSignaling(signaling, {
      server,
      tokens: () => this.#host.options(),
      configuration: () => {
        const { iceServers, iceTransportPolicy } = this.#host.options();
        return iceServers === null
          ? { iceTransportPolicy }
          : { iceServers: toRtcIceServers(iceServers), iceTransportPolicy };
      },
    });
  }

  #createSession(channel: SignalingChannel): CallSession {
    const options = this.#host.options();
    const { iceServers, iceTransportPolicy } = options;
    return new CallSession({
      channel,
      plan: planOf(options),
      iceServers,
      iceTransportPolicy,
      tracks: () => this.media.tracks,
      events: this.#createSessionEvents(),
    });
  }

  #createSessionEvents(): SessionEvents {
    return {
      onseated: () => this.#handleSeat(),
      onwait: () => this.#handleWait(),
      onroom: (view, previous) => this.#handleRoom(view, previous),
      onmuterequest: (from) => this.#handleMuteRequest(from),
      onsignalinglost: () => this.#transition({ type: 'signaling-lost' }),
      onerror: (code, fatal) => this.#handleError(code, fatal),
      ...peopleReports({
        conversation: this.conversation,
        files: this.files,
        recording: this.recording,
        emit: (name, detail) => this.#host.emit(name, detail),
        emitChange: (name, detail) => this.#handlePeers(name, detail),
        report: (error) => this.#report(error),
        forgive: (subject) => {
          if (this.#error?.subject === subject) this.#error = null;
        },
        judge: (peer, report) => void judge(peer, report, this.#session?.peers, this.media.tracks.screen, this.#host),
      }),
    };
  }

  #handleRoom(view: RoomView, previous: RoomView): void {
    this.refreshLocal();
    // The seat is new, and everyone who is there was there before.
    if (view.role !== null && previous.role === null) this.conversation.catchUp(this.#session?.peers?.participants);
    tellRoomNews(view, previous, (name, detail) => this.#host.emit(name, detail));
  }

  #handleMuteRequest(from: PeerId): void {
    const isAccepted = this.#host.emit('p2p-mute-request', { from }, true);
    if (isAccepted && this.media.devices.microphone.enabled) void this.media.toggle('microphone', false);
  }

  /** What was taken back is a place among those who wait: from now on whatever happens is said. */
  #handleWait(): void {
    this.#resuming = null;
    this.#transition({ type: 'wait' });
  }

  #handleSeat(): void {
    const settleJoin = this.#onjoined;
    const isFirst = settleJoin !== null;
    if (isFirst) this.#joinedAt = Date.now();
    this.#resuming = null;
    this.refreshLocal();
    this.#transition({ type: 'seated' });
    if (!isFirst) return;
    this.#onjoined = null;
    this.media.prepareScreen();
    this.#host.emit('p2p-join', { participant: this.#local });
    settleJoin(null);
  }

  /** Who is there, or how they are connected, is other than before. */
  #handlePeers<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name]): void {
    this.#transition({ type: 'peers', peers: this.#session?.peers?.connectionStates ?? [] });
    this.#host.emit(name, detail);
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
    // Who lost the seat for good and waits at the door again was in the call, too.
    const { phase } = this.#state;
    const wasJoined = phase === 'joined' || (phase === 'knocking' && this.#onjoined === null);
    const settleJoin = this.#onjoined;
    const session = this.#session;
    this.#onjoined = null;
    this.#session = null;
    this.#resuming = null;
    this.#turn += 1;
    this.#isHandRaised = false;
    if (event.type === 'reset') this.#error = null;
    session?.close();
    this.files.end();
    this.recording.end();
    this.media.stop();
    this.#transition(event);
    this.refreshLocal();
    if (wasJoined) this.#host.emit('p2p-leave', { reason: event.type === 'leave' ? event.reason : 'unknown' });
    settleJoin?.(event.type === 'fail' ? event.error : null);
  }

  #fail(error: CallError): void {
    this.#report(error);
    this.#end({ type: 'fail', error });
  }

  #report(error: CallError, ownHint = ''): void {
    this.#error = error;
    const { code, fatal, subject } = error;
    const hint = ownHint || relayHint(code, this.#session?.iceServers ?? [], this.#host.options().iceServers !== null);
    if (hint !== '' && !this.#isWarned) console.warn(`p2p-call: ${hint}`);
    this.#isWarned ||= hint !== '';
    this.#host.emit('p2p-error', { code, hint, fatal, subject });
    this.#host.notify();
  }

  #createLocal(): Participant {
    const who = {
      id: this.#session?.me ?? NO_PEER_ID,
      name: this.#name,
      role: this.room.role ?? 'guest',
      joinedAt: this.#joinedAt,
    };
    return localParticipantOf(this.#ownState, this.media.tracks, who);
  }

  #transition(event: CallStateEvent): void {
    const previous = stateNameOf(this.#state);
    this.#state = nextCallState(this.#state, event);
    const state = stateNameOf(this.#state);
    if (state !== previous) this.#host.emit('p2p-state-change', { state, previous });
    this.#host.notify();
  }
}
