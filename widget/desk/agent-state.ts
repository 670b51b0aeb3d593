/**
 * The desk as an agent was told it: one snapshot, and what each event makes of it. Pure; knows no socket and no time but the one that is
 * handed in.
 */
import type {
  AgentId,
  AgentWelcome,
  Availability,
  CallId,
  DeskAgent,
  DeskCall,
  DeskEvent,
  MessageNote,
  MissedCall,
  Pass,
} from '#protocol';
import type { AgentDeskEvent } from './desk-types.ts';

export interface AgentState {
  readonly me: AgentId | '';
  readonly availability: Availability | null;
  readonly agents: ReadonlyMap<AgentId, DeskAgent>;
  readonly calls: ReadonlyMap<CallId, DeskCall>;
  readonly waitingCount: number;
  readonly rings: ReadonlyMap<CallId, { readonly endsAtMs: number }>;
  readonly pass: Pass | null;
  readonly missed: readonly MissedCall[];
  readonly messages: readonly MessageNote[];
  readonly departments: readonly string[];
}

export const NOTHING: AgentState = {
  me: '',
  availability: null,
  agents: new Map(),
  calls: new Map(),
  waitingCount: 0,
  rings: new Map(),
  pass: null,
  missed: [],
  messages: [],
  departments: [],
};

/** What is new, and what happened on the way there. */
export interface Step {
  readonly state: AgentState;
  readonly happened: readonly AgentDeskEvent[];
}

function byAge(calls: Iterable<DeskCall>): ReadonlyMap<CallId, DeskCall> {
  return new Map([...calls].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map((call) => [call.id, call]));
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  return new Map([...map].filter(([other]) => other !== key));
}

/** The call that this agent is in: of those that others are in none is told. */
export function ownCallOf({ calls }: AgentState): DeskCall | null {
  return [...calls.values()].find(({ phase }) => phase === 'active') ?? null;
}

function ringsOf(calls: ReadonlyMap<CallId, DeskCall>, ids: Iterable<CallId>): AgentDeskEvent[] {
  return [...ids].flatMap((id) => {
    const call = calls.get(id);
    return call === undefined ? [] : [{ type: 'ring', call } as const];
  });
}

/** A whole snapshot replaces everything; what rings since then is told, and so is what was missed and left while the socket was away. */
export function welcomed(before: AgentState, welcome: AgentWelcome, nowMs: number): Step {
  const calls = byAge(welcome.calls);
  const rings = new Map(welcome.rings.map(({ id, ttlMs }) => [id, { endsAtMs: nowMs + ttlMs }]));
  const { me, availability, waiting, missed, messages, departments, pass } = welcome;
  const state: AgentState = {
    me,
    availability,
    agents: new Map(welcome.agents.map((agent) => [agent.id, agent])),
    calls,
    waitingCount: waiting,
    rings,
    pass: pass ?? null,
    missed,
    messages,
    departments,
  };
  const own = ownCallOf(before);
  const isOwnOver = own !== null && calls.get(own.id)?.phase !== 'active';
  const isFirst = before.me === '';
  return {
    state,
    happened: [
      ...[...before.rings.keys()]
        .filter((id) => !rings.has(id))
        .map((id) => ({ type: 'ring-end', id, reason: 'moved' }) as const),
      ...ringsOf(
        calls,
        [...rings.keys()].filter((id) => !before.rings.has(id)),
      ),
      ...(isOwnOver ? [{ type: 'call-end', call: own, reason: 'moved' } as const] : []),
      ...(isFirst ? [] : newOf(before.missed, missed).map((call) => ({ type: 'missed', call }) as const)),
      ...(isFirst ? [] : newOf(before.messages, messages).map((message) => ({ type: 'message', message }) as const)),
    ],
  };
}

function newOf<Item extends { readonly id: string }>(before: readonly Item[], now: readonly Item[]): Item[] {
  const known = new Set(before.map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id));
}

function withItem<Item extends { readonly id: string }>(list: readonly Item[], item: Item): readonly Item[] {
  return [...list.filter(({ id }) => id !== item.id), item];
}

function callEnded(state: AgentState, id: CallId, reason: Extract<DeskEvent, { event: 'call-end' }>['reason']): Step {
  const call = state.calls.get(id);
  const isOwn = call?.phase === 'active';
  return {
    state: {
      ...state,
      calls: without(state.calls, id),
      rings: without(state.rings, id),
      pass: isOwn ? null : state.pass,
    },
    happened: [
      ...(state.rings.has(id) ? [{ type: 'ring-end', id, reason } as const] : []),
      ...(call === undefined ? [] : [{ type: 'call-end', call, reason } as const]),
    ],
  };
}

/** A call of one's own that waits again (handed over) is nobody's room any more. */
function callTold(state: AgentState, call: DeskCall): Step {
  const isOver = state.calls.get(call.id)?.phase === 'active' && call.phase !== 'active';
  const calls = byAge(without(state.calls, call.id).values());
  return {
    state: { ...state, calls: byAge([...calls.values(), call]), pass: isOver ? null : state.pass },
    happened: isOver ? [{ type: 'call-end', call, reason: 'moved' }] : [],
  };
}

/** @param nowMs of the server. */
export function after(state: AgentState, event: DeskEvent, nowMs: number): Step {
  const quietly = (change: Partial<AgentState>): Step => ({ state: { ...state, ...change }, happened: [] });
  switch (event.event) {
    case 'availability':
      return quietly({ availability: event.availability });
    case 'call':
      return callTold(state, event.call);
    case 'call-end':
      return callEnded(state, event.id, event.reason);
    case 'ring': {
      const rings = new Map([...state.rings, [event.id, { endsAtMs: nowMs + event.ttlMs }]]);
      const isNew = !state.rings.has(event.id);
      return { state: { ...state, rings }, happened: isNew ? ringsOf(state.calls, [event.id]) : [] };
    }
    case 'ring-end': {
      const happened = state.rings.has(event.id)
        ? [{ type: 'ring-end', id: event.id, reason: event.reason } as const]
        : [];
      return { state: { ...state, rings: without(state.rings, event.id) }, happened };
    }
    case 'waiting':
      return quietly({ waitingCount: event.count });
    case 'agent':
      return quietly({ agents: new Map([...state.agents, [event.agent.id, event.agent]]) });
    case 'agent-end':
      return quietly({ agents: without(state.agents, event.id) });
    case 'missed':
      return {
        state: { ...state, missed: withItem(state.missed, event.call) },
        happened: [{ type: 'missed', call: event.call }],
      };
    case 'missed-end':
      return quietly({ missed: state.missed.filter(({ id }) => id !== event.id) });
    case 'message':
      return {
        state: { ...state, messages: withItem(state.messages, event.message) },
        happened: [{ type: 'message', message: event.message }],
      };
    case 'message-end':
      return quietly({ messages: state.messages.filter(({ id }) => id !== event.id) });
    case 'own':
      return quietly({});
    default:
      return event satisfies never;
  }
}
