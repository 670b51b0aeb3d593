/** Who waits, in which order, and what can honestly be said about how long. Pure reads of the state. */
import type { Agent, Call, DeskState } from './desk-state.ts';

/** How many of the last calls count, and how many there must be before anything is said. */
export const RECENT_CALLS = 20;
const FEWEST_CALLS = 3;

export function isWaiting({ phase }: Call): boolean {
  return phase.type === 'waiting' || phase.type === 'ringing';
}

/** Everyone who waits or for whom it rings, in the order of their places. */
export function queueOf({ calls }: DeskState): Call[] {
  return [...calls.values()].filter(isWaiting).toSorted((a, b) => a.place - b.place);
}

/** The place of the next one who comes: after everyone who is here. */
export function nextPlace({ calls }: DeskState): number {
  let last = 0;
  for (const { place } of calls.values()) last = Math.max(last, place);
  return last + 1;
}

/** Whether an agent answers calls for a department; null: for whomever. */
export function answersFor({ departments }: Pick<Agent, 'departments'>, department: string | null): boolean {
  return department === null || departments.length === 0 || departments.includes(department);
}

/** Whether an agent may see and take a call that waits. */
export function maySee(agent: Agent, { department, phase }: Call): boolean {
  const target = phase.type === 'waiting' || phase.type === 'ringing' ? phase.target : null;
  return target === null ? answersFor(agent, department) : target === agent.id;
}

export function activeCallOf({ calls }: DeskState, agent: Agent): Call | null {
  for (const call of calls.values()) if (call.phase.type === 'active' && call.phase.agent === agent.id) return call;
  return null;
}

/** Null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** Places in the queue of each department: whoever waits for another one is in nobody's way. */
export function positionsOf(queue: readonly Call[]): Map<Call, number> {
  const counts = new Map<string | null, number>();
  return new Map(
    queue.map((call) => {
      const position = (counts.get(call.department) ?? 0) + 1;
      counts.set(call.department, position);
      return [call, position];
    }),
  );
}

/** How long people will wait, as of now: as many calls before them as their place says, each as long as the median of the last ones, shared
 *  by the agents who are at work. */
export class Estimates {
  readonly #state: DeskState;
  readonly #medianMs: number | null;
  /** Of each place of a department; null where nobody can know. */
  readonly #perPlaceMs = new Map<string | null, number | null>();

  constructor(state: DeskState) {
    this.#state = state;
    const handled = (state.desk?.recent ?? []).flatMap(({ handledMs }) => (handledMs === null ? [] : [handledMs]));
    this.#medianMs = handled.length < FEWEST_CALLS ? null : medianOf(handled);
  }

  /** In ms; null where nobody can know. */
  of(department: string | null, position: number): number | null {
    if (!this.#perPlaceMs.has(department)) this.#perPlaceMs.set(department, this.#perPlace(department));
    const perPlaceMs = this.#perPlaceMs.get(department) ?? null;
    return perPlaceMs === null ? null : Math.round(perPlaceMs * position);
  }

  #perPlace(department: string | null): number | null {
    let agentCount = 0;
    for (const agent of this.#state.agents.values()) {
      if (agent.link.on && agent.status !== 'away' && answersFor(agent, department)) agentCount += 1;
    }
    return this.#medianMs === null || agentCount === 0 ? null : this.#medianMs / agentCount;
  }
}
