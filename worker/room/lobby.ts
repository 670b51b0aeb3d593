/**
 * Those who wait to be let in: in order, with their place told to them and their name to the hosts. They hold no seat. A place
 * outlives its socket for a while, of which hosts and those behind hear nothing. Knows no seat but those of the hosts.
 */
import { CLOSE_CODES, type CloseCode, type ErrorCode, MAX_WAITING } from '#protocol';
import { graceEndMs } from './grace.ts';
import { tellDoorkeepers } from './hosts.ts';
import type { Fresh } from './inputs.ts';
import type { RoomState, SocketId, Waiting } from './room-state.ts';
import type { Turn } from './turn.ts';
import { knocked } from './webhook-events.ts';

export function waitingOfSocket(state: RoomState | null, socket: SocketId): Waiting | null {
  return state?.waiting.find(({ link }) => link.on && link.socket === socket) ?? null;
}

/** What proves the place at the next socket. */
type Proof = Pick<Fresh, 'key'>;

function tellPlace(turn: Turn, { link, session }: Waiting, index: number, proof?: Proof): void {
  if (!link.on) return;
  const claim = proof === undefined ? {} : { session, key: proof.key };
  turn.send(link.socket, { type: 'wait', position: index + 1, ...claim });
}

function tellName(turn: Turn, state: RoomState, { id, name }: Waiting): void {
  tellDoorkeepers(turn, state, { type: 'notice', notice: 'knock', id, name });
}

/** Queues somebody, or refuses where too many wait. */
export function knock(turn: Turn, state: RoomState, waiting: Waiting, socket: SocketId, proof: Proof): void {
  if (state.waiting.length >= MAX_WAITING) return turn.refuse(socket, CLOSE_CODES.roomFull, 'room-full');
  state.waiting.push(waiting);
  turn.touch();
  tellPlace(turn, waiting, state.waiting.length - 1, proof);
  tellName(turn, state, waiting);
  turn.webhook(knocked(turn.nowMs, state, waiting));
}

/** The place has a new socket. @param name as it is from now on. */
export function waitOn(turn: Turn, state: RoomState, waiting: Waiting, name: string, proof: Proof): void {
  const isRenamed = waiting.name !== name;
  waiting.name = name;
  turn.touch();
  tellPlace(turn, waiting, state.waiting.indexOf(waiting), proof);
  if (isRenamed) tellName(turn, state, waiting);
}

/** The place has no socket any more, and is kept for the grace time. `hasLeft`: its page went away by itself. */
export function losePlace(turn: Turn, waiting: Waiting, hasLeft = false): void {
  waiting.link = { on: false, sinceMs: turn.nowMs, hasLeft };
  turn.touch();
  turn.wakeAt(graceEndMs(waiting) ?? turn.nowMs);
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
  for (const { id, link } of everyone) {
    tellDoorkeepers(turn, state, { type: 'notice', notice: 'knock-end', id });
    if (!link.on) continue;
    if (error === undefined) turn.close(link.socket, code);
    else turn.refuse(link.socket, code, error);
  }
}
