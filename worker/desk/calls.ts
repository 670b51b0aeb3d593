/**
 * The life of a call, one function for each step: entered, rung, answered, back in the queue, over. Each leaves the call in exactly one
 * phase and keeps it; who is to ring next is decided elsewhere (ringing.ts).
 */
import { type CallEnd, MAX_MISSED, MAX_MISSED_BYTES, RATING_TIME_MS } from '#protocol';
import { jsonBytes } from './call-size.ts';
import type { Agent, Call } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import { callAccepted, callEnded, callMissed, callWaiting } from './desk-webhooks.ts';
import { RECENT_CALLS, isWaiting } from './queue.ts';

/** Most calls that are over and can still be rated. */
const MAX_ENDED = 200;

/** How long the end of a call waits for what its agent was just writing, in ms: the way there and back, twice. */
export const NOTE_GRACE_MS = 3_000;

export function enter(turn: DeskTurn, call: Call): void {
  turn.state.calls.set(call.id, call);
  turn.keepCall(call);
  turn.webhook(callWaiting(turn.nowMs, turn.state, call));
  turn.wakeAt(waitEndMs(turn, call));
}

/** When a call that waits is missed. */
export function waitEndMs({ config }: Pick<DeskTurn, 'config'>, { waitingSinceMs }: Call): number {
  return waitingSinceMs + config.maxWaitSeconds * 1_000;
}

/** Rings for `agents`; the others are free for other calls. */
export function ring(turn: DeskTurn, call: Call, agents: readonly Agent[]): void {
  const { phase } = call;
  if (phase.type !== 'waiting' && phase.type !== 'ringing') return;
  const { tried, target } = phase;
  const untilMs = phase.type === 'ringing' ? phase.untilMs : turn.nowMs + turn.config.ringSeconds * 1_000;
  const already = phase.type === 'ringing' ? phase.agents : [];
  call.phase = { type: 'ringing', tried, target, agents: [...already, ...agents.map(({ id }) => id)], untilMs };
  turn.keepCall(call);
  turn.wakeAt(untilMs);
}

/** It does not ring for these any more. @param isTried whether they had their turn in this round. */
export function stopRinging(turn: DeskTurn, call: Call, agents: readonly string[], isTried: boolean): void {
  const { phase } = call;
  if (phase.type !== 'ringing') return;
  const stopped = phase.agents.filter((id) => agents.includes(id));
  if (stopped.length === 0) return;
  const left = phase.agents.filter((id) => !agents.includes(id));
  const tried = isTried ? [...phase.tried, ...stopped] : phase.tried;
  // Who was meant alone did not want it, or is gone: it is everyone's again.
  const target = phase.target !== null && stopped.includes(phase.target) ? null : phase.target;
  call.phase =
    left.length > 0 ? { ...phase, agents: left, tried, target } : { type: 'waiting', tried, againAtMs: null, target };
  turn.keepCall(call);
}

/** The one who is first gets it: `takeRefusal` has nothing against it. */
export function answer(turn: DeskTurn, call: Call, agent: Agent): void {
  const isFirst = call.answeredAtMs === null;
  call.phase = { type: 'active', agent: agent.id, sinceMs: turn.nowMs, held: false };
  call.answeredAtMs ??= turn.nowMs;
  call.from = null;
  turn.reasons.set(call.id, 'accepted');
  turn.keepCall(call);
  if (agent.missedRings > 0) {
    agent.missedRings = 0;
    turn.keepAgent(agent);
  }
  if (isFirst) {
    const desk = turn.desk();
    desk.answered += 1;
    const waitMs = turn.nowMs - call.enteredAtMs;
    desk.recent = [...desk.recent, { waitMs, handledMs: null, atMs: turn.nowMs }].slice(-RECENT_CALLS);
  }
  turn.webhook(callAccepted(turn.nowMs, turn.state, call, agent));
}

