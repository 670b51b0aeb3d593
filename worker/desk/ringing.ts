/**
 * Who rings next. Looks at the whole queue at the end of every turn and lets ring whatever can: a call rings for whoever has been idle
 * longest, or for everyone who is free; an agent hears one call at a time. Decides by the state alone, so that a restart changes nothing.
 */
import { MAX_MISSED_RINGS, RING_PAUSE_MS } from '#protocol';
import { ring, stopRinging } from './calls.ts';
import type { Agent, Call, DeskState } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import { activeCallOf, maySee, queueOf } from './queue.ts';

/** Agents who could hear a call now, idle longest first. */
function freeAgents({ agents, calls }: DeskState): Agent[] {
  const taken = new Set<string>();
  for (const { phase } of calls.values()) {
    if (phase.type === 'active') taken.add(phase.agent);
    if (phase.type === 'ringing') for (const agent of phase.agents) taken.add(agent);
  }
  return [...agents.values()]
    .filter(({ id, link, status }) => link.on && status === 'available' && !taken.has(id))
    .toSorted((a, b) => a.idleSinceMs - b.idleSinceMs);
}

/** Whether it waits for somebody to ring. One whose page is away is not rung for: nobody might be there. */
function isToRing({ phase, link }: Call, { config }: DeskTurn): boolean {
  if (!link.on) return false;
  return phase.type === 'waiting' || (phase.type === 'ringing' && config.ring === 'all' && phase.target === null);
}

/** A round in which everyone who is free was asked is over: agents get a pause, and then it begins anew. */
function endRound(turn: DeskTurn, call: Call): void {
  if (call.phase.type !== 'waiting' || call.phase.againAtMs !== null) return;
  const againAtMs = turn.nowMs + RING_PAUSE_MS;
  call.phase = { ...call.phase, againAtMs };
  turn.keepCall(call, false);
  turn.wakeAt(againAtMs);
}

/** Who was meant alone and cannot be asked any more keeps nobody waiting. */
function dropTarget(turn: DeskTurn, call: Call): void {
  const { phase } = call;
  if (phase.type !== 'waiting' || phase.target === null) return;
  const target = turn.state.agents.get(phase.target);
  const isFree = target?.status === 'available' && activeCallOf(turn.state, target) === null;
  if (target !== undefined && isFree && !phase.tried.includes(target.id)) return;
  call.phase = { ...phase, target: null };
  turn.keepCall(call);
}

/** Lets ring whatever can. */
export function assign(turn: DeskTurn): void {
  let free = freeAgents(turn.state);
  for (const call of queueOf(turn.state)) {
    dropTarget(turn, call);
    if (!isToRing(call, turn) || (call.phase.type !== 'waiting' && call.phase.type !== 'ringing')) continue;
    if (free.length === 0) continue;
    const able = free.filter((agent) => maySee(agent, call));
    if (call.phase.type === 'waiting' && call.phase.againAtMs !== null && call.phase.againAtMs <= turn.nowMs)
      call.phase = { ...call.phase, tried: [], againAtMs: null };
    const { tried } = call.phase;
    const untried = able.filter(({ id }) => !tried.includes(id));
    if (untried.length === 0) {
      if (able.length > 0) endRound(turn, call);
      continue;
    }
    const chosen = turn.config.ring === 'all' && call.phase.target === null ? untried : untried.slice(0, 1);
    ring(turn, call, chosen);
    free = free.filter((agent) => !chosen.includes(agent));
  }
}

/** Ends what has rung for long enough. Who let it ring too often is away, without having said so. */
export function expireRings(turn: DeskTurn): void {
  for (const call of turn.state.calls.values()) {
    const { phase } = call;
    if (phase.type !== 'ringing' || phase.untilMs > turn.nowMs) continue;
    for (const id of phase.agents) {
      const agent = turn.state.agents.get(id);
      if (agent === undefined) continue;
      agent.missedRings += 1;
      if (agent.missedRings >= MAX_MISSED_RINGS) agent.status = 'away';
      turn.keepAgent(agent);
    }
    turn.reasons.set(call.id, 'timeout');
    stopRinging(turn, call, phase.agents, true);
  }
}
