/**
 * One remote peer: the link, the negotiation, the connection in use and its repair, the data channels. Shows tracks and a
 * connection state; knows nothing of rooms, names or views.
 */
import type { Incarnation } from '#protocol';
import type { DataChannels } from '../data/channels.ts';
import type { ChatBody } from '../data/chat.ts';
import type { DataMessage } from '../data/frames.ts';
import { PeerData } from '../data/peer-data.ts';
import { type Clock, type TimerHandle, systemClock } from '../link/clock.ts';
import type { Envelope } from '../link/envelope.ts';
import { MediaConnection, type SlotTracks } from './media-connection.ts';
import { type ConnectionHandlers, NegotiationSession } from './negotiation-session.ts';
import {
  type RecoveryAction,
  type RecoveryInput,
  type RecoveryState,
  nextRecovery,
  recoveryDeadline,
  startRecovery,
} from './recovery-policy.ts';
import { type SignalingLink, createSignalingLink } from './signaling-link.ts';
import type { MediaPlan, Slot } from './slots.ts';

/** `reconnecting`: was connected and is being repaired. */
export type PeerConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

export interface PeerEvents {
  /** Tracks or the connection state are other than before. */
  onchange(): void;
  onconnectionstate(state: PeerConnectionState): void;
  onicerestart(): void;
  onrebuild(generation: number): void;
  /** Several connections in a row came to nothing; trying goes on. */
  onunreachable(): void;
  onchat(message: ChatBody): void;
  ondata(message: DataMessage): void;
}

export interface PeerOptions {
  readonly localInc: Incarnation;
  readonly remoteInc: Incarnation;
  /** Exactly one of the two is polite. */
  readonly polite: boolean;
  readonly plan: MediaPlan;
  /** Tracks to send from the start. */
  readonly tracks: SlotTracks;
  /** Asked anew for every connection, because credentials expire. */
  configuration(): RTCConfiguration;
  transmit(envelope: Envelope): void;
  readonly events: PeerEvents;
  readonly clock?: Clock;
}

export class Peer {
  /** Chat and application data; outlives every single connection. */
  readonly data: PeerData;
  readonly #options: PeerOptions;
  readonly #clock: Clock;
  readonly #link: SignalingLink;
  readonly #session: NegotiationSession<MediaConnection>;
  #tracks: SlotTracks;
  /** The connection whose tracks are shown: the newest that ever connected, so that a rebuild does not blank the picture. */
  #shown: MediaConnection | null = null;
  /** The channels that `data` uses: those of the shown connection. */
  #attached: DataChannels | null = null;
  #state: PeerConnectionState = 'connecting';
  #wasConnected = false;
  #isClosed = false;
  #recovery: RecoveryState;
  #recoveryTimer: TimerHandle | null = null;

