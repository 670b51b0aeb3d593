/**
 * Who is the host of a room into which nobody brings a role, and what only hosts are told. Where tokens are asked for, roles
 * come from them alone.
 */
import { type Notice, mayEver } from '#protocol';
import { isOpenGrant } from './grant.ts';
import type { RoomState, Seat } from './room-state.ts';
import type { Turn } from './turn.ts';

/** Whether this one may let in those who wait, and so hears of them. */
export function isDoorkeeper({ role }: Seat): boolean {
  return mayEver(role, 'admit');
}

/** Tells everyone who may let somebody in. */
export function tellDoorkeepers(turn: Turn, state: RoomState, notice: Notice): void {
  for (const seat of state.seats) if (seat.link.on && isDoorkeeper(seat)) turn.send(seat.link.socket, notice);
}

/** Without a host, the oldest member becomes one: the oldest who is on, where anyone is. */
export function ensureHost(turn: Turn, state: RoomState): void {
  if (state.seats.some(({ role }) => role === 'host')) return;
  const heirs = state.seats.filter(isOpenGrant);
  const heir = heirs.find(({ link }) => link.on) ?? heirs[0];
  if (heir === undefined) return;
  heir.role = 'host';
  turn.emit(state, { event: 'role', id: heir.id, role: heir.role });
  if (!heir.link.on) return;
  for (const { id, name } of state.waiting) {
    turn.send(heir.link.socket, { type: 'notice', notice: 'knock', id, name });
  }
}
