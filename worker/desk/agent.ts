/**
 * What an agent may do: come and go, say whether it is free, and answer, decline, hold, hand over and end calls. A call goes to the first
 * who accepts it, and to nobody else. Each command says what shall be, so that one that is repeated after a lost socket does no harm.
 */
import {
  type AgentStatus,
  CLOSE_CODES,
  type CallId,
  type DeskCommand,
  type DeskErrorCode,
  MAX_DESK_AGENTS,
} from '#protocol';
import { isTooLarge } from './call-size.ts';
import { answer, end, requeue, stopRinging, tellEnd } from './calls.ts';
import { silence } from './desk-presence.ts';
import type { Agent, Call, DeskState } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import type { HelloInput } from './inputs.ts';
import { activeCallOf, answersFor, isWaiting, maySee } from './queue.ts';
import { agentOfSub, arrived, isWithinReach } from './reachable.ts';
import { agentPass } from './tell.ts';

type AgentCommand = Exclude<DeskCommand, { op: 'call' | 'cancel' | 'page' | 'rate' }>;

/** The same agent in another page is the same agent: the newest page speaks. */
export function agentHello(turn: DeskTurn, { socket, hello, grant, fresh }: HelloInput): void {
  const { nowMs, state } = turn;
  const { sub } = grant;
  if (sub === null) return turn.refuse(socket.id, CLOSE_CODES.forbidden, 'not-allowed');
  const known = agentOfSub(state, sub);
  if (known === null && state.agents.size >= MAX_DESK_AGENTS)
    return turn.refuse(socket.id, CLOSE_CODES.roomFull, 'desk-full');
  const agent: Agent = known ?? {
    id: fresh,
    sub,
    name: '',
    departments: [],
    // Whoever was pushed and comes is rung at once.
    status: state.reachable.get(sub)?.status ?? 'away',
    link: { on: false, sinceMs: nowMs },
    idleSinceMs: nowMs,
    missedRings: 0,
  };
  if (agent.link.on) turn.refuse(agent.link.socket, CLOSE_CODES.replaced, 'duplicate-session');
  agent.link = { on: true, socket: socket.id };
  agent.name = grant.name ?? hello.name ?? agent.name;
  agent.departments = grant.departments;
  state.agents.set(agent.id, agent);
  turn.attach(socket.id, agent.id);
  turn.keepAgent(agent);
  arrived(turn, agent);
  turn.welcomed.add(socket.id);
}

/** Who says to be there is asked again, whatever was let ring or declined before. */
function welcomeBack(turn: DeskTurn, { id }: Agent): void {
  for (const call of turn.state.calls.values()) {
    const { phase } = call;
    if ((phase.type !== 'waiting' && phase.type !== 'ringing') || !phase.tried.includes(id)) continue;
    const tried = phase.tried.filter((other) => other !== id);
    call.phase = phase.type === 'waiting' ? { ...phase, tried, againAtMs: null } : { ...phase, tried };
    turn.keepCall(call, false);
  }
}

function setStatus(turn: DeskTurn, agent: Agent, status: AgentStatus): null {
  agent.missedRings = 0;
  if (agent.status === status) return null;
  agent.status = status;
  agent.idleSinceMs = turn.nowMs;
  turn.keepAgent(agent);
  if (status !== 'available') silence(turn, agent, false);
  else welcomeBack(turn, agent);
  return null;
}

/** Why a call cannot be had; null where it can, or is had already. */
function takeRefusal(state: DeskState, agent: Agent, call: Call): DeskErrorCode | null {
  const { phase } = call;
  if (phase.type === 'ended') return 'call-gone';
  if (phase.type === 'active') return phase.agent === agent.id ? null : 'already-taken';
  if (activeCallOf(state, agent) !== null || !maySee(agent, call)) return 'not-allowed';
  return null;
}

function accept(turn: DeskTurn, agent: Agent, call: Call): DeskErrorCode | null {
  const refusal = takeRefusal(turn.state, agent, call);
  if (refusal !== null || call.phase.type === 'active') return refusal;
  answer(turn, call, agent);
  // What else rings there waits for others.
  for (const other of turn.state.calls.values()) {
    if (other.phase.type !== 'ringing' || !other.phase.agents.includes(agent.id)) continue;
    turn.reasons.set(other.id, 'busy');
    stopRinging(turn, other, [agent.id], false);
  }
  return null;
}

function decline(turn: DeskTurn, agent: Agent, call: Call): DeskErrorCode | null {
  if (call.phase.type === 'ringing' && call.phase.agents.includes(agent.id)) {
    turn.reasons.set(call.id, 'declined');
    stopRinging(turn, call, [agent.id], true);
    agent.missedRings = 0;
  }
  return null;
}

