/**
 * Who gets a seat: resume by session and key, capacity, and the welcome. The check and the seat are one synchronous step,
 * so that racing joins cannot share a seat. Knows no socket but its id.
 */
import {
  CLOSE_CODES,
  DEFAULT_CAPACITY,
  GRACE_MS,
  HEARTBEAT_INTERVAL_MS,
  type Limits,
  MAX_CAPACITY,
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  MESSAGES_PER_SECOND,
  MESSAGE_BURST_COUNT,
} from '#protocol';
import type { HelloInput } from './inputs.ts';
import { expire, reconcile, sweep } from './presence.ts';
import { type RoomState, type Seat, newRoomState, publicInfo } from './room-state.ts';
import type { Turn } from './turn.ts';

/** Compares two digests in a time that does not depend on where they differ. */
function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** The seat that `hello` has the right to resume; null for an unknown session or a wrong key, without telling which. */
function resumable(state: RoomState, { hello, presentedKeyHash }: HelloInput): Seat | null {
  if (hello.session === undefined || presentedKeyHash === null) return null;
  const seat = state.seats.find(({ session }) => session === hello.session);
  if (seat === undefined) return null;
  const { keyHash, previousKeyHash } = seat;
  const isKnown =
    isSameDigest(keyHash, presentedKeyHash) ||
    (previousKeyHash !== null && isSameDigest(previousKeyHash, presentedKeyHash));
  return isKnown ? seat : null;
}

function capacityOf(hello: HelloInput['hello']): number {
  return Math.min(hello.capacity ?? DEFAULT_CAPACITY, MAX_CAPACITY);
}

function resume(
  turn: Turn,
  state: RoomState,
  seat: Seat,
  { hello, socket, presentedKeyHash, fresh }: HelloInput,
): void {
  if (seat.link.on) turn.refuse(seat.link.socket, CLOSE_CODES.replaced, 'duplicate-session');
  seat.link = { on: true, socket: socket.id };
  seat.previousKeyHash = presentedKeyHash;
  seat.keyHash = fresh.keyHash;
  // Command ids belong to one page load: the page that was loaded anew may count from the start again.
  if (seat.inc !== hello.inc) seat.results = [];
  seat.inc = hello.inc;
  if (hello.name !== undefined) seat.name = hello.name;
  seat.caps = hello.caps;
  seat.state = hello.state;
  // Also when it was never off: what was sent to the old socket may be lost, so its peers must send again.
  turn.emit(state, { event: 'on', peer: publicInfo(seat) }, seat.id);
}

function join(turn: Turn, state: RoomState, { hello, socket, fresh }: HelloInput): Seat {
  const seat: Seat = {
    id: fresh.peer,
    session: fresh.session,
    keyHash: fresh.keyHash,
    previousKeyHash: null,
    inc: hello.inc,
    name: hello.name ?? '',
    caps: hello.caps,
    state: hello.state,
    joinedAtMs: turn.nowMs,
    link: { on: true, socket: socket.id },
    results: [],
  };
  state.seats.push(seat);
  state.emptySinceMs = null;
  turn.emit(state, { event: 'join', peer: publicInfo(seat) }, seat.id);
  return seat;
}

function limitsOf(capacity: number): Limits {
  return {
    frameBytes: MAX_FRAME_BYTES,
    payloadBytes: MAX_PAYLOAD_BYTES,
    capacity,
    burst: MESSAGE_BURST_COUNT,
    perSecond: MESSAGES_PER_SECOND,
    graceMs: GRACE_MS,
    heartbeatMs: HEARTBEAT_INTERVAL_MS,
  };
}

function welcome(turn: Turn, state: RoomState, seat: Seat, input: HelloInput, resumed: boolean, boot: string): void {
  const { name, capacity, createdAtMs, rv, seats } = state;
  turn.attach(input.socket.id, seat);
  turn.send(input.socket.id, {
    type: 'welcome',
    me: seat.id,
    session: seat.session,
    key: input.fresh.key,
    resumed,
    boot,
    rv,
    room: { name, capacity, createdAt: createdAtMs },
    peers: seats.filter((other) => other !== seat).map(publicInfo),
    limits: limitsOf(capacity),
    iceServers: [...input.iceServers],
    now: turn.nowMs,
  });
}

/** Answers a `hello`: the seat of its session, a new seat, or a refusal. Dead seats are cleared first, so that a ghost never
 *  keeps a living person out. */
export function admit(turn: Turn, input: HelloInput, boot: string): void {
  turn.state ??= newRoomState(input.room, turn.nowMs, capacityOf(input.hello));
  const { state } = turn;
  reconcile(turn, state, input.sockets);
  sweep(turn, state, input.sockets, input.socket.id);
  expire(turn, state);
  const known = resumable(state, input);
  if (known !== null) {
    resume(turn, state, known, input);
    welcome(turn, state, known, input, true, boot);
    return;
  }
  if (state.seats.length === 0) state.capacity = capacityOf(input.hello);
  if (state.seats.length >= state.capacity) {
    turn.refuse(input.socket.id, CLOSE_CODES.roomFull, 'room-full');
    return;
  }
  const seat = join(turn, state, input);
  welcome(turn, state, seat, input, false, boot);
}
