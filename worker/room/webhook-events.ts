/**
 * What the owner's own server may be told of a room, as it travels there: who came, who went, who knocks, when it began and ended.
 * Knows no URL and no signature, and not whether anyone wants to hear it. Never holds an address, a description or a key.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 */
import type { LeaveReason, PeerId, Role } from '#protocol';
import type { RoomState, Seat, Waiting } from './room-state.ts';

export const WEBHOOK_TYPES = ['room.started', 'room.ended', 'participant.joined', 'participant.left', 'knock'] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

interface WebhookParticipant {
  readonly id: PeerId;
  readonly name: string;
  readonly role: Role;
  /** Who it is for whoever signed its token; null without one. */
  readonly sub: string | null;
}

/** Times are ISO 8601. */
interface WebhookData {
  readonly room: string;
  /** Seats that are taken, this change included; one in grace counts. */
  readonly seats: number;
  /** When the first one came of those who are, or were, here together. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly participant?: WebhookParticipant;
  readonly joinedAt?: string;
  readonly reason?: LeaveReason;
}

export interface WebhookEvent {
  readonly type: WebhookType;
  /** When it happened, not when it is told. */
  readonly timestamp: string;
  readonly data: WebhookData;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function event(
  type: WebhookType,
  nowMs: number,
  { name, seats }: RoomState,
  data: Omit<WebhookData, 'room' | 'seats'>,
): WebhookEvent {
  return { type, timestamp: iso(nowMs), data: { room: name, seats: seats.length, ...data } };
}

/** Rows of a version without webhooks do not say when it began. */
function startOf({ startedAtMs, createdAtMs }: RoomState): string {
  return iso(startedAtMs ?? createdAtMs);
}

export function roomStarted(nowMs: number, state: RoomState): WebhookEvent {
  return event('room.started', nowMs, state, { startedAt: startOf(state) });
}

export function roomEnded(nowMs: number, state: RoomState): WebhookEvent {
  return event('room.ended', nowMs, state, { startedAt: startOf(state), endedAt: iso(nowMs) });
}

export function participantJoined(nowMs: number, state: RoomState, { id, name, role, sub }: Seat): WebhookEvent {
  return event('participant.joined', nowMs, state, { participant: { id, name, role, sub } });
}

export function participantLeft(nowMs: number, state: RoomState, seat: Seat, reason: LeaveReason): WebhookEvent {
  const { id, name, role, sub, joinedAtMs } = seat;
  return event('participant.left', nowMs, state, {
    participant: { id, name, role, sub },
    joinedAt: iso(joinedAtMs),
    reason,
  });
}

/** Somebody waits to be let in; has the id that it will have when it is. */
export function knocked(nowMs: number, state: RoomState, { id, name, grant }: Waiting): WebhookEvent {
  const { role, sub } = grant;
  return event('knock', nowMs, state, { participant: { id, name, role, sub } });
}
