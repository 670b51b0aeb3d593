/** Templates of Vue 3: `import type {} from 'p2p-call/vue'` once, and `isCustomElement` for `p2p-`. Made by `npm run manifest`. */
import type { P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallDeskEventMap } from 'p2p-call/define-desk';
import type {
  P2pCallAttributes,
  P2pCallButtonAttributes,
  P2pCallDeskAttributes,
  P2pCallDeskProperties,
  P2pCallProperties,
} from './elements.d.ts';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type ListenersOf<Events> = {
  [Name in keyof Events as `on${Capitalize<Camel<Name & string>>}`]?: (event: Events[Name]) => void;
};
type Listeners = ListenersOf<P2pCallEventMap>;

declare module 'vue' {
  interface GlobalComponents {
    'p2p-call': new () => { $props: P2pCallAttributes & P2pCallProperties & Listeners };
    'p2p-call-button': new () => { $props: P2pCallButtonAttributes & Listeners };
    'p2p-call-desk': new () => {
      $props: P2pCallDeskAttributes & P2pCallDeskProperties & ListenersOf<P2pCallDeskEventMap>;
    };
  }
}
