/**
 * Requests with a result. A command id takes effect at most once in five minutes, also across sockets and restarts:
 * a client that did not get its result asks again with the same id.
 */
import { COMMAND_MEMORY_COUNT, COMMAND_MEMORY_MS, type Command, type IceServer } from '#protocol';
import type { RoomState, Seat, SocketId } from './room-state.ts';
import type { Turn } from './turn.ts';

function remember(turn: Turn, seat: Seat, id: string): void {
  const recent = seat.results.filter(({ atMs }) => atMs + COMMAND_MEMORY_MS > turn.nowMs);
  seat.results = [...recent, { id, atMs: turn.nowMs }].slice(-COMMAND_MEMORY_COUNT);
  turn.touch();
}

function isRemembered(turn: Turn, seat: Seat, id: string): boolean {
  return seat.results.some((result) => result.id === id && result.atMs + COMMAND_MEMORY_MS > turn.nowMs);
}

export function runCommand(
  turn: Turn,
  state: RoomState,
  seat: Seat,
  socket: SocketId,
  command: Command,
  iceServers: readonly IceServer[],
): void {
  // Has no effect on the room, so that a repeat may be answered anew, and nothing need be kept.
  if (command.op === 'ice') {
    turn.send(socket, { type: 'result', id: command.id, ok: true, iceServers: [...iceServers] });
    return;
  }
  if (!isRemembered(turn, seat, command.id)) {
    remember(turn, seat, command.id);
    if (seat.name !== command.name) {
      seat.name = command.name;
      turn.emit(state, { event: 'name', id: seat.id, name: command.name });
    }
  }
  turn.send(socket, { type: 'result', id: command.id, ok: true });
}
