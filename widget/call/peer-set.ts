/**
 * Everyone else in the room: keeps one `Peer` per participant in step with what signaling reports, and shows them as
 * immutable `Participant`s. Knows no state of the call and no view.
 */
import type { Incarnation, LeaveReason, PeerId, PeerInfo } from '#protocol';
import type { ChatBody } from '../data/chat.ts';
import type { FileChannel } from '../data/files/file-path.ts';
import type { DataMessage } from '../data/frames.ts';
import type { SlotTracks } from '../peer/media-connection.ts';
import type { ConnectionPath } from '../peer/connection-stats.ts';
import { Peer, type PeerOptions } from '../peer/peer.ts';
import type { Slot } from '../peer/slots.ts';
import type { SignalingChannel, SignalingEvent } from '../signaling/signaling-channel.ts';
import { cleanName } from './display-name.ts';
import { shownOf } from './own-state.ts';
import type { Participant, ParticipantConnectionState } from './participant.ts';

export interface PeerSetEvents {
  onjoin(participant: Participant): void;
  onupdate(participant: Participant): void;
  onleave(participant: Participant, reason: LeaveReason): void;
  onconnectionstate(id: PeerId, state: ParticipantConnectionState): void;
  onchat(from: Participant, message: ChatBody): void;
  ondata(from: PeerId, message: DataMessage): void;
  onfiles(id: PeerId, channel: FileChannel): void;
  /** The page of this peer was loaded anew: it knows nothing of what was before. */
  onreload(id: PeerId): void;
  onicerestart(id: PeerId): void;
  onrebuild(id: PeerId, generation: number): void;
  onpath(id: PeerId, path: ConnectionPath): void;
  /** A look at the statistics of the connection to this peer; every 5 s. */
  onstats?(id: PeerId, report: RTCStatsReport): void;
  /** No path to this peer was found; it is tried again. */
  onunreachable(id: PeerId): void;
  /** No path was found for a minute; it is tried again when the network or the peer changes. */
  ongiveup(id: PeerId): void;
  /** The relay refuses the credentials that the server gives. */
  onturnrefused(id: PeerId): void;
}

export interface PeerSetOptions {
  readonly channel: SignalingChannel;
  readonly me: PeerId;
  readonly plan: PeerOptions['plan'];
  readonly configuration: PeerOptions['configuration'];
  readonly relayTerm: NonNullable<PeerOptions['relayTerm']>;
  readonly refreshIceServers: PeerOptions['refreshIceServers'];
  tracks(): SlotTracks;
  readonly events: PeerSetEvents;
}

interface Entry {
  info: PeerInfo;
  readonly peer: Peer;
  participant: Participant;
}

export class PeerSet {
  readonly #options: PeerSetOptions;
  readonly #entries = new Map<PeerId, Entry>();
  #participants: ReadonlyMap<PeerId, Participant> = new Map();
  #isClosed = false;

  constructor(options: PeerSetOptions) {
    this.#options = options;
  }

  /** A new map after every change, so that a view can compare. */
  get participants(): ReadonlyMap<PeerId, Participant> {
    return this.#participants;
  }

