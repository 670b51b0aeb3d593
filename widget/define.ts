/**
 * `/p2p-call.js`: registers the element. Tolerant of being loaded twice, or on a server: the first one registered stays.
 */
import { P2pCall } from './elements/p2p-call.ts';

export * from './index.ts';

if (globalThis.customElements && !customElements.get('p2p-call')) customElements.define('p2p-call', P2pCall);
