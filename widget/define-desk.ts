/**
 * `/p2p-call-desk.js`: registers the console of an agent. Tolerant of being loaded twice, or on a server: the first one registered stays.
 */
import { P2pCallDesk } from './console/p2p-call-desk.ts';
import { VERSION } from './diagnostics/version.ts';
import { register } from './register.ts';

export { P2pCallDesk };
export type { AgentId, AgentStatus, CallId, DeskCall } from '#protocol';
export type { P2pCallDeskEventMap } from './console/desk-element-events.ts';

if (globalThis.customElements) register(customElements, { 'p2p-call-desk': P2pCallDesk }, VERSION);
