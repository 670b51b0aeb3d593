/**
 * Who is pushed now: agents whose page is closed and who want to be called, when somebody waits for whom nothing rings. One push tells of all
 * who wait; until its agent came, or had time to, there is no second one, so that an agent who never comes costs two pushes, however many call.
 * What was pushed is taken back when nobody waits any more, also from the other devices of an agent who came. Decides by the state alone, so that a restart changes nothing.
 */
import { type DeskPush, PUSH_AFTER_MS } from '#protocol';
import type { Call, DeskState, Reachable } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import { answersFor, isWaiting, queueOf } from './queue.ts';
import { agentOfSub, wantsPush } from './reachable.ts';

/** Most browsers in one alarm: on the free plan it may ask 50 times, and webhooks do, too.
 *  @see https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const MAX_PUSHES_PER_ALARM = 20;

/** Whether others may see it, and not only the one whom it was handed to. */
const isForAll = ({ phase }: Call): boolean =>
  phase.type === 'waiting' || phase.type === 'ringing' ? phase.target === null : false;

/** The queue, looked at once for all who might be pushed. */
class Queue {
  readonly #queue: readonly Call[];
  /** Since when the last one waits who hears nothing ring, by department. */
  readonly #newestMs = new Map<string | null, number>();

  constructor(state: DeskState) {
    this.#queue = queueOf(state).filter(isForAll);
    for (const { phase, link, department, waitingSinceMs } of this.#queue) {
      if (phase.type !== 'waiting' || !link.on) continue;
      this.#newestMs.set(department, Math.max(waitingSinceMs, this.#newestMs.get(department) ?? 0));
    }
  }

  /** Everyone who waits and could be this agent's. */
  of(one: Reachable): readonly Call[] {
    return this.#queue.filter(({ department }) => answersFor(one, department));
  }

  /** Whether somebody waits of whom this agent was not told. */
  hasNew(one: Reachable): boolean {
    for (const [department, atMs] of this.#newestMs)
      if (atMs > one.pushedAtMs && answersFor(one, department)) return true;
    return false;
  }

  isEmptyFor(one: Reachable): boolean {
    return !this.#queue.some(({ department }) => answersFor(one, department));
  }
}

/** From when on a push is due; null where none is. */
function dueAtMs({ state, nowMs }: DeskTurn, queue: Queue, one: Reachable): number | null {
  // Who has come says first in which browser that is.
  if (one.call === 'come' && queue.isEmptyFor(one)) return one.seenMs + PUSH_AFTER_MS;
  if (one.call !== 'none' && queue.isEmptyFor(one)) return nowMs;
  if (one.call === 'rung' || !wantsPush(state, one) || !queue.hasNew(one)) return null;
  const agent = agentOfSub(state, one.id);
  if (agent === null || agent.link.on) return nowMs;
  const isInCall = [...state.calls.values()].some(({ phase }) => phase.type === 'active' && phase.agent === agent.id);
  return isInCall ? null : agent.link.sinceMs + PUSH_AFTER_MS;
}

/** When the next push is to be sent; null when none. */
export function nextPushMs(turn: DeskTurn): number | null {
  const { state, config } = turn;
  if (!config.canPush || state.reachable.size === 0) return null;
  const queue = new Queue(state);
  const due = [...state.reachable.values()].flatMap((one) => dueAtMs(turn, queue, one) ?? []);
  return due.length === 0 ? null : Math.min(...due);
}

/** Whether somebody has answered since the agent was called. */
function wasAnswered({ calls }: DeskState, one: Reachable): boolean {
  return [...calls.values()].some(({ phase, department, answeredAtMs }) => {
    const sinceMs = phase.type === 'active' ? phase.sinceMs : (answeredAtMs ?? 0);
    return sinceMs >= one.pushedAtMs && answersFor(one, department);
  });
}

function messageFor({ state }: DeskTurn, queue: Queue, one: Reachable): DeskPush {
  const { name: desk } = state;
  const waiting = queue.of(one).filter(isWaiting);
  const [first] = waiting;
  if (first === undefined) return { type: 'over', desk, reason: wasAnswered(state, one) ? 'accepted' : 'missed' };
  return { type: 'waiting', desk, name: first.name, topic: first.topic, count: waiting.length };
}

/** Sends what is due, of an alarm's share. Call in an alarm, after everything rings that can. */
export function push(turn: DeskTurn): void {
  const { state, config, nowMs } = turn;
  if (!config.canPush || state.reachable.size === 0) return;
  const queue = new Queue(state);
  let count = 0;
  for (const one of state.reachable.values()) {
    const dueMs = dueAtMs(turn, queue, one);
    if (dueMs === null || dueMs > nowMs) continue;
    const isElsewhere = one.call === 'come' && queue.isEmptyFor(one);
    const to = one.subscriptions.filter(({ endpoint }) => !isElsewhere || endpoint !== one.here);
    // The others at once, in the next alarm.
    if (count + to.length > MAX_PUSHES_PER_ALARM) return turn.wakeAt(nowMs);
    count += to.length;
    const message = messageFor(turn, queue, one);
    one.call = message.type === 'waiting' ? 'rung' : 'none';
    if (message.type === 'waiting') one.pushedAtMs = nowMs;
    turn.keepReachable(one);
    if (to.length > 0) turn.do({ type: 'push', to, message });
  }
}
