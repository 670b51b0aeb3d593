/**
 * One remote peer: the link, the negotiation, the connection in use and its repair, the data channels. Shows tracks and a
 * connection state; knows nothing of rooms, names or views.
 */
import type { Incarnation } from '#protocol';
import type { DataChannels } from '../data/channels.ts';
import type { ChatBody } from '../data/chat.ts';
import type { FileChannel } from '../data/files/file-path.ts';
import type { DataMessage } from '../data/frames.ts';
import { PeerData } from '../data/peer-data.ts';
import { type Clock, systemClock } from '../link/clock.ts';
import type { Envelope } from '../link/envelope.ts';
import { createRelayWatch } from '../parts/relay-watch.ts';
import type { ConnectionPath } from './connection-stats.ts';
import { type Judgement, NOT_JUDGED } from './judgement.ts';
import { takesOver } from './make-before-break.ts';
import { MediaConnection, type SlotTracks, isUsable } from './media-connection.ts';
import { type ConnectionHandlers, NegotiationSession } from './negotiation-session.ts';
import { PathWatch } from './path-watch.ts';
import type { RecoveryAction } from './recovery-policy.ts';
import { Recovery } from './recovery.ts';
import { RelayRefusal } from './relay-refusal.ts';
import type { RelayTerm } from './relay-term.ts';
import type { RelayWatch } from './relay-watch.ts';
import { type SignalingLink, createSignalingLink } from './signaling-link.ts';
import type { MediaPlan, Slot } from './slots.ts';

/** `reconnecting`: was connected and is being repaired. */
export type PeerConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

export interface PeerEvents {
  /** Tracks or the connection state are other than before. */
  onchange(): void;
  onconnectionstate(state: PeerConnectionState): void;
  onpath(path: ConnectionPath): void;
  /** A look at the statistics of the connection that is shown; every 5 s. */
  onstats?(report: RTCStatsReport): void;
  onicerestart(): void;
  onrebuild(generation: number): void;
  /** Packets are late; the way to the server may be broken too. */
  ondoubt(): void;
  /** Several connections in a row came to nothing; trying goes on. */
  onunreachable(): void;
  /** Nothing is tried any more, until the network or the other side changes. */
  ongiveup(): void;
  /** The relay refused the credentials, and there are no better ones. */
  onturnrefused(): void;
  onchat(message: ChatBody): void;
  ondata(message: DataMessage): void;
  /** There is another channel for files. */
  onfiles?(channel: FileChannel): void;
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
  configuration(relayOnly: boolean): RTCConfiguration;
  /** Of the credentials in that; null, as by default: relays in use do not end with them. */
  relayTerm?(): RelayTerm | null;
  /** Asks for fresh credentials, for the next {@link configuration}. Resolves also when there are none. */
  refreshIceServers(): Promise<void>;
  transmit(envelope: Envelope): void;
  readonly events: PeerEvents;
  readonly clock?: Clock;
}

/** How long the connection that was shown goes on after another one took over, in ms. */
const RETIRE_MS = 1_500;

export class Peer {
  /** Chat and application data; outlives every single connection. */
  readonly data: PeerData;
  readonly #options: PeerOptions;
  readonly #clock: Clock;
  readonly #link: SignalingLink;
  readonly #session: NegotiationSession<MediaConnection>;
  readonly #recovery: Recovery;
  readonly #pathWatch: PathWatch;
  /** Null until there is a relay that ends. */
  #relayWatch: RelayWatch | null = null;
  readonly #refusal: RelayRefusal<MediaConnection>;
  #tracks: SlotTracks;
  /** The connection whose tracks are shown: the newest that ever delivered, so that a rebuild does not blank the picture. */
  #shown: MediaConnection | null = null;
  /** The channels that `data` uses: those of the newest connection that stands. */
  #attached: DataChannels | null = null;
  #state: PeerConnectionState = 'connecting';
  #wasConnected = false;
  #isClosed = false;
  /** For the next connection only. */
  #isRelayOnly = false;
  /** Shown until a moment ago: the other side may need its packets a little longer. */
  #retiring: MediaConnection | null = null;
  #saidSilent = false;
  #judgement = NOT_JUDGED;