function transfer(
  turn: DeskTurn,
  agent: Agent,
  call: Call,
  { agent: to, department }: Extract<AgentCommand, { op: 'transfer' }>,
): DeskErrorCode | null {
  const { state, config } = turn;
  if ((to === undefined) === (department === undefined)) return 'bad-message';
  if (isWaiting(call) && call.from === agent.id) return null;
  if (call.phase.type !== 'active' || call.phase.agent !== agent.id) return 'not-allowed';
  if (department !== undefined) {
    if (!config.departments.includes(department)) return 'bad-message';
    const isThere = [...state.agents.values()].some(
      (one) => one !== agent && one.status !== 'away' && answersFor(one, department),
    );
    if (!isThere && !isWithinReach(state, config, department)) return 'desk-offline';
    requeue(turn, call, { again: 'transfer', from: agent, department });
    return null;
  }
  const target = to === undefined ? undefined : state.agents.get(to);
  const isFree =
    target !== undefined &&
    target !== agent &&
    target.link.on &&
    target.status === 'available' &&
    activeCallOf(state, target) === null;
  if (!isFree) return 'peer-unavailable';
  requeue(turn, call, { again: 'transfer', from: agent, target });
  return null;
}

function writeNote(turn: DeskTurn, call: Call, note: string): DeskErrorCode | null {
  if (isTooLarge({ ...call, note })) return 'message-too-large';
  call.note = note;
  turn.keepCall(call, call.phase.type !== 'ended');
  tellEnd(turn, call);
  return null;
}

function ofOwnCall(turn: DeskTurn, agent: Agent, call: Call, command: AgentCommand): DeskErrorCode | null {
  const { phase } = call;
  if (command.op === 'end' && phase.type === 'ended' && phase.by === agent.id) return null;
  if (command.op === 'note' && phase.type === 'ended' && phase.awaits?.agent === agent.id) {
    return writeNote(turn, call, command.text);
  }
  if (phase.type === 'ended') return 'call-gone';
  if (phase.type !== 'active' || phase.agent !== agent.id) return 'not-allowed';
  switch (command.op) {
    case 'end':
      end(turn, call, 'agent', agent);
      return null;
    case 'hold':
      if (phase.held === command.on) return null;
      call.phase = { ...phase, held: command.on };
      turn.keepCall(call);
      return null;
    case 'note':
      return writeNote(turn, call, command.text);
    default:
      return null;
  }
}

function ofCall(turn: DeskTurn, agent: Agent, call: Call | undefined, command: AgentCommand): DeskErrorCode | null {
  // The same for one that never was and one that others see.
  if (call === undefined) return 'call-gone';
  if (command.op === 'accept') return accept(turn, agent, call);
  if (command.op === 'decline') return decline(turn, agent, call);
  if (command.op === 'transfer') return transfer(turn, agent, call, command);
  return ofOwnCall(turn, agent, call, command);
}

function clear(turn: DeskTurn, id: CallId): null {
  if (turn.state.missed.delete(id)) turn.keep('missed', id);
  return null;
}

function perform(turn: DeskTurn, agent: Agent, command: DeskCommand): DeskErrorCode | null {
  switch (command.op) {
    case 'status':
      return setStatus(turn, agent, command.status);
    case 'clear':
      return clear(turn, command.call);
    case 'handled':
      if (!turn.state.messages.delete(command.message)) return null;
      turn.keep('message', command.message);
      turn.do({ type: 'forget-message', id: command.message });
      return null;
    case 'accept':
    case 'decline':
    case 'hold':
    case 'transfer':
    case 'note':
    case 'end':
    case 'pass':
      if (command.call === undefined) return 'bad-message';
      return ofCall(turn, agent, turn.state.calls.get(command.call), command);
    default:
      return 'not-allowed';
  }
}

export function agentCommand(turn: DeskTurn, agent: Agent, command: DeskCommand): void {
  if (!agent.link.on) return;
  const { socket } = agent.link;
  const code = perform(turn, agent, command);
  const { id } = command;
  if (code !== null) return turn.answer(socket, { type: 'result', id, ok: false, code });
  const hasPass = command.op === 'accept' || command.op === 'pass';
  const call = hasPass && command.call !== undefined ? turn.state.calls.get(command.call) : undefined;
  if (call === undefined) return turn.answer(socket, { type: 'result', id, ok: true });
  turn.answer(socket, { type: 'result', id, ok: true, pass: { room: call.room } }, agentPass(call, agent));
}
