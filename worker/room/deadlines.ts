/**
 * When the room must look at itself again, or whether it may be forgotten. Computed anew at every alarm from what is
 * there, so that a late, repeated or lost alarm loses no deadline.
 */
import { EMPTY_ROOM_TTL_MS, HELLO_TIMEOUT_MS, ROOM_SWEEP_INTERVAL_MS } from '#protocol';
import { spentUntilMs } from './bans.ts';
import { graceEndMs } from './grace.ts';
import type { LiveSocket } from './inputs.ts';
import { isUnknown } from './presence.ts';
import type { RoomState } from './room-state.ts';

/** An alarm that comes this much before anything is due is moved: that costs what it would cost to set the next one when it came, and
 *  saves a request. One that comes less too early does as well. */
export const WORTH_MOVING_MS = 600_000;

/** Whether somebody has a seat or waits for one. */
export function isInhabited(state: RoomState | null): boolean {
  return state !== null && state.seats.length + state.waiting.length > 0;
}

/** @returns null when nobody can come back to what is kept: the room is to be forgotten. */
export function nextDeadlineMs(state: RoomState | null, sockets: readonly LiveSocket[], nowMs: number): number | null {
  const deadlines: number[] = [];
  for (const one of [...(state?.seats ?? []), ...(state?.waiting ?? [])]) {
    const endMs = graceEndMs(one);
    if (endMs !== null) deadlines.push(endMs);
  }
  for (const socket of sockets) {
    deadlines.push(isUnknown(state, socket) ? socket.openedAtMs + HELLO_TIMEOUT_MS : nowMs + ROOM_SWEEP_INTERVAL_MS);
  }
  const emptySinceMs = state?.emptySinceMs ?? null;
  if (emptySinceMs !== null) {
    // A room that is forgotten would take a single-use token once more.
    const endMs = Math.max(emptySinceMs + EMPTY_ROOM_TTL_MS, ...(state?.spentTokens ?? []).map(spentUntilMs));
    if (endMs > nowMs) deadlines.push(endMs);
  }
  return deadlines.length === 0 ? null : Math.min(...deadlines);
}
