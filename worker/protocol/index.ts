/** The wire between the widget and the Worker. Imports no runtime; the widget reaches it only as `#protocol`. */
export * from './limits.ts';
export * from './close-codes.ts';
export * from './error-codes.ts';
export * from './room-name.ts';
export {
  type Incarnation,
  type IceServer,
  type PeerId,
  type PeerInfo,
  type PeerState,
  iceServer,
  incarnation,
  peerId,
  peerState,
} from './schemas.ts';
export type { ClientMessage, Command, Hello, Relay } from './client-messages.ts';
export type {
  ErrorMessage,
  Limits,
  Relayed,
  Result,
  RoomEvent,
  ServerMessage,
  Welcome,
} from './server-messages.ts';
export {
  type Decoded,
  type DecodedClientMessage,
  decodeClientMessage,
  decodeServerMessage,
  isLargerThan,
  utf8Length,
} from './decode.ts';
