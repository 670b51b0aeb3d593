/**
 * What the owner's own server may be told of a desk, as it travels there. Knows no URL and no signature. Never holds an address of a
 * computer, a form's answers or what a message says.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 */
import type { CallEnd, CallId, MessageId, VisitorPage, VisitorUser } from '#protocol';
import type { Agent, Call, DeskState, Message } from './desk-state.ts';

export const DESK_WEBHOOK_TYPES = [
  'call.waiting',
  'call.accepted',
  'call.missed',
  'call.ended',
  'message.left',
] as const;
export type DeskWebhookType = (typeof DESK_WEBHOOK_TYPES)[number];

interface WebhookCall {
  readonly id: CallId;
  readonly name: string;
  readonly topic: string;
  readonly department: string | null;
  readonly page: VisitorPage | null;
  readonly user: VisitorUser | null;
}

/** Times are ISO 8601. */
interface DeskWebhookData {
  readonly desk: string;
  /** How many wait, this change included. */
  readonly waiting: number;
  readonly call?: WebhookCall;
  readonly agent?: { readonly name: string; readonly sub: string } | null;
  readonly waitingSince?: string;
  readonly answeredAt?: string | null;
  readonly reason?: CallEnd;
  /** What agents wrote down. */
  readonly note?: string;
  readonly message?: { readonly id: MessageId; readonly department: string | null; readonly voice: boolean };
}

export interface DeskWebhookEvent {
  readonly type: DeskWebhookType;
  /** When it happened, not when it is told. */
  readonly timestamp: string;
  readonly data: DeskWebhookData;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function event(
  type: DeskWebhookType,
  nowMs: number,
  { name, calls }: DeskState,
  data: Omit<DeskWebhookData, 'desk' | 'waiting'>,
): DeskWebhookEvent {
  const waiting = [...calls.values()].filter(
    ({ phase }) => phase.type === 'waiting' || phase.type === 'ringing',
  ).length;
  return { type, timestamp: iso(nowMs), data: { desk: name, waiting, ...data } };
}

function callData({ id, name, topic, department, page, user, enteredAtMs, answeredAtMs }: Call): {
  call: WebhookCall;
  waitingSince: string;
  answeredAt: string | null;
} {
  return {
    call: { id, name, topic, department, page, user },
    waitingSince: iso(enteredAtMs),
    answeredAt: answeredAtMs === null ? null : iso(answeredAtMs),
  };
}

const agentData = (agent: Agent | undefined): { readonly agent: { name: string; sub: string } | null } => ({
  agent: agent === undefined ? null : { name: agent.name, sub: agent.sub },
});

export function callWaiting(nowMs: number, state: DeskState, call: Call): DeskWebhookEvent {
  return event('call.waiting', nowMs, state, callData(call));
}

export function callAccepted(nowMs: number, state: DeskState, call: Call, agent: Agent): DeskWebhookEvent {
  return event('call.accepted', nowMs, state, { ...callData(call), ...agentData(agent) });
}

export function callMissed(nowMs: number, state: DeskState, call: Call, reason: CallEnd): DeskWebhookEvent {
  return event('call.missed', nowMs, state, { ...callData(call), reason });
}

export function callEnded(
  nowMs: number,
  state: DeskState,
  call: Call,
  agent: Agent | undefined,
  reason: CallEnd,
): DeskWebhookEvent {
  return event('call.ended', nowMs, state, { ...callData(call), ...agentData(agent), reason, note: call.note });
}

export function messageLeft(nowMs: number, state: DeskState, { id, department, voice }: Message): DeskWebhookEvent {
  return event('message.left', nowMs, state, { message: { id, department, voice } });
}
