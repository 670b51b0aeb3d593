/**
 * One stay in a room, from the request for a seat to the leave: signaling, the others, and the ICE servers in force.
 * Made anew for every join. Knows no state of the call, no devices, no view.
 */
import type { ErrorCode, IceServer, PeerId, PeerState } from '#protocol';
import type { SlotTracks } from '../peer/media-connection.ts';
import type { MediaPlan, Slot } from '../peer/slots.ts';
import type { JoinRequest, SignalingChannel, SignalingEvent } from '../signaling/signaling-channel.ts';
import { toRtcIceServers } from './ice-servers.ts';
import { watchNetwork } from './network-watch.ts';
import { PeerSet, type PeerSetEvents } from './peer-set.ts';

export interface SessionEvents extends PeerSetEvents {
  /** The seat was given, or given back after signaling was lost. */
  onseated(): void;
  onsignalinglost(): void;
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
  #peers: PeerSet | null = null;
  #me: PeerId | null = null;
  #iceServers: readonly RTCIceServer[];

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#iceServers = toRtcIceServers(options.iceServers ?? []);
    options.channel.onevent = (event) => this.#handle(event);
    watchNetwork(() => this.#handleNetworkChange(), this.#lifetime.signal);
  }

  /** The own id; null before the seat. */
  get me(): PeerId | null {
    return this.#me;
  }

  get peers(): PeerSet | null {
    return this.#peers;
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  open(request: JoinRequest): void {
    this.#options.channel.open(request);
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
    this.#options.channel.onevent = null;
    this.#options.channel.close();
    this.#peers?.close();
  }

  #handle(event: SignalingEvent): void {
    switch (event.type) {
      case 'welcome':
        return this.#seat(event);
      case 'state':
        if (event.state === 'reconnecting') this.#options.events.onsignalinglost();
        return;
      case 'error':
        return this.#options.events.onerror(event.code, event.fatal);
      default:
        this.#peers?.handle(event);
    }
  }

  #handleNetworkChange(): void {
    this.#options.channel.checkPath();
    for (const [, peer] of this.#peers?.peers() ?? []) peer.handleNetworkChange();
  }

  #seat(welcome: Extract<SignalingEvent, { type: 'welcome' }>): void {
    if (this.#options.iceServers === null) this.#iceServers = toRtcIceServers(welcome.iceServers);
    if (this.#me !== welcome.me) {
      // The old seat is gone (grace ran out, or the server lost it): for the others we are somebody new, so are they for us.
      this.#peers?.close();
      this.#me = welcome.me;
      this.#peers = this.#createPeers(welcome.me);
    }
    this.#options.events.onseated();
    this.#peers?.applySnapshot(welcome.peers);
  }

  #createPeers(me: PeerId): PeerSet {
    const { channel, plan, tracks, events, iceTransportPolicy } = this.#options;
    const watching: PeerSetEvents = {
      ...events,
      onconnectionstate: (id, state) => {
        // What took the way to a peer may have taken the way to the server too; Firefox has no other sign of it.
        if (state !== 'connected') channel.checkPath();
        events.onconnectionstate(id, state);
      },
    };
    return new PeerSet({
      channel,
      me,
      plan,
      tracks,
      events: watching,
      configuration: () => ({ iceServers: [...this.#iceServers], iceTransportPolicy }),
    });
  }
}
