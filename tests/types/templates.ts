/** Compiled only: what the template checkers of Vue and Svelte look up. Of the two packages only what is extended is here. */
import type {} from 'p2p-call/svelte';
import type {} from 'p2p-call/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

type VueProps = InstanceType<GlobalComponents['p2p-call']>['$props'];
type SvelteProps = SvelteHTMLElements['p2p-call'];

export const inVue: VueProps = {
  room: 'coffee',
  'display-name': 'Ada',
  displayName: 'Ada',
  chat: 'off',
  onP2pJoin: ({ detail }) => console.log(detail.participant.name.length),
  // @ts-expect-error there is no such event
  onP2pJoined: () => undefined,
};

export const inSvelte: SvelteProps = {
  room: 'coffee',
  'max-participants': 4,
  autoJoin: true,
  'onp2p-leave': ({ detail }) => console.log(detail.reason satisfies string),
  // @ts-expect-error there is no such mode
  mode: 'window',
};

export const buttons: [
  InstanceType<GlobalComponents['p2p-call-button']>['$props'],
  SvelteHTMLElements['p2p-call-button'],
] = [{ for: 'call' }, { for: 'call', room: 'coffee' }];

export const desks: [InstanceType<GlobalComponents['p2p-call-desk']>['$props'], SvelteHTMLElements['p2p-call-desk']] = [
  { desk: 'support', onP2pIncomingCall: ({ detail }) => console.log(detail.call.id.length) },
  { desk: 'support', 'onp2p-incoming-call': ({ detail }) => console.log(detail.call.id.length) },
];
