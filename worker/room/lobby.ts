/**
 * Those who wait to be let in: in order, with their place told to them and their name to the hosts. They hold no seat, and
 * whose socket is lost is gone: it comes back at the end of the queue. Knows no seat but those of the hosts.
 */
import { CLOSE_CODES, type CloseCode, type ErrorCode, MAX_WAITING } from '#protocol';
import { tellDoorkeepers } from './hosts.ts';
import type { RoomState, SocketId, Waiting } from './room-state.ts';
import type { Turn } from './turn.ts';
import { knocked } from './webhook-events.ts';

export function waitingOfSocket(state: RoomState | null, socket: SocketId): Waiting | null {
  return state?.waiting.find((waiting) => waiting.socket === socket) ?? null;
}

function tellPlace(turn: Turn, { socket }: Waiting, index: number): void {
  turn.send(socket, { type: 'wait', position: index + 1 });
}

/** Queues somebody, or refuses where too many wait. */
export function knock(turn: Turn, state: RoomState, waiting: Waiting): void {
  if (state.waiting.length >= MAX_WAITING) return turn.refuse(waiting.socket, CLOSE_CODES.roomFull, 'room-full');
  state.waiting.push(waiting);
  turn.touch();
  tellPlace(turn, waiting, state.waiting.length - 1);
  tellDoorkeepers(turn, state, { type: 'notice', notice: 'knock', id: waiting.id, name: waiting.name });
  turn.webhook(knocked(turn.nowMs, state, waiting));
}

/** Takes somebody out of the queue, for whatever reason; the others move up. */
export function endWaiting(turn: Turn, state: RoomState, waiting: Waiting): void {
  const from = state.waiting.indexOf(waiting);
  state.waiting = state.waiting.filter((other) => other !== waiting);
  turn.touch();
  tellDoorkeepers(turn, state, { type: 'notice', notice: 'knock-end', id: waiting.id });
  state.waiting.forEach((other, index) => {
    if (index >= from) tellPlace(turn, other, index);
  });
}

/** Sends everyone away who waits; without an error they come again by themselves. */
export function emptyLobby(turn: Turn, state: RoomState, code: CloseCode, error?: ErrorCode): void {
  const { waiting: everyone } = state;
  if (everyone.length === 0) return;
  state.waiting = [];
  turn.touch();
  for (const { id, socket } of everyone) {
    tellDoorkeepers(turn, state, { type: 'notice', notice: 'knock-end', id });
    if (error === undefined) turn.close(socket, code);
    else turn.refuse(socket, code, error);
  }
}
