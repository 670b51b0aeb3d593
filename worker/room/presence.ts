/**
 * Who is on, who is off and who is gone: lost sockets, grace, ghosts, in the room and before its door. Knows no message of a
 * client.
 */
import {
  CLOSE_CODES,
  EMPTY_ROOM_TTL_MS,
  GHOST_TIMEOUT_MS,
  HELLO_TIMEOUT_MS,
  type LeaveReason,
  type PeerId,
} from '#protocol';
import { graceEndMs, isOverdue } from './grace.ts';
import { isOpenGrant } from './grant.ts';
import { ensureHost } from './hosts.ts';
import type { LiveSocket } from './inputs.ts';
import { emptyLobby, endWaiting, losePlace, waitingOfSocket } from './lobby.ts';
import type { RoomState, Seat, SocketId } from './room-state.ts';
import type { Turn } from './turn.ts';
import { participantLeft, roomEnded } from './webhook-events.ts';

export function seatOf(state: RoomState, peer: PeerId): Seat | null {
  for (const seat of state.seats) if (seat.id === peer) return seat;
  return null;
}

export function seatOfSocket(state: RoomState | null, socket: SocketId): Seat | null {
  for (const seat of state?.seats ?? []) if (seat.link.on && seat.link.socket === socket) return seat;
  return null;
}

/** The seat's socket is gone: it is off at once, and keeps its place for the grace time. `hasLeft`: its page went away by
 *  itself, so that the grace is short. */
export function lose(turn: Turn, state: RoomState, seat: Seat, hasLeft = false): void {
  seat.link = { on: false, sinceMs: turn.nowMs, hasLeft };
  turn.emit(state, { event: 'off', id: seat.id });
  turn.wakeAt(graceEndMs(seat) ?? turn.nowMs);
}

/** In an open room nobody is left who could open a door: so it stands open, and who waits may come again. A host with a token
 *  passes every door, and finds them and those who wait as they were. */
function becomeEmpty(turn: Turn, state: RoomState, last: Seat): void {
  state.emptySinceMs = turn.nowMs;
  turn.wakeAt(turn.nowMs + EMPTY_ROOM_TTL_MS);
  if (!isOpenGrant(last)) return;
  state.locked = false;
  state.lobby = false;
  emptyLobby(turn, state, CLOSE_CODES.draining);
}

/** Frees the seat. */
export function remove(turn: Turn, state: RoomState, seat: Seat, reason: LeaveReason): void {
  state.seats = state.seats.filter((other) => other !== seat);
  if (state.seats.length === 0) becomeEmpty(turn, state, seat);
  turn.emit(state, { event: 'leave', id: seat.id, reason });
  turn.webhook(participantLeft(turn.nowMs, state, seat, reason));
  if (state.seats.length === 0) turn.webhook(roomEnded(turn.nowMs, state));
  ensureHost(turn, state);
}

/** Frees every seat and every place whose grace is over. Alarms come late, so that every hello looks too. */
export function expire(turn: Turn, state: RoomState): void {
  for (const seat of state.seats) {
    if (!isOverdue(seat, turn.nowMs)) continue;
    remove(turn, state, seat, !seat.link.on && seat.link.hasLeft ? 'user_left' : 'network_disconnect');
  }
  for (const waiting of state.waiting) if (isOverdue(waiting, turn.nowMs)) endWaiting(turn, state, waiting);
}

/** A socket is gone: its seat or its place in the queue, if it has one, goes into grace. */
export function disconnect(turn: Turn, state: RoomState | null, socket: SocketId, hasLeft = false): void {
  if (state === null) return;
  const seat = seatOfSocket(state, socket);
  if (seat !== null) lose(turn, state, seat, hasLeft);
  const waiting = waitingOfSocket(state, socket);
  if (waiting !== null) losePlace(turn, waiting, hasLeft);
}

/** Seats and places whose socket is no longer there: a restart or a crash tells nobody. `spared` is the one that is heard just now: how it
 *  goes it says itself. */
export function reconcile(
  turn: Turn,
  state: RoomState | null,
  sockets: readonly LiveSocket[],
  spared: SocketId | null = null,
): void {
  const open = new Set([...sockets.map(({ id }) => id), spared]);
  for (const seat of state?.seats ?? []) {
    if (state !== null && seat.link.on && !open.has(seat.link.socket)) lose(turn, state, seat);
  }
  for (const waiting of state?.waiting ?? []) {
    if (waiting.link.on && !open.has(waiting.link.socket)) losePlace(turn, waiting);
  }
  for (const { id, peer } of sockets) {
    // Its seat is unknown here, because the row was lost; a new hello gives it a new one.
    if (peer !== null && seatOfSocket(state, id) === null) turn.close(id, CLOSE_CODES.draining);
  }
}

function isGhost({ openedAtMs, lastBeatAtMs }: LiveSocket, nowMs: number): boolean {
  return Math.max(openedAtMs, lastBeatAtMs ?? 0) + GHOST_TIMEOUT_MS <= nowMs;
}

/** Whether it has neither a seat nor a place, because it has said nothing yet. */
export function isUnknown(state: RoomState | null, { id, peer }: LiveSocket): boolean {
  return peer === null && waitingOfSocket(state, id) === null;
}

/** Takes leave of the oldest socket that has neither a seat nor a place, so that there is room for one more: a member who comes back
 *  says hello within a round trip. */
export function thinOut(turn: Turn, state: RoomState | null, sockets: readonly LiveSocket[]): void {
  const strangers = sockets.filter(({ id }) => seatOfSocket(state, id) === null && waitingOfSocket(state, id) === null);
  const [oldest] = strangers.toSorted((a, b) => a.openedAtMs - b.openedAtMs);
  if (oldest !== undefined) turn.refuse(oldest.id, CLOSE_CODES.helloTimeout, 'rate-limited');
}

/** Closes sockets that never said hello, and those that no longer answer: the platform does not always report the loss of
 *  a socket (https://github.com/cloudflare/workerd/issues/1187). `spared` is the one that is speaking just now.
 *  @returns the sockets that stay. */
export function sweep(
  turn: Turn,
  state: RoomState | null,
  sockets: readonly LiveSocket[],
  spared: SocketId | null = null,
): readonly LiveSocket[] {
  return sockets.filter((socket) => {
    if (socket.id === spared) return true;
    const isStranger = isUnknown(state, socket);
    const isSilent = isStranger ? socket.openedAtMs + HELLO_TIMEOUT_MS <= turn.nowMs : isGhost(socket, turn.nowMs);
    if (!isSilent) return true;
    turn.close(socket.id, CLOSE_CODES.helloTimeout);
    turn.log({ event: isStranger ? 'hello-timeout' : 'ghost', code: CLOSE_CODES.helloTimeout });
    disconnect(turn, state, socket.id);
    return false;
  });
}