  get connectionStates(): readonly ParticipantConnectionState[] {
    return [...this.#entries.values()].map((entry) => entry.peer.connectionState);
  }

  peer(id: PeerId): Peer | undefined {
    return this.#entries.get(id)?.peer;
  }

  *peers(): Iterable<readonly [PeerId, Peer]> {
    for (const [id, { peer }] of this.#entries) yield [id, peer];
  }

  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    for (const { peer } of this.#entries.values()) peer.setTrack(slot, track);
  }

  /** Takes over a whole snapshot: who is new, who came back, who is gone. */
  applySnapshot(peers: readonly PeerInfo[]): void {
    const present = new Set(peers.map((peer) => peer.id));
    for (const id of [...this.#entries.keys()]) if (!present.has(id)) this.#remove(id, 'unknown');
    for (const info of peers) this.#put(info);
  }

  handle(event: SignalingEvent): void {
    switch (event.type) {
      case 'peer-join':
      case 'peer-on':
        return this.#put(event.peer);
      case 'peer-off':
        return this.#patch(event.id, { on: false });
      case 'peer-state':
        return this.#patch(event.id, { state: event.state });
      case 'peer-name':
        return this.#patch(event.id, { name: event.name });
      case 'peer-role':
        return this.#patch(event.id, { role: event.role });
      case 'peer-leave':
        return this.#remove(event.id, event.reason);
      case 'relay': {
        const entry = this.#entries.get(event.from);
        if (entry?.info.inc === event.inc) entry.peer.receive(event.payload);
        return;
      }
      default:
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const { peer } of this.#entries.values()) peer.close();
    this.#entries.clear();
    this.#participants = new Map();
  }

  #put(info: PeerInfo): void {
    // Whoever heard of the one before may have left.
    if (this.#isClosed) return;
    const entry = this.#entries.get(info.id);
    if (entry === undefined) {
      this.#add(info);
      return;
    }
    const isReloaded = entry.info.inc !== info.inc;
    entry.info = info;
    if (isReloaded) {
      this.#options.events.onreload(info.id);
      entry.peer.reload(info.inc);
    } else entry.peer.resume();
    this.#refresh(entry);
  }

  #add(info: PeerInfo): void {
    const peer = this.#createPeer(info.id, info.inc);
    const entry: Entry = { info, peer, participant: participantOf(info, peer) };
    this.#entries.set(info.id, entry);
    this.#publish();
    this.#options.events.onjoin(entry.participant);
    peer.start();
  }

  #createPeer(id: PeerId, remoteInc: Incarnation): Peer {
    const { channel, me, plan, events, configuration, relayTerm, refreshIceServers } = this.#options;
    const ifKnown = (act: (entry: Entry) => void) => (): void => {
      const entry = this.#entries.get(id);
      if (entry !== undefined) act(entry);
    };
    return new Peer({
      localInc: channel.inc,
      remoteInc,
      polite: me < id,
      plan,
      configuration,
      relayTerm,
      refreshIceServers,
      tracks: this.#options.tracks(),
      transmit: (envelope) => channel.send(id, envelope),
      events: {
        onchange: ifKnown((entry) => this.#refresh(entry)),
        onconnectionstate: (state) => events.onconnectionstate(id, state),
        onicerestart: () => events.onicerestart(id),
        onrebuild: (generation) => events.onrebuild(id, generation),
        onpath: (path) => {
          ifKnown((entry) => this.#refresh(entry))();
          events.onpath(id, path);
        },
        onstats: (report) => events.onstats?.(id, report),
        ondoubt: () => channel.checkPath(),
        // Who lost the network, on either side, or is loading the page anew, is no reason to complain about firewalls.
        onunreachable: ifKnown(({ info }) => info.on && channel.state === 'open' && events.onunreachable(id)),
        ongiveup: () => events.ongiveup(id),
        onturnrefused: () => events.onturnrefused(id),
        onchat: (message) => ifKnown((entry) => events.onchat(entry.participant, message))(),
        ondata: (message) => events.ondata(id, message),
        onfiles: (channel) => events.onfiles(id, channel),
      },
    });
  }

  #patch(id: PeerId, change: Partial<PeerInfo>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.info = { ...entry.info, ...change };
    this.#refresh(entry);
  }

  #refresh(entry: Entry): void {
    entry.participant = participantOf(entry.info, entry.peer);
    this.#publish();
    this.#options.events.onupdate(entry.participant);
  }

  #remove(id: PeerId, reason: LeaveReason): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    entry.peer.close();
    this.#publish();
    this.#options.events.onleave({ ...entry.participant, connectionState: 'disconnected' }, reason);
  }

  #publish(): void {
    this.#participants = new Map([...this.#entries].map(([id, { participant }]) => [id, participant]));
  }
}

function participantOf(info: PeerInfo, peer: Peer): Participant {
  return {
    id: info.id,
    name: cleanName(info.name),
    role: info.role ?? 'guest',
    local: false,
    joinedAt: info.joinedAt,
    ...shownOf(info.state, (slot) => peer.track(slot)),
    connectionState: peer.connectionState,
    connectionPath: peer.path,
    ...peer.judgement,
  };
}