/** Waits again, at the place that it had. */
export function requeue(
  turn: DeskTurn,
  call: Call,
  {
    again,
    from,
    target = null,
    department = call.department,
  }: {
    readonly again: Exclude<Call['again'], null>;
    /** Who had it; is not asked first. */
    readonly from: Agent;
    readonly target?: Agent | null;
    readonly department?: string | null;
  },
): void {
  call.again = again;
  call.from = again === 'transfer' ? from.id : null;
  call.department = department;
  call.waitingSinceMs = turn.nowMs;
  call.phase = { type: 'waiting', tried: [from.id], againAtMs: null, target: target?.id ?? null };
  turn.reasons.set(call.id, 'moved');
  turn.keepCall(call);
  turn.wakeAt(waitEndMs(turn, call));
  idle(turn, from);
}

/** From now on this agent has been idle. */
function idle(turn: DeskTurn, agent: Agent): void {
  agent.idleSinceMs = turn.nowMs;
  turn.keepAgent(agent);
}

function rememberMissed(turn: DeskTurn, call: Call, reason: CallEnd): void {
  const { id, enteredAtMs: at, name, topic, department, form, page, user } = call;
  const { missed } = turn.state;
  missed.set(id, { id, at, endedAt: turn.nowMs, reason, name, topic, department, form, page, user });
  turn.keep('missed', id);
  forgetOldestMissed(turn);
}

/** All of them are told in one frame. */
function forgetOldestMissed(turn: DeskTurn): void {
  const { missed } = turn.state;
  let bytes = 0;
  for (const [place, [id, call]] of [...missed].toReversed().entries()) {
    bytes += jsonBytes(call);
    if (place < MAX_MISSED && bytes <= MAX_MISSED_BYTES) continue;
    missed.delete(id);
    turn.keep('missed', id);
  }
}

/** Over, for whatever reason. Kept for a while, so that the visitor can be told and can rate it. */
export function end(turn: DeskTurn, call: Call, reason: CallEnd, by: Agent | null = null): void {
  const { state, nowMs } = turn;
  const { phase } = call;
  if (phase.type === 'ended') return;
  const agent = phase.type === 'active' ? state.agents.get(phase.agent) : undefined;
  // Who waits again was answered once, and an agent may have written something down.
  const isMissed = isWaiting(call) && call.answeredAtMs === null;
  const isAwaited = agent?.link.on === true && by === null && turn.config.tellsEnds;
  const awaits = isAwaited ? { agent: agent.id, untilMs: nowMs + NOTE_GRACE_MS } : null;
  call.phase = { type: 'ended', reason, atMs: nowMs, by: by?.id ?? null, rated: false, awaits };
  turn.reasons.set(call.id, reason);
  turn.keepCall(call);
  turn.wakeAt(awaits?.untilMs ?? nowMs + RATING_TIME_MS);
  const desk = turn.desk();
  if (isMissed) {
    desk.missed += 1;
    rememberMissed(turn, call, reason);
    turn.webhook(callMissed(nowMs, state, call, reason));
  } else {
    if (phase.type === 'active') noteHandled(desk.recent, nowMs - phase.sinceMs);
    if (awaits === null) turn.webhook(callEnded(nowMs, state, call, agent, reason));
  }
  if (agent !== undefined) idle(turn, agent);
  forgetOldest(turn);
}

/** The note is there, or will not come. */
export function tellEnd(turn: DeskTurn, call: Call): void {
  const { phase } = call;
  if (phase.type !== 'ended' || phase.awaits === null) return;
  const { awaits, atMs, reason } = phase;
  call.phase = { ...phase, awaits: null };
  turn.keepCall(call, false);
  turn.webhook(callEnded(atMs, turn.state, call, turn.state.agents.get(awaits.agent), reason));
}

/** Of the last call of which nobody knows yet. */
function noteHandled(recent: { handledMs: number | null }[], handledMs: number): void {
  const open = recent.find((one) => one.handledMs === null);
  if (open !== undefined) open.handledMs = handledMs;
}

export function forget(turn: DeskTurn, call: Call): void {
  tellEnd(turn, call);
  turn.state.calls.delete(call.id);
  turn.keep('call', call.id);
}

function forgetOldest(turn: DeskTurn): void {
  const ended = [...turn.state.calls.values()]
    .flatMap((call) => (call.phase.type === 'ended' ? [{ call, atMs: call.phase.atMs }] : []))
    .toSorted((a, b) => a.atMs - b.atMs);
  for (const { call } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) forget(turn, call);
}
