/** How a desk does, for whoever runs it: counts and times, and nobody's name. Pure reads of the state. */
import type { DeskState } from './desk-state.ts';
import { isWaiting, medianOf } from './queue.ts';

export interface DeskStats {
  readonly waiting: number;
  readonly active: number;
  /** Agents who are on, by what they say of themselves. */
  readonly agents: {
    readonly available: number;
    readonly busy: number;
    readonly away: number;
    readonly inCall: number;
  };
  /** Since when what follows is counted, in ms since the epoch; null where nothing ever happened. */
  readonly since: number | null;
  readonly answered: number;
  readonly missed: number;
  /** Of the last 20 that were answered, in ms; null without any. */
  readonly medianWaitMs: number | null;
  readonly medianHandledMs: number | null;
  /** Null without any. */
  readonly rating: number | null;
  readonly ratings: number;
  /** Missed calls and messages that nobody took off the list. */
  readonly openMissed: number;
  readonly openMessages: number;
}

export function statsOf(state: DeskState): DeskStats {
  const { desk, calls, agents, missed, messages } = state;
  const inCall = new Set<string>();
  for (const { phase } of calls.values()) if (phase.type === 'active') inCall.add(phase.agent);
  const count = { available: 0, busy: 0, away: 0, inCall: 0 };
  for (const { id, status, link } of agents.values()) if (link.on) count[inCall.has(id) ? 'inCall' : status] += 1;
  const recent = desk?.recent ?? [];
  const { count: ratings, sum } = desk?.ratings ?? { count: 0, sum: 0 };
  return {
    waiting: [...calls.values()].filter(isWaiting).length,
    active: inCall.size,
    agents: count,
    since: desk?.sinceMs ?? null,
    answered: desk?.answered ?? 0,
    missed: desk?.missed ?? 0,
    medianWaitMs: medianOf(recent.map(({ waitMs }) => waitMs)),
    medianHandledMs: medianOf(recent.flatMap(({ handledMs }) => (handledMs === null ? [] : [handledMs]))),
    rating: ratings === 0 ? null : sum / ratings,
    ratings,
    openMissed: missed.size,
    openMessages: messages.size,
  };
}
