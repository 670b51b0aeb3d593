/**
 * What each party is shown, as a whole. After every turn of the desk what was shown before is held against what is shown now, and the
 * differences are told (tell.ts): so nobody can be told something that does not hold, and no rule has to remember to tell anyone. Pure
 * reads of the state.
 */
import {
  type AgentId,
  type Availability,
  type CallId,
  type DeskAgent,
  type DeskCall,
  MAX_CALL_LENGTH,
  MAX_SHOWN_BYTES,
  MAX_SHOWN_CALLS,
  type MessageId,
  type MessageNote,
  type MissedCall,
  type OwnCall,
} from '#protocol';
import { availabilityOf } from './availability.ts';
import { callBytes } from './call-size.ts';
import type { DeskConfig } from './desk-config.ts';
import type { Agent, Call, DeskState, Message, Missed, SocketId } from './desk-state.ts';
import { type Estimates, maySee, positionsOf, queueOf } from './queue.ts';

/** What one agent is shown of the calls. */
interface AgentView {
  readonly socket: SocketId | null;
  /** The oldest that wait, and the own one. */
  readonly calls: ReadonlySet<CallId>;
  readonly waiting: number;
  /** What rings, and until when. */
  readonly rings: ReadonlyMap<CallId, number>;
}

/** Up to here a visitor hears of every place; further back, of every tenth: else each answer would be told to hundreds, to whom it means
 *  little. */
const EXACT_PLACES = 20;

function placeSign(position: number | undefined): string {
  if (position === undefined) return '';
  return position <= EXACT_PLACES ? `${position}` : `about ${Math.floor(position / 10)}`;
}

/** What a visitor is shown of its call. The estimate is no reason to tell it again. */
interface OwnView {
  readonly socket: SocketId | null;
  readonly phase: OwnCall['phase'];
  readonly sign: string;
}

export interface View {
  readonly availability: Availability;
  readonly availabilitySign: string;
  readonly agents: ReadonlyMap<AgentId, string>;
  readonly perAgent: ReadonlyMap<AgentId, AgentView>;
  readonly own: ReadonlyMap<CallId, OwnView>;
  readonly missed: ReadonlySet<CallId>;
  readonly messages: ReadonlySet<MessageId>;
}

export function deskCall({
  id,
  enteredAtMs,
  name,
  topic,
  department,
  form,
  page,
  user,
  link,
  ...rest
}: Call): DeskCall {
  const { phase, note, from } = rest;
  return {
    id,
    phase: phase.type,
    at: enteredAtMs,
    name,
    topic,
    department,
    form,
    page,
    user,
    on: link.on,
    held: phase.type === 'active' && phase.held,
    note,
    from: phase.type === 'active' ? null : from,
    answeredAt: phase.type === 'active' ? phase.sinceMs : null,
  };
}

export function deskAgent({ id, name, departments, status, link }: Agent, isInCall: boolean): DeskAgent {
  return { id, name, departments, status: !link.on ? 'off' : isInCall ? 'in-call' : status };
}

export function missedCall({ id, at, endedAt, reason, name, topic, department, form, page, user }: Missed): MissedCall {
  return { id, at, endedAt, reason, name, topic, department, form, page, user };
}

export function messageNote({ id, at, department, voice }: Message): MessageNote {
  return { id, at, department, voice };
}

/** A visitor's own call, without what opens its room. */
export function ownCall(state: DeskState, call: Call, position: number | null, estimates: Estimates): OwnCall {
  const { id, phase, again } = call;
  const agent = phase.type === 'active' ? state.agents.get(phase.agent) : undefined;
  const waitMs = position === null ? null : estimates.of(call.department, position);
  return {
    id,
    phase: phase.type,
    ...(position === null ? {} : { position }),
    ...(waitMs === null ? {} : { waitMs }),
    ...(agent === undefined ? {} : { agent: { name: agent.name } }),
    ...(phase.type === 'active' ? { held: phase.held } : {}),
    ...(again === null || position === null ? {} : { again }),
    ...(phase.type === 'ended' ? { reason: phase.reason } : {}),
  };
}

