/** Where the console gets its desk from. Tests put a scripted one here; it is no public API. */
import { AgentDesk, type AgentDeskOptions } from '../desk/agent-desk.ts';
import type { AgentDeskModel } from '../desk/desk-types.ts';

export const deskFactory: { create: (options: AgentDeskOptions) => AgentDeskModel } = {
  create: (options) => new AgentDesk(options),
};
