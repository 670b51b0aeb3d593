/**
 * Who gets a seat: resume by session and key, bans, locks, capacity, and the welcome. The check and the seat are one synchronous step,
 * so that racing joins cannot share a seat. Knows no socket but its id.
 */
import {
  CLOSE_CODES,
  type CloseCode,
  DEFAULT_CAPACITY,
  type ErrorCode,
  HEARTBEAT_INTERVAL_MS,
  type IceServer,
  type Limits,
  MAX_CAPACITY,
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  MESSAGES_PER_SECOND,
  MESSAGE_BURST_COUNT,
  RELAY_LINES,
  type Role,
  passesDoors,
} from '#protocol';
import { forgetSpent, isBanned, isSpent, spend } from './bans.ts';
import { seatGraceMs } from './grace.ts';
import { type Grant, isOpenGrant } from './grant.ts';
import { ensureHost, isDoorkeeper } from './hosts.ts';
import type { Entry, HelloInput } from './inputs.ts';
import { endWaiting, knock, waitOn } from './lobby.ts';
import { expire, lose, reconcile, sweep } from './presence.ts';
import { provenPlace, provenSeat } from './proof.ts';
import { type RoomState, type Seat, type SocketId, type Waiting, newRoomState, publicInfo } from './room-state.ts';
import type { Turn } from './turn.ts';
import { participantJoined, roomStarted } from './webhook-events.ts';

