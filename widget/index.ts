/** Everything, as classes and types, without registering an element: for those who bundle. See define.ts for the element. */
export * from './core.ts';
export { P2pCall } from './elements/p2p-call.ts';
export type { P2pCallEvent, P2pCallEventMap, P2pCallEventName } from './elements/element-events.ts';
