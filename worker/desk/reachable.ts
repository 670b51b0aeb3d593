/**
 * Agents who are called although no page of theirs is open: who they are, and what becomes of them. Whom a push is sent, and when, is decided
 * elsewhere (pushing.ts). Knows no key and no push service.
 */
import {
  type DeskPushSubscription,
  MAX_DESK_AGENTS,
  MAX_MISSED_PUSHES,
  MAX_PUSH_SUBSCRIPTIONS,
  PUSH_SUBSCRIPTION_TTL_MS,
  PUSH_TTL_MS,
} from '#protocol';
import type { DeskConfig } from './desk-config.ts';
import type { Agent, DeskState, Reachable } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import { answersFor } from './queue.ts';

export function agentOfSub({ agents }: DeskState, sub: string): Agent | null {
  for (const agent of agents.values()) if (agent.sub === sub) return agent;
  return null;
}

/** Whether no page of it is open, and it wants to be called all the same. */
export function wantsPush(state: DeskState, { id, status }: Reachable): boolean {
  return status === 'available' && agentOfSub(state, id)?.link.on !== true;
}

/** Whether somebody of a department (null: of any) could be pushed. */
export function isWithinReach(state: DeskState, { canPush }: DeskConfig, department: string | null): boolean {
  if (!canPush) return false;
  return [...state.reachable.values()].some((one) => answersFor(one, department) && wantsPush(state, one));
}

function forget(turn: DeskTurn, { id }: Reachable): void {
  turn.state.reachable.delete(id);
  turn.keep('push', id);
}

/** Who is not there and was seen longest ago makes room. */
function makeRoom(turn: DeskTurn): void {
  const { reachable } = turn.state;
  if (reachable.size < MAX_DESK_AGENTS) return;
  const isOn = ({ id }: Reachable): boolean => agentOfSub(turn.state, id)?.link.on === true;
  const [oldest] = [...reachable.values()].toSorted((a, b) => Number(isOn(a)) - Number(isOn(b)) || a.seenMs - b.seenMs);
  if (oldest !== undefined) forget(turn, oldest);
}

function drop(turn: DeskTurn, one: Reachable, endpoint: string): void {
  const left = one.subscriptions.filter((subscription) => subscription.endpoint !== endpoint);
  if (left.length === one.subscriptions.length) return;
  one.subscriptions = left;
  if (left.length === 0) forget(turn, one);
  else turn.keepReachable(one);
}

/** A browser belongs to whoever said so last. */
export function pushOn(
  turn: DeskTurn,
  {
    sub,
    departments,
    subscription,
  }: {
    readonly sub: string;
    readonly departments: readonly string[];
    readonly subscription: DeskPushSubscription;
  },
): void {
  const { state, nowMs } = turn;
  for (const other of state.reachable.values()) if (other.id !== sub) drop(turn, other, subscription.endpoint);
  const known = state.reachable.get(sub);
  if (known === undefined) makeRoom(turn);
  const agent = agentOfSub(state, sub);
  const others = (known?.subscriptions ?? []).filter(({ endpoint }) => endpoint !== subscription.endpoint);
  const one: Reachable = {
    pushedAtMs: known?.pushedAtMs ?? 0,
    // Its page takes away what it shows.
    call: others.length === 0 && agent?.link.on === true ? 'none' : (known?.call ?? 'none'),
    here: agent?.link.on === true ? subscription.endpoint : (known?.here ?? null),
    missedPushes: known?.missedPushes ?? 0,
    id: sub,
    departments: [...departments],
    status: agent?.status ?? known?.status ?? 'away',
    seenMs: nowMs,
    subscriptions: [...others, subscription].slice(-MAX_PUSH_SUBSCRIPTIONS),
  };
  state.reachable.set(sub, one);
  turn.keepReachable(one);
  turn.wakeAt(nowMs + PUSH_SUBSCRIPTION_TTL_MS);
}

/** @param sub whose it is to be; null: whosever it is. */
export function pushOff(turn: DeskTurn, endpoint: string, sub: string | null): void {
  for (const one of turn.state.reachable.values()) if (sub === null || one.id === sub) drop(turn, one, endpoint);
}

/** Signed off: not even a browser that others use is pushed any more. */
export function signOff(turn: DeskTurn, sub: string): void {
  const one = turn.state.reachable.get(sub);
  if (one !== undefined) forget(turn, one);
}

/** The agent is here: nothing has to be pushed but that its other devices may be quiet, when nobody waits any more. */
export function arrived(turn: DeskTurn, { sub, departments }: Agent): void {
  const one = turn.state.reachable.get(sub);
  if (one === undefined) return;
  const isCalled = one.call === 'rung' || one.call === 'unheard';
  const call = one.call === 'none' ? 'none' : 'come';
  const here = isCalled ? null : one.here;
  turn.state.reachable.set(sub, { ...one, departments, seenMs: turn.nowMs, call, here, missedPushes: 0 });
  turn.keepReachable(one);
}

/** The agent's page is gone: what it said last holds. */
export function left(turn: DeskTurn, { sub, status }: Agent): void {
  const one = turn.state.reachable.get(sub);
  if (one === undefined) return;
  one.status = status;
  one.seenMs = turn.nowMs;
  turn.keepReachable(one);
}

/** Who did not come in time has missed a push, and who misses too many is away, as whoever lets a telephone ring. */
export function expireReachable(turn: DeskTurn): void {
  const { state, nowMs } = turn;
  for (const one of state.reachable.values()) {
    if (one.call === 'rung' && one.pushedAtMs + PUSH_TTL_MS <= nowMs) {
      one.call = 'unheard';
      one.missedPushes += 1;
      if (one.missedPushes >= MAX_MISSED_PUSHES) one.status = 'away';
      turn.keepReachable(one);
    }
    if (one.seenMs + PUSH_SUBSCRIPTION_TTL_MS > nowMs || agentOfSub(state, one.id) !== null) continue;
    forget(turn, one);
  }
}

export function reachableDeadlines({ state }: DeskTurn): number[] {
  return [...state.reachable.values()].flatMap(({ call, pushedAtMs, seenMs }) => [
    seenMs + PUSH_SUBSCRIPTION_TTL_MS,
    ...(call === 'rung' ? [pushedAtMs + PUSH_TTL_MS] : []),
  ]);
}
