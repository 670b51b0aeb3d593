/**
 * `/core.js`: calls without the element, for games, editors, robots. Importing it registers nothing and touches no browser
 * API, so it can be imported on a server.
 */
export { Call, type Diagnostics, type SelfTestOptions, type SelfTestReport } from './call/call.ts';
export { CallError } from './call/call-error.ts';
export type { CallOptions, ProcessTrack, TrackInfo } from './call/call-options.ts';
export type { CallStateName } from './call/call-state.ts';
export type { CallEventDetails, CallEventName, ChatMessage, DeviceChange } from './call/events.ts';
export type { FileFailure, FileState, FileTransfer } from './data/files/file-transfer.ts';
export type { InputDevices } from './call/own-media.ts';
export type { ConnectionState } from './call/call-state.ts';
export type { NetworkLevel, Participant, ParticipantConnectionState } from './call/participant.ts';
export { isRoomName } from '#protocol';
export type { ErrorCode, LeaveReason, PeerId } from '#protocol';
