/**
 * Who gets a seat: resume by session and key, bans, locks, capacity, and the welcome. The check and the seat are one synchronous step,
 * so that racing joins cannot share a seat. Knows no socket but its id.
 */
import {
  CLOSE_CODES,
  type CloseCode,
  DEFAULT_CAPACITY,
  type ErrorCode,
  GRACE_MS,
  HEARTBEAT_INTERVAL_MS,
  type IceServer,
  type Limits,
  MAX_CAPACITY,
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  MESSAGES_PER_SECOND,
  MESSAGE_BURST_COUNT,
  passesDoors,
} from '#protocol';
import { forgetSpent, isBanned, isSpent, spend } from './bans.ts';
import { type Grant, isOpenGrant } from './grant.ts';
import { ensureHost, isDoorkeeper } from './hosts.ts';
import type { Entry, HelloInput } from './inputs.ts';
import { endWaiting, knock } from './lobby.ts';
import { expire, reconcile, sweep } from './presence.ts';
import { type RoomState, type Seat, type SocketId, type Waiting, newRoomState, publicInfo } from './room-state.ts';
import type { Turn } from './turn.ts';
import { participantJoined, roomStarted } from './webhook-events.ts';

/** Compares two digests in a time that does not depend on where they differ. */
function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** The seat that `hello` has the right to resume; null for an unknown session, a wrong key or another person's token, without
 *  telling which. */
function resumable(state: RoomState, { hello, grant, presentedKeyHash }: HelloInput): Seat | null {
  if (hello.session === undefined || presentedKeyHash === null) return null;
  const seat = state.seats.find(({ session }) => session === hello.session);
  if (seat === undefined || (seat.sub !== null && seat.sub !== grant.sub)) return null;
  const { keyHash, previousKeyHash } = seat;
  const isKnown =
    isSameDigest(keyHash, presentedKeyHash) ||
    (previousKeyHash !== null && isSameDigest(previousKeyHash, presentedKeyHash));
  return isKnown ? seat : null;
}

/** A token's word counts before a page's. */
function capacityOf({ hello, grant }: HelloInput): number {
  return Math.min(grant.capacity ?? hello.capacity ?? DEFAULT_CAPACITY, MAX_CAPACITY);
}

/** Takes over what the newest token says; without one the seat keeps what it was given here. */
function applyGrant(seat: Seat, grant: Grant): void {
  if (isOpenGrant(grant)) return;
  const { role, sub, tokenId, expiresAtMs, name } = grant;
  seat.role = role;
  seat.sub = sub;
  seat.tokenId = tokenId;
  seat.expiresAtMs = expiresAtMs;
  seat.isNameFixed = name !== null;
  seat.name = name ?? seat.name;
}

function resume(turn: Turn, state: RoomState, seat: Seat, input: HelloInput): void {
  const { hello, grant, socket, presentedKeyHash, fresh } = input;
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
  applyGrant(seat, grant);
  spend(turn, state, grant, seat.session);
  // Also when it was never off: what was sent to the old socket may be lost, so its peers must send again.
  turn.emit(state, { event: 'on', peer: publicInfo(seat) }, seat.id);
}

