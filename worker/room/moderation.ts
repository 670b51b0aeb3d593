/**
 * What some may do to others: let in and send away, lock, ask for quiet, remove, end. A command is first judged and then
 * carried out, so that a refusal changes nothing. Knows no frame.
 */
import {
  CLOSE_CODES,
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
  type Moderation,
  type PeerId,
  may,
  mayEver,
} from '#protocol';
import { entryRefusal, letIn } from './admission.ts';
import { ban, isBanned } from './bans.ts';
import type { Entry } from './inputs.ts';
import { emptyLobby, endWaiting } from './lobby.ts';
import { remove, seatOf } from './presence.ts';
import type { RoomState, Seat, Waiting } from './room-state.ts';
import type { Turn } from './turn.ts';

/** What letting somebody in needs beside the command. */
export interface Means {
  readonly entry: Entry | undefined;
  readonly boot: string;
}

function waitingOf(state: RoomState, peer: PeerId): Waiting | undefined {
  return state.waiting.find(({ id }) => id === peer);
}

function othersOf(state: RoomState, seat: Seat): Seat[] {
  return state.seats.filter((other) => other !== seat);
}

/** Why `seat` may not do this now; null where it may. */
export function moderationRefusal(
  state: RoomState,
  seat: Seat,
  command: Moderation,
  { entry }: Means,
): ErrorCode | null {
  const { op } = command;
  if (!mayEver(seat.role, op)) return 'not-allowed';
  switch (op) {
    case 'lock':
    case 'lobby':
      return null;
    case 'end': {
      const roles = othersOf(state, seat).map(({ role }) => role);
      // Agents of one call are on one side.
      return may(seat.role, op, seat.role === 'agent' ? roles.filter((role) => role !== 'agent') : roles)
        ? null
        : 'not-allowed';
    }
    case 'admit':
    case 'reject': {
      const waiting = waitingOf(state, command.peer);
      if (waiting === undefined) return 'peer-unavailable';
      if (op === 'reject') return null;
      return entry === undefined ? 'server-error' : entryRefusal(state, waiting);
    }
    case 'mute':
    case 'kick': {
      const target = seatOf(state, command.peer);
      if (target === null) return 'peer-unavailable';
      if (target === seat || !may(seat.role, op, [target.role])) return 'not-allowed';
      return op === 'mute' && !target.link.on ? 'peer-unavailable' : null;
    }
    default:
      return op satisfies never;
  }
}

/** Frees the seat and tells its page why. */
export function expel(turn: Turn, state: RoomState, seat: Seat, reason: LeaveReason, error: ErrorCode): void {
  if (seat.link.on) turn.refuse(seat.link.socket, CLOSE_CODES.kicked, error);
  remove(turn, state, seat, reason);
}

/** Where both doors are open, those who wait come again by themselves. */
function letCome(turn: Turn, state: RoomState): void {
  if (!state.locked && !state.lobby) emptyLobby(turn, state, CLOSE_CODES.draining);
}

/** Ends somebody's waiting and says why. */
function sendAway(turn: Turn, state: RoomState, waiting: Waiting, code: CloseCode, error: ErrorCode): void {
  endWaiting(turn, state, waiting);
  if (waiting.link.on) turn.refuse(waiting.link.socket, code, error);
}

/** Removes `target`, and what else the same person has here: the place in the queue, and seats that `by` may remove, too. A token may
 *  be shared, so that by it alone nobody loses a seat. */
function kick(turn: Turn, state: RoomState, by: Seat, target: Seat): void {
  ban(turn, state, target, by);
  expel(turn, state, target, 'kicked', 'kicked');
  for (const other of othersOf(state, by)) {
    const isSamePerson = other.sub !== null && other.sub === target.sub && other.sub !== by.sub;
    if (isSamePerson && may(by.role, 'kick', [other.role])) expel(turn, state, other, 'kicked', 'kicked');
  }
  for (const waiting of state.waiting) {
    if (isBanned(state, waiting.grant, waiting.session)) sendAway(turn, state, waiting, CLOSE_CODES.kicked, 'kicked');
  }
}

/** Does what {@link moderationRefusal} has nothing against. The one who ends a call stays until the result is sent. */
export function moderate(turn: Turn, state: RoomState, seat: Seat, command: Moderation, { entry, boot }: Means): void {
  switch (command.op) {
    case 'lock':
      if (state.locked === command.on) return;
      state.locked = command.on;
      turn.emit(state, { event: 'lock', on: command.on });
      return letCome(turn, state);
    case 'lobby':
      if (state.lobby === command.on) return;
      state.lobby = command.on;
      turn.emit(state, { event: 'lobby', on: command.on });
      return letCome(turn, state);
    case 'end':
      emptyLobby(turn, state, CLOSE_CODES.kicked, 'call-ended');
      for (const other of othersOf(state, seat)) expel(turn, state, other, 'call_ended', 'call-ended');
      return;
    case 'admit': {
      const waiting = waitingOf(state, command.peer);
      if (waiting !== undefined && entry !== undefined) letIn(turn, state, waiting, entry, boot);
      return;
    }
    case 'reject': {
      const waiting = waitingOf(state, command.peer);
      if (waiting === undefined) return;
      return sendAway(turn, state, waiting, CLOSE_CODES.locked, 'not-admitted');
    }
    case 'mute': {
      const link = seatOf(state, command.peer)?.link;
      if (link?.on === true) turn.send(link.socket, { type: 'notice', notice: 'mute', from: seat.id });
      return;
    }
    case 'kick': {
      const target = seatOf(state, command.peer);
      if (target === null) return;
      return kick(turn, state, seat, target);
    }
    default:
      command satisfies never;
  }
}
