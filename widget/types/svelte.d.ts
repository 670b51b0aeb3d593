/** Templates of Svelte 5: `import type {} from 'p2p-call/svelte'` once. Listeners are `onp2p-join={...}`. Made by `npm run manifest`. */
import type { P2pCall, P2pCallButton, P2pCallEventMap } from 'p2p-call/define';
import type { HTMLAttributes } from 'svelte/elements';
import type { P2pCallAttributes, P2pCallButtonAttributes, P2pCallProperties } from './elements.d.ts';

type Listeners = { [Name in keyof P2pCallEventMap as `on${Name}`]?: (event: P2pCallEventMap[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'p2p-call': HTMLAttributes<P2pCall> & P2pCallAttributes & P2pCallProperties & Listeners;
    'p2p-call-button': HTMLAttributes<P2pCallButton> & P2pCallButtonAttributes & Listeners;
  }
}