/** Gives a seat to somebody new. */
function join(turn: Turn, state: RoomState, newcomer: Waiting, keyHash: string): Seat {
  const { id, session, inc, name, caps, state: own, grant, socket } = newcomer;
  const seat: Seat = {
    id,
    session,
    keyHash,
    previousKeyHash: null,
    inc,
    name,
    caps,
    state: own,
    joinedAtMs: turn.nowMs,
    link: { on: true, socket },
    results: [],
    // Somebody must be able to open and close the door of a room into which nobody brings a role.
    role: isOpenGrant(grant) && state.seats.length === 0 ? 'host' : grant.role,
    sub: grant.sub,
    tokenId: grant.tokenId,
    expiresAtMs: grant.expiresAtMs,
    isNameFixed: grant.name !== null,
  };
  const isFirst = state.seats.length === 0;
  state.seats.push(seat);
  state.emptySinceMs = null;
  if (isFirst) state.startedAtMs = turn.nowMs;
  spend(turn, state, grant, session);
  turn.emit(state, { event: 'join', peer: publicInfo(seat) }, seat.id);
  if (isFirst) turn.webhook(roomStarted(turn.nowMs, state));
  turn.webhook(participantJoined(turn.nowMs, state, seat));
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

/** What a welcome says beside what is in the room. */
interface Greeting {
  readonly socket: SocketId;
  readonly key: string;
  readonly iceServers: readonly IceServer[];
  readonly resumed: boolean;
  readonly boot: string;
}

function welcome(turn: Turn, state: RoomState, seat: Seat, greeting: Greeting): void {
  const { name, capacity, createdAtMs, rv, seats, locked, lobby, waiting } = state;
  const { socket, key, iceServers, resumed, boot } = greeting;
  turn.attach(socket, seat);
  turn.send(socket, {
    type: 'welcome',
    me: seat.id,
    session: seat.session,
    key,
    resumed,
    boot,
    rv,
    role: seat.role,
    room: { name, capacity, createdAt: createdAtMs, locked, lobby },
    peers: seats.filter((other) => other !== seat).map(publicInfo),
    ...(isDoorkeeper(seat) ? { waiting: waiting.map((one) => ({ id: one.id, name: one.name })) } : {}),
    limits: limitsOf(capacity),
    iceServers: [...iceServers],
    now: turn.nowMs,
  });
}

function newcomerOf({ hello, grant, socket, fresh }: HelloInput): Waiting {
  return {
    id: fresh.peer,
    socket: socket.id,
    session: fresh.session,
    saidSession: hello.session ?? null,
    inc: hello.inc,
    name: grant.name ?? hello.name ?? '',
    caps: hello.caps,
    state: hello.state,
    grant,
  };
}

/** Why somebody who says hello gets no seat and no place in the queue, however free the room is. */
function refusalOf(state: RoomState, { hello, grant }: HelloInput, isKnown: boolean): Refusal | null {
  if (isBanned(state, grant, hello.session)) return [CLOSE_CODES.kicked, 'kicked'];
  if (isSpent(state, grant, hello.session ?? null)) return [CLOSE_CODES.tokenInvalid, 'token-invalid'];
  if (!isKnown && state.locked && !passesDoors(grant.role)) return [CLOSE_CODES.locked, 'room-locked'];
  return null;
}
type Refusal = readonly [CloseCode, ErrorCode];

/** Answers a `hello`: the seat of its session, a new seat, a place in the queue, or a refusal. Dead seats are cleared first, so
 *  that a ghost never keeps a living person out. */
export function answerHello(turn: Turn, input: HelloInput, boot: string): void {
  turn.state ??= newRoomState(input.room, turn.nowMs, capacityOf(input));
  const { state } = turn;
  const { socket, grant, fresh, iceServers } = input;
  reconcile(turn, state, input.sockets);
  sweep(turn, state, input.sockets, socket.id);
  expire(turn, state);
  forgetSpent(turn, state);
  ensureHost(turn, state);
  const known = resumable(state, input);
  const refusal = refusalOf(state, input, known !== null);
  if (refusal !== null) return turn.refuse(socket.id, ...refusal);
  const greeting = { socket: socket.id, key: fresh.key, iceServers, boot };
  if (known !== null) {
    resume(turn, state, known, input);
    return welcome(turn, state, known, { ...greeting, resumed: true });
  }
  const newcomer = newcomerOf(input);
  if (state.lobby && !passesDoors(grant.role)) return knock(turn, state, newcomer);
  if (state.seats.length === 0) state.capacity = capacityOf(input);
  if (isFull(state)) return turn.refuse(socket.id, CLOSE_CODES.roomFull, 'room-full');
  const seat = join(turn, state, newcomer, fresh.keyHash);
  welcome(turn, state, seat, { ...greeting, resumed: false });
}

function isFull({ seats, capacity }: RoomState): boolean {
  return seats.length >= capacity;
}

/** Why one who waits cannot be let in now; null where it can. */
export function entryRefusal(state: RoomState, { grant, saidSession }: Waiting): ErrorCode | null {
  if (isSpent(state, grant, saidSession)) return 'token-invalid';
  return isFull(state) ? 'room-full' : null;
}

/** Gives a seat to one who waits. {@link entryRefusal} has nothing against it. */
export function letIn(
  turn: Turn,
  state: RoomState,
  waiting: Waiting,
  { fresh, iceServers }: Entry,
  boot: string,
): void {
  endWaiting(turn, state, waiting);
  const seat = join(turn, state, waiting, fresh.keyHash);
  const { socket } = waiting;
  welcome(turn, state, seat, {
    socket,
    key: fresh.key,
    iceServers: iceServers.get(socket) ?? [],
    resumed: false,
    boot,
  });
}
