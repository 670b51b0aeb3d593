/** To whom a call can be handed over, and why not to the others. Pure; the words are the view's. */
import type { AgentId, DeskAgent } from '#protocol';
import type { AgentDeskModel } from '../desk/desk-types.ts';

/** `off`: its connection is lost. `empty`: nobody is there. A word of a newer desk passes, too. */
export type TransferObstacle = 'in-call' | 'busy' | 'away' | 'off' | 'empty';

export interface TransferChoice {
  readonly to: { readonly agent: AgentId } | { readonly department: string };
  readonly name: string;
  /** Null: it can be pressed. */
  readonly obstacle: TransferObstacle | null;
}

type Desk = Pick<AgentDeskModel, 'agents' | 'me' | 'departments'>;

function obstacleOf({ status }: DeskAgent): TransferObstacle | null {
  if (status === 'available') return null;
  return status === 'in-call' || status === 'busy' || status === 'off' ? status : 'away';
}

/** Those who are free first, then by name. */
function inOrder(first: TransferChoice, second: TransferChoice): number {
  const isFree = Number(first.obstacle !== null) - Number(second.obstacle !== null);
  return isFree || first.name.localeCompare(second.name);
}

export function agentChoices({ agents, me }: Desk): readonly TransferChoice[] {
  return [...agents.values()]
    .filter(({ id }) => id !== me)
    .map((agent) => ({ to: { agent: agent.id }, name: agent.name, obstacle: obstacleOf(agent) }))
    .sort(inOrder);
}

/** A department takes a call where a colleague of it works, who may be busy just now. */
export function departmentChoices({ agents, me, departments }: Desk): readonly TransferChoice[] {
  const others = [...agents.values()].filter(({ id, status }) => id !== me && status !== 'away');
  return departments.map((department) => {
    const isThere = others.some((agent) => agent.departments.length === 0 || agent.departments.includes(department));
    return { to: { department }, name: department, obstacle: isThere ? null : 'empty' };
  });
}
