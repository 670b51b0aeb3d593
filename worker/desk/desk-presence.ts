/** Who is on, who is off and who is gone: lost sockets, grace, ghosts. Knows no message of a client. */
import {
  AGENT_GRACE_MS,
  CLOSE_CODES,
  DESK_MESSAGE_TTL_MS,
  GHOST_TIMEOUT_MS,
  HELLO_TIMEOUT_MS,
  MISSED_TTL_MS,
  RATING_TIME_MS,
  WAITING_VISITOR_GRACE_MS,
} from '#protocol';
import { end, forget, requeue, stopRinging, waitEndMs, tellEnd } from './calls.ts';
import type { Agent, Call, DeskState, SocketId } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import type { LiveSocket } from './inputs.ts';
import { activeCallOf, isWaiting } from './queue.ts';
import { expireReachable, left } from './reachable.ts';

export function agentOfSocket({ agents }: DeskState, socket: SocketId): Agent | null {
  for (const agent of agents.values()) if (agent.link.on && agent.link.socket === socket) return agent;
  return null;
}

export function callOfSocket({ calls }: DeskState, socket: SocketId): Call | null {
  for (const call of calls.values()) if (call.link.on && call.link.socket === socket) return call;
  return null;
}

/** When what is off is gone, in ms since the epoch; null for what is on. */
export function graceEndMs(one: Agent | Call): number | null {
  if (one.link.on) return null;
  return one.link.sinceMs + ('sub' in one ? AGENT_GRACE_MS : WAITING_VISITOR_GRACE_MS);
}

function isOverdue(one: Agent | Call, nowMs: number): boolean {
  const endMs = graceEndMs(one);
  return endMs !== null && endMs <= nowMs;
}

/** Nothing rings for an agent any more. @param isTried whether that was the agent's turn in this round. */
export function silence(turn: DeskTurn, { id }: Agent, isTried: boolean): void {
  for (const call of turn.state.calls.values()) stopRinging(turn, call, [id], isTried);
}

/** The agent's socket is gone: nothing rings there any more, and its call stays its own for the grace time. */
export function loseAgent(turn: DeskTurn, agent: Agent): void {
  agent.link = { on: false, sinceMs: turn.nowMs };
  turn.keepAgent(agent);
  left(turn, agent);
  silence(turn, agent, false);
  turn.wakeAt(graceEndMs(agent) ?? turn.nowMs);
}

/** Goes for good. A call that it had waits for another agent, before all who came later. */
export function removeAgent(turn: DeskTurn, agent: Agent): void {
  silence(turn, agent, false);
  const call = activeCallOf(turn.state, agent);
  if (call !== null) requeue(turn, call, { again: 'agent-lost', from: agent });
  turn.state.agents.delete(agent.id);
  turn.keep('agent', agent.id);
}

export function loseVisitor(turn: DeskTurn, call: Call): void {
  call.link = { on: false, sinceMs: turn.nowMs };
  // One that is over goes by its own time.
  if (call.phase.type === 'ended') return;
  turn.keepCall(call);
  turn.wakeAt(graceEndMs(call) ?? turn.nowMs);
}

/** A socket is gone: whoever it spoke for goes into grace. */
export function disconnect(turn: DeskTurn, socket: SocketId): void {
  const agent = agentOfSocket(turn.state, socket);
  if (agent !== null) return loseAgent(turn, agent);
  const call = callOfSocket(turn.state, socket);
  if (call !== null) loseVisitor(turn, call);
}

/** Those whose socket is no longer there: a restart or a crash tells nobody. */
export function reconcile(turn: DeskTurn, sockets: readonly LiveSocket[]): void {
  const open = new Set(sockets.map(({ id }) => id));
  for (const agent of turn.state.agents.values())
    if (agent.link.on && !open.has(agent.link.socket)) loseAgent(turn, agent);
  for (const call of turn.state.calls.values())
    if (call.link.on && !open.has(call.link.socket)) loseVisitor(turn, call);
}

/** Everything whose time is over. Alarms come late, so that every input looks, too. */
export function expire(turn: DeskTurn): void {
  const { state, nowMs } = turn;
  for (const agent of state.agents.values()) if (isOverdue(agent, nowMs)) removeAgent(turn, agent);
  expireReachable(turn);
  for (const call of state.calls.values()) {
    if (call.phase.type === 'ended') {
      if ((call.phase.awaits?.untilMs ?? Infinity) <= nowMs) tellEnd(turn, call);
      if (call.phase.atMs + RATING_TIME_MS <= nowMs) forget(turn, call);
    } else if (isOverdue(call, nowMs)) end(turn, call, 'lost');
    else if (isWaiting(call) && waitEndMs(turn, call) <= nowMs) end(turn, call, 'no-answer');
  }
  for (const { id, endedAt } of state.missed.values()) {
    if (endedAt + MISSED_TTL_MS > nowMs) continue;
    state.missed.delete(id);
    turn.keep('missed', id);
  }
  for (const { id, at } of state.messages.values()) {
    if (at + DESK_MESSAGE_TTL_MS > nowMs) continue;
    state.messages.delete(id);
    turn.keep('message', id);
    turn.do({ type: 'forget-message', id });
  }
}

function isGhost({ openedAtMs, lastBeatAtMs }: LiveSocket, nowMs: number): boolean {
  return Math.max(openedAtMs, lastBeatAtMs ?? 0) + GHOST_TIMEOUT_MS <= nowMs;
}

/** Closes sockets that never said hello, and those that no longer answer. @returns those that stay. */
export function sweep(turn: DeskTurn, sockets: readonly LiveSocket[]): readonly LiveSocket[] {
  return sockets.filter((socket) => {
    const isUnknown = socket.peer === null;
    const isSilent = isUnknown ? socket.openedAtMs + HELLO_TIMEOUT_MS <= turn.nowMs : isGhost(socket, turn.nowMs);
    if (!isSilent) return true;
    turn.close(socket.id, CLOSE_CODES.helloTimeout);
    turn.log({ event: isUnknown ? 'hello-timeout' : 'ghost', code: CLOSE_CODES.helloTimeout });
    disconnect(turn, socket.id);
    return false;
  });
}

/** Takes leave of the oldest socket that has neither an agent nor a call, so that there is room for one more. */
export function thinOut(turn: DeskTurn, sockets: readonly LiveSocket[]): void {
  const idle = sockets.filter(
    ({ id }) => agentOfSocket(turn.state, id) === null && callOfSocket(turn.state, id) === null,
  );
  const [oldest] = idle.toSorted((a, b) => a.openedAtMs - b.openedAtMs);
  if (oldest !== undefined) turn.refuse(oldest.id, CLOSE_CODES.helloTimeout, 'rate-limited');
}
