/**
 * What one desk remembers, as plain data, and its rows in storage: one for each call, each agent, each missed call, each message, and one
 * for the desk. So a change costs the rows of those whom it concerns, also with hundreds who wait. The rules own and change it; nothing
 * here knows a socket, a clock or SQL. A row is outside data like any other: another version may have written it.
 */
import * as v from 'valibot';
import {
  AGENT_STATUSES,
  type AgentId,
  type CallEnd,
  type CallId,
  type Form,
  MAX_PUSH_SUBSCRIPTIONS,
  type MessageId,
  type VisitorPage,
  type VisitorUser,
  isAgentId,
  isCallEnd,
  isCallId,
  isDepartment,
  isForm,
  isMessageId,
  isName,
  isPage,
  isUser,
  pushSubscription,
} from '#protocol';
import { deskConfig } from './desk-config.ts';

/** Identifies one accepted WebSocket; made by the shell, never sent to anyone. */
export type SocketId = string & { readonly brand: 'SocketId' };
const socketId = v.custom<SocketId>((value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,32}$/.test(value));

/** Which socket speaks, or since when there is none. */
const link = v.variant('on', [
  v.object({ on: v.literal(true), socket: socketId }),
  v.object({ on: v.literal(false), sinceMs: v.number() }),
]);

const agentId = v.custom<AgentId>(isAgentId);
const callId = v.custom<CallId>(isCallId);

/** Who let it ring to the end or declined, and is not asked again in this round. */
const tried = v.array(agentId);

const phase = v.variant('type', [
  v.object({
    type: v.literal('waiting'),
    tried,
    /** When a new round begins; null while there is somebody left to ask. */
    againAtMs: v.nullable(v.number()),
    /** Whom alone it is for, after a transfer. */
    target: v.nullable(agentId),
  }),
  v.object({
    type: v.literal('ringing'),
    tried,
    target: v.nullable(agentId),
    /** For whom it rings. */
    agents: v.array(agentId),
    untilMs: v.number(),
  }),
  v.object({ type: v.literal('active'), agent: agentId, sinceMs: v.number(), held: v.boolean() }),
  v.object({
    type: v.literal('ended'),
    reason: v.custom<CallEnd>(isCallEnd),
    atMs: v.number(),
    /** Who ended it, where that was an agent: so that a repeat is no offence. */
    by: v.nullable(agentId),
    rated: v.boolean(),
    /** Whose note may still come, and until when the owner's server is not told; null: it was. */
    awaits: v.optional(v.nullable(v.object({ agent: agentId, untilMs: v.number() })), null),
  }),
]);

const call = v.object({
  id: callId,
  /** The order of the queue, kept for as long as the call lives. */
  place: v.number(),
  enteredAtMs: v.number(),
  /** SHA-256 of what proves that a page has this call. */
  sessionHash: v.string(),
  network: v.nullable(v.string()),
  link,
  name: v.custom<string>(isName),
  topic: v.string(),
  department: v.nullable(v.custom<string>(isDepartment)),
  form: v.custom<Form>(isForm),
  page: v.nullable(v.custom<VisitorPage>(isPage)),
  user: v.nullable(v.custom<VisitorUser>(isUser)),
  /** Of this call alone, and nobody can guess it. */
  room: v.string(),
  /** Since when it waits, for the last time: how long somebody may wait counts from here. */
  waitingSinceMs: v.number(),
  /** When it was answered for the first time. */
  answeredAtMs: v.nullable(v.number()),
  /** Why it waits again. */
  again: v.nullable(v.picklist(['transfer', 'agent-lost'])),
  /** Who handed it over. */
  from: v.nullable(agentId),
  note: v.string(),
  phase,
});
export type Call = v.InferOutput<typeof call>;

const agent = v.object({
  id: agentId,
  sub: v.string(),
  name: v.custom<string>(isName),
  departments: v.array(v.custom<string>(isDepartment)),
  status: v.picklist(AGENT_STATUSES),
  link,
  /** Who has been idle longest is asked first. */
  idleSinceMs: v.number(),
  /** Rings to the end, in a row. */
  missedRings: v.number(),
});
export type Agent = v.InferOutput<typeof agent>;

const missed = v.object({
  id: callId,
  at: v.number(),
  endedAt: v.number(),
  reason: v.custom<CallEnd>(isCallEnd),
  name: v.custom<string>(isName),
  topic: v.string(),
  department: v.nullable(v.string()),
  form: v.custom<Form>(isForm),
  page: v.nullable(v.custom<VisitorPage>(isPage)),
  user: v.nullable(v.custom<VisitorUser>(isUser)),
});
export type Missed = v.InferOutput<typeof missed>;

/** What is known of a message that only the Worker can read. */
const message = v.object({
  id: v.custom<MessageId>(isMessageId),
  at: v.number(),
  department: v.nullable(v.string()),
  voice: v.boolean(),
  bytes: v.number(),
  /** Whose it is, as far as addresses tell. */
  network: v.optional(v.nullable(v.string()), null),
});
export type Message = v.InferOutput<typeof message>;