  constructor(options: PeerOptions) {
    const { localInc, remoteInc, events, clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#tracks = options.tracks;
    this.#recovery = startRecovery(clock.now());
    this.data = new PeerData({
      localInc,
      remoteInc,
      clock,
      onchat: (message) => events.onchat(message),
      ondata: (message) => events.ondata(message),
    });
    this.#link = createSignalingLink({
      localInc,
      remoteInc,
      clock,
      transmit: (envelope) => options.transmit(envelope),
      deliver: (signal) => this.#session.handle(signal),
      onreset: () => this.#session.reset(),
    });
    this.#session = this.#createSession();
  }

  get connectionState(): PeerConnectionState {
    return this.#state;
  }

  /** The track received on a media line; null until it is negotiated. */
  track(slot: Slot): MediaStreamTrack | null {
    return this.#shown?.remoteTrack(slot) ?? null;
  }

  start(): void {
    this.#session.start();
    this.#scheduleRecovery();
  }

  /** An envelope of the other page, as it came. */
  receive(envelope: unknown): void {
    this.#link.receive(envelope);
  }

  /** Signaling is back on either side: whatever was not acknowledged goes again. */
  resend(): void {
    this.#link.resend();
  }

  /** The other page was loaded anew and knows nothing of us. */
  reload(remoteInc: Incarnation): void {
    this.#link.setRemoteIncarnation(remoteInc);
    this.data.setRemoteIncarnation(remoteInc);
    this.#recovery = startRecovery(this.#clock.now());
    this.#session.restart();
    this.#scheduleRecovery();
  }

  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    this.#session.current?.setTrack(slot, track);
    if (this.#shown !== this.#session.current) this.#shown?.setTrack(slot, track);
  }

  /** The page's network is another one now: no old path can be trusted. */
  handleNetworkChange(): void {
    this.#recover({ type: 'network-change' });
  }

  restartIce(): void {
    this.#session.restartIce();
    this.#options.events.onicerestart();
  }

  getStats(): Promise<RTCStatsReport> {
    const connection = this.#shown ?? this.#session.current;
    return connection === null ? Promise.resolve(new Map()) : connection.connection.getStats();
  }

  /** Ends everything at once. Safe to repeat. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#clearRecoveryTimer();
    this.data.close();
    this.#link.close();
    this.#session.close();
    this.#shown?.close();
    this.#shown = null;
  }

  #createSession(): NegotiationSession<MediaConnection> {
    return new NegotiationSession<MediaConnection>({
      polite: this.#options.polite,
      clock: this.#clock,
      send: (signal) => this.#link.send(signal),
      createConnection: (generation, handlers) => this.#createConnection(generation, handlers),
      onreplaced: (old) => {
        if (old !== this.#shown) old.close();
      },
      onremoteoffer: (current) => current.acceptOffer(),
      onnegotiated: (current) => {
        if (current === this.#shown) this.#options.events.onchange();
      },
      onfailure: () => this.#options.events.onunreachable(),
    });
  }

  #createConnection(generation: number, handlers: ConnectionHandlers): MediaConnection {
    const { plan, polite, events } = this.#options;
    const made = new MediaConnection({ configuration: this.#options.configuration(), plan, tracks: this.#tracks });
    made.connection.onnegotiationneeded = handlers.onnegotiationneeded;
    made.connection.onicecandidate = handlers.onicecandidate;
    made.connection.onconnectionstatechange = () => this.#handleConnectionState(made);
    if (!polite) made.prepareOffer();
    this.#shown ??= made;
    if (generation > 1) {
      this.#recover({ type: 'rebuilt' });
      events.onrebuild(generation);
    }
    return made;
  }

  #handleConnectionState(from: MediaConnection): void {
    if (this.#isClosed || from !== this.#session.current) return;
    const { connectionState } = from.connection;
    if (connectionState === 'connected') this.#show(from);
    this.#recover({ type: 'connection', state: connectionState });
    this.#updateState(connectionState);
  }

  /** Make before break: the old connection goes when the new one stands. */
  #show(connection: MediaConnection): void {
    if (this.#shown !== connection) {
      this.#shown?.close();
      this.#shown = connection;
    }
    this.#wasConnected = true;
    connection.handleConnected(this.#clock);
    const { channels } = connection;
    if (channels === null || channels === this.#attached) return;
    this.#attached = channels;
    this.data.attach(channels);
  }

  #updateState(connection: RTCPeerConnectionState): void {
    const state = connection === 'connected' ? 'connected' : this.#wasConnected ? 'reconnecting' : 'connecting';
    const isOther = state !== this.#state;
    this.#state = state;
    this.#options.events.onchange();
    if (isOther) this.#options.events.onconnectionstate(state);
  }

  #recover(input: RecoveryInput): void {
    if (this.#isClosed) return;
    const { state, action } = nextRecovery(this.#recovery, input, this.#clock.now());
    this.#recovery = state;
    this.#act(action);
    this.#scheduleRecovery();
  }

  #act(action: RecoveryAction): void {
    switch (action) {
      case 'none':
        return;
      case 'restart':
        return this.restartIce();
      case 'rebuild-unreachable':
        this.#options.events.onunreachable();
        return this.#session.rebuild();
      case 'rebuild':
        return this.#session.rebuild();
      default:
        action satisfies never;
    }
  }

  #scheduleRecovery(): void {
    this.#clearRecoveryTimer();
    const deadline = recoveryDeadline(this.#recovery);
    if (deadline === null || this.#isClosed) return;
    const delayMs = Math.max(0, deadline - this.#clock.now());
    this.#recoveryTimer = this.#clock.setTimeout(() => this.#recover({ type: 'tick' }), delayMs);
  }

  #clearRecoveryTimer(): void {
    if (this.#recoveryTimer !== null) this.#clock.clearTimeout(this.#recoveryTimer);
    this.#recoveryTimer = null;
  }
}
