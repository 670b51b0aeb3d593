/**
 * `/p2p-call.js`: registers the elements. Tolerant of being loaded twice, or on a server: the first one registered stays.
 */
import { P2pCall } from './elements/p2p-call.ts';
import { P2pCallButton } from './elements/p2p-call-button.ts';

export * from './index.ts';

if (globalThis.customElements && !customElements.get('p2p-call')) {
  customElements.define('p2p-call', P2pCall);
  customElements.define('p2p-call-button', P2pCallButton);
}