/** A page's wish counts in an open room alone: else any visitor who comes first would choose the size. */
function capacityOf({ hello, grant }: HelloInput): number {
  const wish = isOpenGrant(grant) ? hello.capacity : undefined;
  return Math.min(grant.capacity ?? wish ?? DEFAULT_CAPACITY, MAX_CAPACITY);
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

/** What was proven speaks by this socket now, and says what the page says. */
function takeBack(turn: Turn, one: Seat | Waiting, { hello, socket, presentedKeyHash, fresh }: HelloInput): void {
  if (one.link.on) turn.refuse(one.link.socket, CLOSE_CODES.replaced, 'duplicate-session');
  one.link = { on: true, socket: socket.id };
  one.previousKeyHash = presentedKeyHash;
  one.keyHash = fresh.keyHash;
  one.inc = hello.inc;
  one.caps = hello.caps;
  one.state = hello.state;
}

function resume(turn: Turn, state: RoomState, seat: Seat, input: HelloInput): void {
  const { hello, grant } = input;
  // Command ids belong to one page load: the page that was loaded anew may count from the start again.
  if (seat.inc !== hello.inc) seat.results = [];
  takeBack(turn, seat, input);
  if (hello.name !== undefined) seat.name = hello.name;
  applyGrant(seat, grant);
  spend(turn, state, grant, seat.session);
  // Also when it was never off: what was sent to the old socket may be lost, so its peers must send again.
  turn.emit(state, { event: 'on', peer: publicInfo(seat) }, seat.id);
}

/** Gives a seat to somebody new. One who is off just now has it with the whole grace time. */
function join(turn: Turn, state: RoomState, newcomer: Waiting): Seat {
  const { grant, saidSession: _, ...claim } = newcomer;
  const seat: Seat = {
    ...claim,
    joinedAtMs: turn.nowMs,
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
  spend(turn, state, grant, seat.session);
  turn.emit(state, { event: 'join', peer: { ...publicInfo(seat), on: true } }, seat.id);
  if (isFirst) turn.webhook(roomStarted(turn.nowMs, state));
  turn.webhook(participantJoined(turn.nowMs, state, seat));
  if (!seat.link.on) lose(turn, state, seat);
  return seat;
}

function limitsOf(capacity: number, role: Role): Limits {
  return {
    frameBytes: MAX_FRAME_BYTES,
    payloadBytes: MAX_PAYLOAD_BYTES,
    capacity,
    burst: MESSAGE_BURST_COUNT,
    perSecond: MESSAGES_PER_SECOND,
    graceMs: seatGraceMs(role),
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
    limits: limitsOf(capacity, seat.role),
    caps: [RELAY_LINES],
    iceServers: [...iceServers],
    now: turn.nowMs,
  });
}

function newcomerOf({ hello, grant, socket, fresh }: HelloInput): Waiting {
  return {
    id: fresh.peer,
    session: fresh.session,
    keyHash: fresh.keyHash,
    previousKeyHash: null,
    inc: hello.inc,
    name: grant.name ?? hello.name ?? '',
    caps: hello.caps,
    state: hello.state,
    link: { on: true, socket: socket.id },
    saidSession: hello.session ?? null,
    grant,
  };
}

/** What of a grant a ban may be about: who was removed lost the seat with it, so that what a seat has is no matter of bans. */
function newTo(seat: Seat | null, { sub, tokenId }: Grant): Pick<Grant, 'sub' | 'tokenId'> {
  if (seat === null) return { sub, tokenId };
  return { sub: sub === seat.sub ? null : sub, tokenId: tokenId === seat.tokenId ? null : tokenId };
}

/** Why somebody who says hello gets no seat and no place in the queue, however free the room is. */
function refusalOf(
  state: RoomState,
  { hello, grant }: HelloInput,
  seat: Seat | null,
  place: Waiting | null,
): Refusal | null {
  const known = seat ?? place;
  if (isBanned(state, newTo(seat, grant), hello.session)) return [CLOSE_CODES.kicked, 'kicked'];
  // Of a place: the session of the seat before it, if there was one.
  const session = known !== null && 'saidSession' in known ? known.saidSession : (hello.session ?? null);
  if (isSpent(state, grant, session)) return [CLOSE_CODES.tokenInvalid, 'token-invalid'];
  if (known === null && state.locked && !passesDoors(grant.role)) return [CLOSE_CODES.locked, 'room-locked'];
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
  const seat = provenSeat(state, input);
  const place = provenPlace(state, input);
  const refusal = refusalOf(state, input, seat, place);
  if (refusal !== null) return turn.refuse(socket.id, ...refusal);
  const greeting = { socket: socket.id, key: fresh.key, iceServers, boot };
  if (seat !== null) {
    resume(turn, state, seat, input);
    return welcome(turn, state, seat, { ...greeting, resumed: true });
  }
  if (place !== null && !passesDoors(grant.role)) return returnToQueue(turn, state, place, input);
  if (place !== null) endWaiting(turn, state, place);
  const newcomer = newcomerOf(input);
  if (state.lobby && !passesDoors(grant.role)) return knock(turn, state, newcomer, socket.id, fresh);
  if (state.seats.length === 0) state.capacity = capacityOf(input);
  if (isFull(state) && !makeRoom(state, grant)) return turn.refuse(socket.id, CLOSE_CODES.roomFull, 'room-full');
  welcome(turn, state, join(turn, state, newcomer), { ...greeting, resumed: false });
}

/** Goes on waiting where it waited; what the newest token says counts. */
function returnToQueue(turn: Turn, state: RoomState, place: Waiting, input: HelloInput): void {
  const { hello, grant, fresh } = input;
  takeBack(turn, place, input);
  place.grant = grant;
  waitOn(turn, state, place, grant.name ?? hello.name ?? place.name, fresh);
}

/** One more seat for whom no door stops: else visitors could keep the host out. @returns whether there is one. */
function makeRoom(state: RoomState, { role }: Grant): boolean {
  if (!passesDoors(role) || state.seats.length >= MAX_CAPACITY) return false;
  state.capacity = state.seats.length + 1;
  return true;
}

function isFull({ seats, capacity }: RoomState): boolean {
  return seats.length >= capacity;
}

/** Why one who waits cannot be let in now; null where it can. */
export function entryRefusal(state: RoomState, { grant, saidSession }: Waiting): ErrorCode | null {
  if (isSpent(state, grant, saidSession)) return 'token-invalid';
  return isFull(state) ? 'room-full' : null;
}

/** Gives a seat to one who waits. {@link entryRefusal} has nothing against it. One whose socket is lost just now finds it when it
 *  comes back with what proves its place. */
export function letIn(
  turn: Turn,
  state: RoomState,
  waiting: Waiting,
  { fresh, iceServers }: Entry,
  boot: string,
): void {
  endWaiting(turn, state, waiting);
  const { link } = waiting;
  if (!link.on) return void join(turn, state, waiting);
  const seat = join(turn, state, { ...waiting, keyHash: fresh.keyHash, previousKeyHash: waiting.keyHash });
  const { socket } = link;
  const greeting = { socket, key: fresh.key, iceServers: iceServers.get(socket) ?? [], resumed: false, boot };
  welcome(turn, state, seat, greeting);
}
