/**
 * One stay in a room, from the request for a seat to the leave: signaling, the others, and the ICE servers in force.
 * Made anew for every join. Knows no state of the call, no devices, no view.
 */
import type { ErrorCode, IceServer, PeerId, PeerState } from '#protocol';
import { systemClock } from '../link/clock.ts';
import type { SlotTracks } from '../peer/media-connection.ts';
import type { Peer } from '../peer/peer.ts';
import type { MediaPlan, Slot } from '../peer/slots.ts';
import type {
  JoinRequest,
  Order,
  SignalingChannel,
  SignalingEvent,
  TextExchange,
} from '../signaling/signaling-channel.ts';
import { IceRenewal } from './ice-renewal.ts';
import { watchNetwork } from './network-watch.ts';
import { PeerSet, type PeerSetEvents } from './peer-set.ts';
import { NO_ROOM, type RoomView, nextRoomView } from './room-view.ts';

export interface SessionEvents extends PeerSetEvents {
  /** The seat was given, or given back after signaling was lost. */
  onseated(): void;
  onsignalinglost(): void;
  /** There is no seat yet: the page waits to be let in. */
  onwait(): void;
  /** The room, or what this page may see of it, is other than before. */
  onroom(view: RoomView, previous: RoomView): void;
  onmuterequest(from: PeerId): void;
  onerror(code: ErrorCode, fatal: boolean): void;
}

export interface SessionOptions {
  readonly channel: SignalingChannel;
  readonly plan: MediaPlan;
  /** ICE servers that the page set; null: those the server gives. */
  readonly iceServers: readonly IceServer[] | null;
  readonly iceTransportPolicy: RTCIceTransportPolicy;
  tracks(): SlotTracks;
  readonly events: SessionEvents;
}

export class CallSession {
  readonly #options: SessionOptions;
  readonly #lifetime = new AbortController();
  readonly #ice: IceRenewal;
  #peers: PeerSet | null = null;
  #me: PeerId | null = null;
  #view: RoomView = NO_ROOM;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#ice = new IceRenewal({
      clock: systemClock,
      // Those that the page set are its own affair.
      ask: (signal) =>
        options.iceServers === null ? options.channel.requestIceServers(signal) : Promise.resolve(null),
      onrenewed: () => {
        for (const peer of this.peersFor() ?? []) peer.renewIceServers();
      },
    });
    if (options.iceServers !== null) this.#ice.take({ iceServers: options.iceServers });
    options.channel.onevent = (event) => this.#handle(event);
    const events = { onchange: () => this.#handleNetworkChange(), onhint: () => this.#handleNetworkHint() };
    watchNetwork(events, this.#lifetime.signal);
    const { signal } = this.#lifetime;
    if (typeof document !== 'undefined')
      document.addEventListener('visibilitychange', () => this.#ice.check(), { signal });
  }

  /** The own id; null before the seat. */
  get me(): PeerId | null {
    return this.#me;
  }

  get view(): RoomView {
    return this.#view;
  }

  get peers(): PeerSet | null {
    return this.#peers;
  }

  get exchange(): TextExchange | undefined {
    return this.#options.channel.exchange;
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#ice.iceServers;
  }

  /** The peer with this id, or all of them; null: there is none with this id, or no seat yet. */
  peersFor(id?: PeerId): readonly Peer[] | null {
    if (id === undefined) return this.#peers === null ? null : [...this.#peers.peers()].map(([, peer]) => peer);
    const peer = this.#peers?.peer(id);
    return peer === undefined ? null : [peer];
  }

  async getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>> {
    const peers = [...(this.#peers?.peers() ?? [])];
    return new Map(await Promise.all(peers.map(async ([id, peer]) => [id, await peer.getStats()] as const)));
  }

  open(request: JoinRequest): void {
    this.#options.channel.open(request);
  }

  /** @returns why it was refused, null where it was done. */
  request(order: Order): Promise<ErrorCode | null> {
    return this.#options.channel.request(order);
  }

  setState(state: PeerState): void {
    this.#options.channel.setState(state);
  }

  rename(name: string): void {
    this.#options.channel.rename(name);
  }

  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#peers?.setTrack(slot, track);
  }

  close(): void {
    this.#lifetime.abort();
    this.#ice.close();
    this.#options.channel.onevent = null;
    this.#options.channel.close();
    this.#peers?.close();
  }

  #handle(event: SignalingEvent): void {
    const previous = this.#view;
    // First, so that whoever hears of the seat sees the room.
    this.#view = nextRoomView(previous, event, this.#me);
    this.#dispatch(event);
    if (this.#view !== previous && !this.#lifetime.signal.aborted) this.#options.events.onroom(this.#view, previous);
  }

  #dispatch(event: SignalingEvent): void {
    const { events } = this.#options;
    switch (event.type) {
      case 'welcome':
        return this.#seat(event);
      case 'wait':
        this.#loseSeat();
        return events.onwait();
      case 'mute-request':
        return events.onmuterequest(event.from);
      case 'state':
        if (event.state === 'reconnecting') events.onsignalinglost();
        return;
      case 'error':
        return events.onerror(event.code, event.fatal);
      default:
        this.#peers?.handle(event);
    }
  }

  #handleNetworkChange(): void {
    this.#options.channel.checkPath();
    for (const peer of this.peersFor() ?? []) peer.handleNetworkChange();
  }

  #handleNetworkHint(): void {
    this.#options.channel.checkPath();
    for (const peer of this.peersFor() ?? []) void peer.handleNetworkHint();
  }

  #seat(welcome: Extract<SignalingEvent, { type: 'welcome' }>): void {
    if (this.#options.iceServers === null) this.#ice.take(welcome);
    if (this.#me !== welcome.me) {
      this.#loseSeat();
      // Whoever hears that the others are gone may leave.
      if (this.#lifetime.signal.aborted) return;
      this.#me = welcome.me;
      this.#peers = this.#createPeers(welcome.me);
    }
    this.#options.events.onseated();
    this.#peers?.applySnapshot(welcome.peers);
  }

  /** The seat is gone (grace ran out, or the server lost it): for the others we are somebody new, so are they for us. */
  #loseSeat(): void {
    this.#peers?.applySnapshot([]);
    this.#peers?.close();
    this.#me = null;
  }

  #createPeers(me: PeerId): PeerSet {
    const { channel, plan, tracks, events, iceTransportPolicy } = this.#options;
    const lost = new Set<PeerId>();
    return new PeerSet({
      channel,
      me,
      plan,
      tracks,
      events: {
        ...events,
        onconnectionstate: (id, state) => {
          // What took the way to a peer, or gave it back, may have done the same to the way to the server.
          if (state !== 'connected') lost.add(id);
          if (lost.has(id)) channel.checkPath();
          if (state === 'connected') lost.delete(id);
          events.onconnectionstate(id, state);
        },
      },
      configuration: (relayOnly) => {
        this.#ice.check();
        return {
          iceServers: [...this.#ice.iceServers],
          iceTransportPolicy: relayOnly && this.#ice.hasRelay ? 'relay' : iceTransportPolicy,
        };
      },
      relayTerm: () => this.#ice.relayTerm,
      refreshIceServers: () => this.#ice.refresh(),
    });
  }
}
