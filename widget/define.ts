/**
 * `/p2p-call.js`: registers the elements. Tolerant of being loaded twice, or on a server: the first one registered stays.
 */
import { VERSION } from './diagnostics/version.ts';
import { P2pCall } from './elements/p2p-call.ts';
import { P2pCallButton } from './elements/p2p-call-button.ts';
import { register } from './register.ts';

export * from './index.ts';

if (globalThis.customElements) {
  register(customElements, { 'p2p-call': P2pCall, 'p2p-call-button': P2pCallButton }, VERSION);
}
