/** How long a seat or a place in the queue is kept for a socket that was lost, by the role of who has it. */
import { AGENT_GRACE_MS, GRACE_MS, PAGE_GRACE_MS, type Role, WAITING_VISITOR_GRACE_MS } from '#protocol';
import type { Seat, Waiting } from './room-state.ts';

/** Of a seat, in ms. An agent's call is not lost by a computer that starts anew. */
export function seatGraceMs(role: Role): number {
  return role === 'agent' ? AGENT_GRACE_MS : GRACE_MS;
}

/** Of a place in the queue, in ms. A visitor goes on reading the site, and a place keeps nobody else waiting. */
function placeGraceMs(role: Role): number {
  return role === 'visitor' ? WAITING_VISITOR_GRACE_MS : GRACE_MS;
}

/** When what is off is free again, in ms since the epoch; null for what is on. */
export function graceEndMs(one: Seat | Waiting): number | null {
  const { link } = one;
  if (link.on) return null;
  if (link.hasLeft) return link.sinceMs + PAGE_GRACE_MS;
  return link.sinceMs + ('grant' in one ? placeGraceMs(one.grant.role) : seatGraceMs(one.role));
}

/** Whether it is off and its time is over. */
export function isOverdue(one: Seat | Waiting, nowMs: number): boolean {
  const endMs = graceEndMs(one);
  return endMs !== null && endMs <= nowMs;
}