const socketOf = ({ link }: Agent | Call): SocketId | null => (link.on ? link.socket : null);

/** The queue as agents see it, looked at once for all who answer the same departments. */
class Lists {
  readonly #queue: readonly Call[];
  readonly #hasTargets: boolean;
  readonly #byDepartments = new Map<string, readonly Call[]>();
  readonly #bytes = new Map<Call, number>();
  readonly #ringing = new Map<AgentId, Map<CallId, number>>();

  constructor(queue: readonly Call[]) {
    this.#queue = queue;
    this.#hasTargets = queue.some(({ phase }) => 'target' in phase && phase.target !== null);
    for (const { id, phase } of queue) {
      if (phase.type !== 'ringing') continue;
      for (const agent of phase.agents) {
        const rings = this.#ringing.get(agent) ?? new Map<CallId, number>();
        this.#ringing.set(agent, rings.set(id, phase.untilMs));
      }
    }
  }

  /** Those that wait, oldest first. */
  of(agent: Agent): readonly Call[] {
    const look = (): readonly Call[] => this.#queue.filter((call) => maySee(agent, call));
    // Who alone is meant sees what others do not.
    if (this.#hasTargets) return look();
    const key = agent.departments.join(' ');
    const known = this.#byDepartments.get(key) ?? look();
    this.#byDepartments.set(key, known);
    return known;
  }

  /** The oldest of them, and no more than one frame takes. */
  shownOf(visible: readonly Call[]): readonly Call[] {
    const first = visible.slice(0, MAX_SHOWN_CALLS);
    // Nearly always.
    if (first.length * 3 * MAX_CALL_LENGTH <= MAX_SHOWN_BYTES) return first;
    let bytes = 0;
    const end = first.findIndex((call) => (bytes += this.#bytesOf(call)) > MAX_SHOWN_BYTES);
    return end < 0 ? first : first.slice(0, end);
  }

  ringsOf({ id }: Agent): ReadonlyMap<CallId, number> {
    return this.#ringing.get(id) ?? new Map<CallId, number>();
  }

  #bytesOf(call: Call): number {
    const bytes = this.#bytes.get(call) ?? callBytes(call);
    this.#bytes.set(call, bytes);
    return bytes;
  }
}

function agentView(agent: Agent, lists: Lists, active: Call | undefined): AgentView {
  const visible = lists.of(agent);
  const rings = lists.ringsOf(agent);
  const calls = new Set(lists.shownOf(visible).map(({ id }) => id));
  if (active !== undefined) calls.add(active.id);
  for (const id of rings.keys()) calls.add(id);
  return { socket: socketOf(agent), calls, waiting: visible.length, rings };
}

/** Everything that is shown to anybody now. */
export function viewOf(state: DeskState, config: DeskConfig, nowMs: number): View {
  const queue = queueOf(state);
  const positions = positionsOf(queue);
  const lists = new Lists(queue);
  const activeByAgent = new Map<AgentId, Call>();
  const own = new Map<CallId, OwnView>();
  for (const call of state.calls.values()) {
    const { phase } = call;
    if (phase.type === 'active') activeByAgent.set(phase.agent, call);
    const agent = phase.type === 'active' ? phase.agent : '';
    const held = phase.type === 'active' && phase.held;
    const sign = [phase.type, placeSign(positions.get(call)), agent, held, call.again].join(' ');
    own.set(call.id, { socket: socketOf(call), phase: phase.type, sign });
  }
  const agents = new Map<AgentId, string>();
  const perAgent = new Map<AgentId, AgentView>();
  for (const agent of state.agents.values()) {
    const active = activeByAgent.get(agent.id);
    agents.set(agent.id, JSON.stringify(deskAgent(agent, active !== undefined)));
    perAgent.set(agent.id, agentView(agent, lists, active));
  }
  const availability = availabilityOf(state, config, nowMs);
  return {
    availability,
    availabilitySign: JSON.stringify(availability),
    agents,
    perAgent,
    own,
    missed: new Set(state.missed.keys()),
    messages: new Set(state.messages.keys()),
  };
}
