/** Templates of Vue 3: `import type {} from 'p2p-call/vue'` once, and `isCustomElement` for `p2p-`. Made by `npm run manifest`. */
import type { P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallAttributes, P2pCallButtonAttributes, P2pCallProperties } from './elements.d.ts';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type Listeners = {
  [Name in keyof P2pCallEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: P2pCallEventMap[Name]) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    'p2p-call': new () => { $props: P2pCallAttributes & P2pCallProperties & Listeners };
    'p2p-call-button': new () => { $props: P2pCallButtonAttributes & Listeners };
  }
}
