/**
 * Requests with a result. A command id takes effect at most once in five minutes, also across sockets and restarts:
 * a client that did not get its result asks again with the same id, and gets the result that it had.
 */
import { COMMAND_MEMORY_COUNT, COMMAND_MEMORY_MS, type Command, type ErrorCode } from '#protocol';
import type { FrameInput } from './inputs.ts';
import { type Means, expel, moderate, moderationRefusal } from './moderation.ts';
import { expire } from './presence.ts';
import type { RoomState, Seat } from './room-state.ts';
import type { Turn } from './turn.ts';

type Remembered = Exclude<Command, { op: 'ice' }>;

function remember(turn: Turn, seat: Seat, id: string, code: ErrorCode | null): void {
  const recent = seat.results.filter(({ atMs }) => atMs + COMMAND_MEMORY_MS > turn.nowMs);
  seat.results = [...recent, { id, atMs: turn.nowMs, code }].slice(-COMMAND_MEMORY_COUNT);
  turn.touch();
}

function refusalOf(state: RoomState, seat: Seat, command: Remembered, means: Means): ErrorCode | null {
  if (command.op !== 'rename') return moderationRefusal(state, seat, command, means);
  return seat.isNameFixed && command.name !== seat.name ? 'not-allowed' : null;
}

function perform(turn: Turn, state: RoomState, seat: Seat, command: Remembered, means: Means): void {
  if (command.op !== 'rename') return moderate(turn, state, seat, command, means);
  if (seat.name === command.name) return;
  seat.name = command.name;
  turn.emit(state, { event: 'name', id: seat.id, name: command.name });
}

export function runCommand(
  turn: Turn,
  state: RoomState,
  seat: Seat,
  { socket, iceServers, entry }: FrameInput,
  command: Command,
  boot: string,
): void {
  const { id } = command;
  // Has no effect on the room, so that a repeat may be answered anew, and nothing need be kept.
  if (command.op === 'ice') {
    return turn.send(socket.id, { type: 'result', id, ok: true, iceServers: [...iceServers] });
  }
  // Alarms come late: a seat whose grace is over must not keep out one who is let in.
  if (command.op !== 'rename') expire(turn, state);
  const known = seat.results.find((result) => result.id === id && result.atMs + COMMAND_MEMORY_MS > turn.nowMs);
  const means = { entry, boot };
  const code = known === undefined ? refusalOf(state, seat, command, means) : known.code;
  if (known === undefined) {
    remember(turn, seat, id, code);
    if (code === null) perform(turn, state, seat, command, means);
  }
  turn.send(socket.id, code === null ? { type: 'result', id, ok: true } : { type: 'result', id, ok: false, code });
  if (command.op === 'end' && code === null) expel(turn, state, seat, 'call_ended', 'call-ended');
}
