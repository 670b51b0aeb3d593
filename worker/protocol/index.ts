/** The wire between the widget and the Worker. Imports no runtime; the widget reaches it only as `#protocol`. */
export * from './limits.ts';
export * from './close-codes.ts';
export * from './error-codes.ts';
export * from './room-name.ts';
export {
  type Guard,
  type Guarded,
  finiteNumber,
  flag,
  integer,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  shape,
  text,
  textLike,
} from './guards.ts';
export { ROLES, isErrorCode, isName, isOpaqueToken, isPeerInfo, isPeerState } from './values.ts';
export { DEFAULT_ICE_SERVERS, isLoopbackHost } from './default-ice.ts';
export type { IceServer, Incarnation, PeerId, PeerInfo, PeerState, Role } from './values.ts';
export { iceServer, incarnation, peerId, peerState } from './schemas.ts';
export type { ClientMessage, Command, Hello, Relay } from './client-messages.ts';
export type {
  ErrorMessage,
  Limits,
  Notice,
  Probe,
  Relayed,
  Result,
  RoomEvent,
  ServerMessage,
  UnknownEvent,
  Wait,
  Welcome,
} from './server-messages.ts';
export { type Moderation, may, mayEver, passesDoors } from './rights.ts';
export type { Decoded } from './decoded.ts';
export { type DecodedClientMessage, decodeClientMessage } from './decode-client.ts';
export { decodeServerMessage } from './decode-server.ts';
export { RELAY_LINES, type RelayLine, payloadOf, relayHeadBytes, relayLineFrom, relayLineTo } from './relay-line.ts';
export { isLargerThan, utf8Length } from './utf8.ts';
export * from './desk-limits.ts';
export {
  AGENT_STATUSES,
  AVAILABILITIES,
  type AgentId,
  type AgentStatus,
  type Availability,
  type CallEnd,
  type CallId,
  type CallPhase,
  type DeskAgent,
  type DeskCall,
  type DeskErrorCode,
  type Form,
  type MessageId,
  type MessageNote,
  type MissedCall,
  type OwnCall,
  type Pass,
  type VisitorPage,
  type VisitorUser,
  isAgentId,
  isAvailability,
  isCallEnd,
  isCallId,
  isDepartment,
  isForm,
  isMessageId,
  isOwnCall,
  isPage,
  isUser,
} from './desk-values.ts';
export { saidLength } from './desk-size.ts';
export { type DeskPush, isDeskPush } from './desk-push.ts';
export { type DeskPushSubscription, isPushEndpoint, pushSubscription } from './push-subscription.ts';
export { deskMessage } from './desk-client-messages.ts';
export type { CallCommand, DeskClientMessage, DeskCommand, DeskHello } from './desk-client-messages.ts';
export type {
  AgentWelcome,
  CallGone,
  DeskEvent,
  DeskResult,
  DeskServerMessage,
  RingEnd,
  VisitorWelcome,
} from './desk-server-messages.ts';
export { type DecodedDeskClientMessage, decodeDeskClientMessage } from './decode-desk-client.ts';
export { decodeDeskServerMessage } from './decode-desk-server.ts';
