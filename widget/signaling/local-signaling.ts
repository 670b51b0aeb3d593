/**
 * Signaling inside one page, without any server: channels that open the same room name see each other. For demos, tests
 * and two elements side by side. What it says and in which order is what the Worker would say.
 */
import {
  DEFAULT_CAPACITY,
  type ErrorCode,
  type Incarnation,
  MAX_CAPACITY,
  MIN_CAPACITY,
  type PeerId,
  type PeerInfo,
  type PeerState,
  isRoomName,
} from '#protocol';
import { newIncarnation, newPeerId } from './incarnation.ts';
import type { JoinRequest, SignalingChannel, SignalingEvent, SignalingState } from './signaling-channel.ts';

interface Room {
  readonly capacity: number;
  readonly members: Map<PeerId, Member>;
}

interface Member {
  info: PeerInfo;
  hear(event: SignalingEvent): void;
}

/** Every room of this page. */
const rooms = new Map<string, Room>();

function roomFor({ room, capacity = DEFAULT_CAPACITY }: JoinRequest): Room {
  const existing = rooms.get(room);
  if (existing !== undefined) return existing;
  const made: Room = { capacity: Math.min(Math.max(capacity, MIN_CAPACITY), MAX_CAPACITY), members: new Map() };
  rooms.set(room, made);
  return made;
}

export class LocalSignaling implements SignalingChannel {
  readonly inc: Incarnation = newIncarnation();
  onevent: ((event: SignalingEvent) => void) | null = null;

  #state: SignalingState = 'idle';
  #name = '';
  #room: Room | null = null;
  readonly #me = newPeerId();

  get state(): SignalingState {
    return this.#state;
  }

  /** The room ends with the page. */
  keptDevices(): null {
    return null;
  }

  open(request: JoinRequest): void {
    if (this.#state !== 'idle') return;
    this.#setState('connecting');
    if (!isRoomName(request.room)) return this.#refuse('invalid-room');
    const room = roomFor(request);
    if (room.members.size >= room.capacity) return this.#refuse('room-full');
    const { name, caps, state } = request;
    const info: PeerInfo = {
      id: this.#me,
      inc: this.inc,
      on: true,
      name,
      caps: [...caps],
      state,
      joinedAt: Date.now(),
    };
    const peers = Array.from(room.members.values(), (member) => member.info);
    room.members.set(this.#me, { info, hear: (event) => this.#emit(event) });
    this.#room = room;
    this.#name = request.room;
    this.#setState('open');
    this.#emit({
      type: 'welcome',
      me: this.#me,
      resumed: false,
      capacity: room.capacity,
      peers,
      iceServers: [],
      role: 'guest',
      locked: false,
      lobby: false,
      knocks: [],
    });
    this.#tellOthers({ type: 'peer-join', peer: info });
  }

  send(to: PeerId, payload: unknown): void {
    if (this.#room === null || to === this.#me) return;
    // A copy, as a wire would make it: no object is shared between two calls.
    this.#room.members
      .get(to)
      ?.hear({ type: 'relay', from: this.#me, inc: this.inc, payload: structuredClone(payload) });
  }

  setState(state: PeerState): void {
    this.#change({ state });
    this.#tellOthers({ type: 'peer-state', id: this.#me, state });
  }

  rename(name: string): void {
    this.#change({ name });
    this.#tellOthers({ type: 'peer-name', id: this.#me, name });
  }

  /** Nobody has a right over another here. */
  request(): Promise<ErrorCode> {
    return Promise.resolve('not-allowed');
  }

  requestIceServers(): Promise<null> {
    return Promise.resolve(null);
  }

  /** There is nothing between two elements of one page that could break. */
  checkPath(): void {}

  close(): void {
    if (this.#state === 'closed') return;
    this.#room?.members.delete(this.#me);
    this.#tellOthers({ type: 'peer-leave', id: this.#me, reason: 'user_left' });
    if (this.#room?.members.size === 0) rooms.delete(this.#name);
    this.#room = null;
    this.#setState('closed');
  }

  #change(part: Partial<Pick<PeerInfo, 'name' | 'state'>>): void {
    const member = this.#room?.members.get(this.#me);
    if (member !== undefined) member.info = { ...member.info, ...part };
  }

  #tellOthers(event: SignalingEvent): void {
    for (const [id, member] of this.#room?.members ?? []) if (id !== this.#me) member.hear(event);
  }

  #refuse(code: 'invalid-room' | 'room-full'): void {
    this.#emit({ type: 'error', code, fatal: true });
    this.#setState('closed');
  }

  #setState(state: SignalingState): void {
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #emit(event: SignalingEvent): void {
    queueMicrotask(() => this.onevent?.(event));
  }
}