  constructor(options: PeerOptions) {
    const { localInc, remoteInc, events, clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#tracks = options.tracks;
    this.data = new PeerData({
      localInc,
      remoteInc,
      clock,
      onchat: (message) => events.onchat(message),
      ondata: (message) => events.ondata(message),
      onfiles: (channel) => events.onfiles?.(channel),
    });
    this.#recovery = new Recovery({
      clock,
      isUsable: () => isUsable(this.#shown),
      act: (action) => this.#act(action),
    });
    this.#pathWatch = new PathWatch(
      clock,
      (path) => events.onpath(path),
      (report) => events.onstats?.(report),
    );
    this.#refusal = new RelayRefusal({
      isPending: (from) => !this.#isClosed && from === this.#session.current && this.#recovery.phase === 'building',
      credentials: () => JSON.stringify(options.configuration(false)),
      refresh: () => options.refreshIceServers(),
      onrenewed: () => this.#recovery.handle({ type: 'credentials-renewed' }),
      onrefused: () => this.#state !== 'connected' && events.onturnrefused(),
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

  /** The way packets take; null before the first connection. */
  get path(): ConnectionPath | null {
    return this.#pathWatch.path;
  }

  /** The track received on a media line; null until it is negotiated, and for a camera that would stand still. */
  track(slot: Slot): MediaStreamTrack | null {
    if (slot === 'camera' && this.#judgement.cameraPaused) return null;
    return this.#shown?.remoteTrack(slot) ?? null;
  }

  /** The newest connection, which is shown as soon as it delivers; null before {@link start}. */
  get connection(): MediaConnection | null {
    return this.#session.current;
  }

  /** How the way is, as somebody else judges it. */
  get judgement(): Judgement {
    return this.#judgement;
  }

  set judgement(judgement: Judgement) {
    this.#judgement = judgement;
    this.#options.events.onchange();
  }

  /** How loud its microphone is now, from 0 to 1. */
  get audioLevel(): number {
    return this.#shown?.audioLevel ?? 0;
  }

  start(): void {
    this.#session.start();
    this.#recovery.start();
  }

  /** An envelope of the other page, as it came. */
  receive(envelope: unknown): void {
    this.#link.receive(envelope);
  }

  /** Signaling is back on either side: whatever was not acknowledged goes again. */
  resume(): void {
    this.#link.resend();
    // A welcome brings credentials too, which may be better ones.
    this.#recovery.handle({ type: this.#refusal.isUnderWay ? 'credentials-renewed' : 'signaling-renewed' });
  }

  /** The other page was loaded anew and knows nothing of us. */
  reload(remoteInc: Incarnation): void {
    this.#link.setRemoteIncarnation(remoteInc);
    this.data.setRemoteIncarnation(remoteInc);
    this.#shown?.flow.stop();
    this.#isRelayOnly = false;
    this.#session.restart();
    this.#recovery.start();
    this.#updateState();
  }

  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    this.#session.current?.setTrack(slot, track);
    if (this.#shown !== this.#session.current) this.#shown?.setTrack(slot, track);
  }

  /** The page's network is another one now: no old path can be trusted. */
  handleNetworkChange(): void {
    this.#recovery.handle({ type: 'network-change' });
  }

  /** The page's network may be another one: it is, if packets stop. */
  async handleNetworkHint(): Promise<void> {
    const { current } = this.#session;
    // Where nothing arrives anyway the ladder is being climbed already.
    if (current === null || !current.flow.isReceiving || (await current.flow.stillReceives())) return;
    if (current === this.#session.current) this.handleNetworkChange();
  }

  /** Looks for a new path. Where that had been given up it takes a new connection. */
  restartIce(): void {
    if (this.#recovery.phase === 'given-up') return this.#recovery.handle({ type: 'network-change' });
    this.#session.restartIce();
    this.#options.events.onicerestart();
  }

  /** There are other ICE servers now: connections that go on use them when they look for a path again. */
  renewIceServers(): void {
    const { iceServers = [] } = this.#options.configuration(false);
    for (const it of new Set([this.#shown, this.#session.current])) it?.setIceServers(iceServers);
  }

  getStats(): Promise<RTCStatsReport> {
    const connection = this.#shown ?? this.#session.current;
    return connection?.readStats() ?? Promise.resolve(new Map());
  }

  /** Ends everything at once. Safe to repeat. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#recovery.close();
    this.#pathWatch.stop();
    this.#relayWatch?.stop();
    this.data.close();
    this.#link.close();
    this.#session.close();
    this.#retiring?.close();
    this.#shown?.close();
    this.#shown = null;
  }

  #createSession(): NegotiationSession<MediaConnection> {
    return new NegotiationSession<MediaConnection>({
      polite: this.#options.polite,
      clock: this.#clock,
      send: (signal) => this.#link.send(signal),
      createConnection: (generation, handlers) => this.#createConnection(generation, handlers),
      onreplaced: (old) => this.#handleReplaced(old),
      onremoteoffer: (current) => current.acceptOffer(),
      onnegotiated: (current) => {
        if (current === this.#shown) this.#options.events.onchange();
      },
      onsignal: (signal) => {
        if (signal.type === 'flow') this.#session.current?.flow.setReceived(signal.flowing);
      },
      onfailure: () => this.#options.events.onunreachable(),
    });
  }

  #createConnection(generation: number, handlers: ConnectionHandlers): MediaConnection {
    const { plan, polite, events, configuration } = this.#options;
    const isRelayOnly = this.#isRelayOnly;
    this.#isRelayOnly = false;
    const made: MediaConnection = new MediaConnection({
      configuration: configuration(isRelayOnly),
      plan,
      tracks: this.#tracks,
      clock: this.#clock,
      relayTerm: this.#options.relayTerm?.() ?? null,
      onflow: () => this.#handleFlow(made),
      ondoubt: () => events.ondoubt(),
    });
    const { connection } = made;
    connection.onnegotiationneeded = handlers.onnegotiationneeded;
    connection.onicecandidate = handlers.onicecandidate;
    connection.onicecandidateerror = ({ errorCode }) => void this.#refusal.handle(made, errorCode);
    connection.onconnectionstatechange = () => this.#handleConnectionState(made);
    if (!polite) made.prepareOffer();
    this.#shown ??= made;
    // A page that slept would build every generation that was tried meanwhile.
    this.#link.withdraw((signal) => 'g' in signal && signal.g < generation);
    if (generation > 1) {
      this.#recovery.handle({ type: 'rebuilt' });
      events.onrebuild(generation);
    }
    return made;
  }

  #handleConnectionState(from: MediaConnection): void {
    if (this.#isClosed || from !== this.#session.current) return;
    switch (from.connection.connectionState) {
      case 'connected':
        return this.#handleConnected(from);
      case 'failed':
        return this.#recovery.handle({ type: 'failed' });
      default:
    }
  }

  /** Data goes on at once; the picture changes over when there is one. */
  #handleConnected(from: MediaConnection): void {
    this.#wasConnected = true;
    from.handleConnected();
    this.#attach(from);
    if (from === this.#shown) this.#show(from);
    else void this.#takeOver(from);
  }

  #attach({ channels }: MediaConnection): void {
    if (channels === null || channels === this.#attached) return;
    this.#attached = channels;
    this.data.attach(channels);
  }

  /** Another connection is the newest now. What is shown stays, and so does its data until the new one stands. */
  #handleReplaced(old: MediaConnection): void {
    const shown = this.#shown;
    if (old === shown) return;
    old.close();
    if (old.channels === this.#attached && shown !== null) this.#attach(shown);
  }

  async #takeOver(from: MediaConnection): Promise<void> {
    const newcomer = {
      remoteTx: () => from.flow.remoteTx,
      hasReceived: () => from.flow.hasReceived,
      readStats: () => from.readStats(),
      isOver: () => this.#isClosed || from !== this.#session.current || from === this.#shown,
    };
    if (await takesOver(newcomer, this.#clock)) this.#show(from);
  }

  #show(connection: MediaConnection): void {
    if (this.#shown !== connection) this.#retire(this.#shown);
    this.#shown = connection;
    this.#pathWatch.start(connection);
    void this.#watchRelay(connection);
    this.#updateState();
    this.#options.events.onchange();
  }

  /** Where it cannot be loaded, the end of the relay is repaired like any other loss. */
  async #watchRelay(connection: MediaConnection): Promise<void> {
    this.#relayWatch?.stop();
    if (connection.relayTerm === null) return;
    const loaded = await createRelayWatch({
      clock: this.#clock,
      newest: () => this.#options.relayTerm?.() ?? null,
      mayLeave: () => this.#recovery.phase === 'flowing' && this.#shown === this.#session.current,
      leave: () => this.#session.rebuild(),
    }).catch(() => null);
    if (this.#isClosed || connection !== this.#shown) return;
    this.#relayWatch ??= loaded;
    this.#relayWatch?.start(connection);
  }

  /** The other side may still be waiting for the first picture of the new one. */
  #retire(old: MediaConnection | null): void {
    this.#retiring?.close();
    this.#retiring = old;
    old?.flow.stop();
    if (old !== null) this.#clock.setTimeout(() => old.close(), RETIRE_MS);
  }

  #handleFlow(from: MediaConnection): void {
    if (this.#isClosed) return;
    const { isReceiving, hasReceived, isReceived } = from.flow;
    if (from === this.#session.current) {
      if (!isReceiving) this.#recovery.handle({ type: 'silent' });
      else if (hasReceived && isReceived === true) {
        this.#refusal.clear();
        this.#recovery.handle({ type: 'flowing' });
      }
      this.#tellFlow(isReceiving);
    }
    this.#updateState();
  }

  /** A beat tells it too, but only where the path works; a call in which all is well says nothing. */
  #tellFlow(isReceiving: boolean): void {
    if (isReceiving !== this.#saidSilent) return;
    this.#saidSilent = !isReceiving;
    this.#session.sendFlow(isReceiving);
  }

  #updateState(): void {
    const state = this.#currentState();
    if (state === this.#state) return;
    this.#state = state;
    this.#options.events.onchange();
    this.#options.events.onconnectionstate(state);
  }

  #currentState(): PeerConnectionState {
    if (isUsable(this.#shown) || isUsable(this.#session.current)) return 'connected';
    if (this.#recovery.phase === 'given-up') return 'disconnected';
    return this.#wasConnected ? 'reconnecting' : 'connecting';
  }

  #act(action: Exclude<RecoveryAction, 'none'>): void {
    switch (action) {
      case 'restart':
        // In time for the new connection that follows if this does not help.
        void this.#options.refreshIceServers();
        return this.restartIce();
      case 'rebuild':
        this.#isRelayOnly = false;
        return this.#session.rebuild();
      case 'relay':
        if (this.#state !== 'connected') this.#options.events.onunreachable();
        return void this.#rebuildThroughRelay();
      case 'give-up':
        this.#options.events.ongiveup();
        return this.#updateState();
      default:
        action satisfies never;
    }
  }

  async #rebuildThroughRelay(): Promise<void> {
    await this.#options.refreshIceServers();
    if (this.#isClosed || this.#recovery.phase !== 'building') return;
    this.#isRelayOnly = true;
    this.#session.rebuild();
  }
}