/** An agent who can be pushed; kept beside the agent, who is forgotten soon after its page was closed. */
const reachable = v.object({
  /** The agent's `sub`. */
  id: v.string(),
  departments: v.array(v.custom<string>(isDepartment)),
  /** What the agent said of itself before its page was gone. */
  status: v.picklist(AGENT_STATUSES),
  /** When it was on for the last time, for as long as it is not. */
  seenMs: v.number(),
  /** Oldest first; never none. */
  subscriptions: v.pipe(v.array(pushSubscription), v.minLength(1), v.maxLength(MAX_PUSH_SUBSCRIPTIONS)),
  /** When it was pushed last: whoever waited then was told of. 0: never. */
  pushedAtMs: v.number(),
  /** `rung`: has still time to come. `unheard`: did not come. `come`: has come, on one of several devices. All three: a notification may stand
   *  on a screen. */
  call: v.picklist(['none', 'rung', 'unheard', 'come']),
  /** The endpoint of the browser in which the agent is, or was last; null: it has none. */
  here: v.optional(v.nullable(v.string()), null),
  /** In a row. */
  missedPushes: v.number(),
});
export type Reachable = v.InferOutput<typeof reachable>;

const desk = v.object({
  config: deskConfig,
  /** How the last calls went, oldest first. */
  recent: v.array(v.object({ waitMs: v.number(), handledMs: v.nullable(v.number()), atMs: v.number() })),
  sinceMs: v.number(),
  answered: v.number(),
  missed: v.number(),
  ratings: v.object({ count: v.number(), sum: v.number() }),
});
export type DeskRow = v.InferOutput<typeof desk>;

export interface DeskState {
  readonly name: string;
  /** Null until there is something to remember. */
  desk: DeskRow | null;
  readonly calls: Map<CallId, Call>;
  readonly agents: Map<AgentId, Agent>;
  readonly missed: Map<CallId, Missed>;
  readonly messages: Map<MessageId, Message>;
  /** By `sub`. */
  readonly reachable: Map<string, Reachable>;
}

export type RowKind = 'desk' | 'call' | 'agent' | 'missed' | 'message' | 'push';

export interface Row {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

export function newDeskState(name: string): DeskState {
  return {
    ...{ name, desk: null, calls: new Map(), agents: new Map() },
    ...{ missed: new Map(), messages: new Map(), reachable: new Map() },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Takes one row into the state. @returns whether it could be read. */
function takeIn(state: DeskState, { kind, body }: Row): boolean {
  const value = parse(body);
  const taken = <It extends { readonly id: Id }, Id>(
    schema: v.GenericSchema<unknown, It>,
    into: Map<Id, It>,
  ): boolean => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) into.set(parsed.output.id, parsed.output);
    return parsed.success;
  };
  switch (kind) {
    case 'call':
      return taken<Call, CallId>(call, state.calls);
    case 'agent':
      return taken<Agent, AgentId>(agent, state.agents);
    case 'missed':
      return taken<Missed, CallId>(missed, state.missed);
    case 'message':
      return taken<Message, MessageId>(message, state.messages);
    case 'push':
      return taken<Reachable, string>(reachable, state.reachable);
    case 'desk': {
      const parsed = v.safeParse(desk, value);
      if (parsed.success) state.desk = parsed.output;
      return parsed.success;
    }
    default:
      return false;
  }
}

function sortBy<Id, It>(map: Map<Id, It>, by: (it: It) => number): void {
  const sorted = [...map].toSorted(([, a], [, b]) => by(a) - by(b));
  map.clear();
  for (const [id, it] of sorted) map.set(id, it);
}

/** One row that cannot be read costs what it was about, and nobody else.
 *  @returns how many there were. */
export function decodeDeskState(name: string, rows: readonly Row[]): { state: DeskState; unreadable: number } {
  const state = newDeskState(name);
  const unreadable = rows.filter((row) => !takeIn(state, row)).length;
  // Storage has an order of its own; lists here begin with the oldest.
  sortBy(state.calls, ({ place }) => place);
  sortBy(state.missed, ({ endedAt }) => endedAt);
  sortBy(state.messages, ({ at }) => at);
  return { state, unreadable };
}

/** What is kept under a key now; null when it is not there any more. */
export function rowBody(state: DeskState, kind: RowKind, id: string): string | null {
  const value =
    kind === 'desk'
      ? state.desk
      : kind === 'call'
        ? state.calls.get(id as CallId)
        : kind === 'agent'
          ? state.agents.get(id as AgentId)
          : kind === 'missed'
            ? state.missed.get(id as CallId)
            : kind === 'message'
              ? state.messages.get(id as MessageId)
              : state.reachable.get(id);
  return value === undefined || value === null ? null : JSON.stringify(value);
}
