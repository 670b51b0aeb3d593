/** Templates of Svelte 5: `import type {} from 'p2p-call/svelte'` once. Listeners are `onp2p-join={...}`. Made by `npm run manifest`. */
import type { P2pCall, P2pCallButton, P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallDesk, P2pCallDeskEventMap } from 'p2p-call/define-desk';
import type { HTMLAttributes } from 'svelte/elements';
import type {
  P2pCallAttributes,
  P2pCallButtonAttributes,
  P2pCallDeskAttributes,
  P2pCallDeskProperties,
  P2pCallProperties,
} from './elements.d.ts';

type ListenersOf<Events> = { [Name in keyof Events as `on${Name & string}`]?: (event: Events[Name]) => void };
type Listeners = ListenersOf<P2pCallEventMap>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'p2p-call': HTMLAttributes<P2pCall> & P2pCallAttributes & P2pCallProperties & Listeners;
    'p2p-call-button': HTMLAttributes<P2pCallButton> & P2pCallButtonAttributes & Listeners;
    'p2p-call-desk': HTMLAttributes<P2pCallDesk> &
      P2pCallDeskAttributes &
      P2pCallDeskProperties &
      ListenersOf<P2pCallDeskEventMap>;
  }
}
