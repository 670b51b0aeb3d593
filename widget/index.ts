/** Everything, as classes and types, without registering an element: for those who bundle. See define.ts for the element. */
export * from './core.ts';
export { P2pCall } from './elements/p2p-call.ts';
export { P2pCallButton } from './elements/p2p-call-button.ts';
export type { P2pCallEvent, P2pCallEventMap, P2pCallEventName } from './elements/element-events.ts';
export type { Strings } from './locales/speaking.ts';
export type { StringId } from './locales/string-ids.ts';
