/** What everyone may know of a desk: whether somebody could answer, and when it opens. Names nobody. Pure reads of the state. */
import { type Availability, MAX_DESK_MESSAGES } from '#protocol';
import type { DeskConfig } from './desk-config.ts';
import type { DeskState } from './desk-state.ts';
import { isOpen, opensAtMs } from './hours.ts';
import { answersFor } from './queue.ts';
import { isWithinReach } from './reachable.ts';

type State = Availability['state'];

/** Who comes back within the grace counts as being at work, so that a reload does not close the desk; and so does who can be pushed and wants to
 *  be: one can wait for it. */
function stateOf(state: DeskState, config: DeskConfig, department: string | null): State {
  const inCall = new Set<string>();
  for (const { phase } of state.calls.values()) if (phase.type === 'active') inCall.add(phase.agent);
  let result: State = 'offline';
  for (const agent of state.agents.values()) {
    if (agent.status === 'away' || !answersFor(agent, department)) continue;
    if (agent.link.on && agent.status === 'available' && !inCall.has(agent.id)) return 'available';
    result = 'busy';
  }
  return result === 'offline' && isWithinReach(state, config, department) ? 'busy' : result;
}

/** Of the whole desk, or of one department. */
export function availabilityFor(state: DeskState, config: DeskConfig, nowMs: number, department: string | null): State {
  const { hours } = config;
  return hours !== undefined && !isOpen(hours, nowMs) ? 'closed' : stateOf(state, config, department);
}

export function availabilityOf(state: DeskState, config: DeskConfig, nowMs: number): Availability {
  const opens = config.hours === undefined ? null : opensAtMs(config.hours, nowMs);
  return {
    state: availabilityFor(state, config, nowMs, null),
    departments: config.departments.map((name) => ({ name, state: availabilityFor(state, config, nowMs, name) })),
    ...(opens === null ? {} : { opensAt: opens }),
    messages: config.takesMessages && state.messages.size < MAX_DESK_MESSAGES,
  };
}
