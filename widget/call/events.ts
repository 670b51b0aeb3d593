/**
 * Every event of `Call`, which the element fires again, bubbling and composed, under the same name with the same detail.
 */
import type { ErrorCode, LeaveReason, PeerId, Role } from '#protocol';
import type { ConnectionPath } from '../peer/connection-stats.ts';
import type { DeviceChange } from '../media/local-device.ts';
import type { FileTransfer } from '../data/files/file-transfer.ts';
import type { NetworkLevel, Participant, ParticipantConnectionState } from './participant.ts';
import type { CallStateName } from './call-state.ts';
import type { Knock } from './room-view.ts';

export type { DeviceChange } from '../media/local-device.ts';
export type { FileTransfer } from '../data/files/file-transfer.ts';

/** One chat message, own or received. */
export interface ChatMessage {
  readonly id: string;
  readonly from: PeerId;
  /** The sender's name when it was sent. */
  readonly name: string;
  readonly text: string;
  /** When it was sent, in ms since the epoch by the sender's clock. */
  readonly sentAt: number;
  readonly local: boolean;
  /** Whom it was for, where that was one alone. */
  readonly to?: PeerId;
  /** Who passed it on, where it was said before this page came. Sender, name, text and time are then what that page says. */
  readonly passedOnBy?: { readonly id: PeerId; readonly name: string };
}

export interface CallEventDetails {
  /** The call stands elsewhere: see `state`. */
  'p2p-state-change': { readonly state: CallStateName; readonly previous: CallStateName };
  /** The own page got its seat. */
  'p2p-join': { readonly participant: Participant };
  /** The own page is out of the call. */
  'p2p-leave': { readonly reason: LeaveReason };
  /** Somebody else is in the call; also once for each who was there before. */
  'p2p-participant-join': { readonly participant: Participant };
  /** Something about another one has changed: name, devices, tracks, connection. */
  'p2p-participant-update': { readonly participant: Participant };
  /** Another one is out of the call, with the reason. */
  'p2p-participant-leave': { readonly participant: Participant; readonly reason: LeaveReason };
  /** The own microphone is on or off now. */
  'p2p-microphone-toggle': { readonly enabled: boolean };
  /** The own camera is on or off now. */
  'p2p-camera-toggle': { readonly enabled: boolean };
  /** The own screen is shared, or not any more, also where the browser ended it. */
  'p2p-screenshare-toggle': { readonly enabled: boolean };
  /** Another device is in use, or none, or the system muted the one in use. */
  'p2p-device-change': DeviceChange;
  /** Somebody began or ended to record the call, the own page too; also once for each who did when this page came. */
  'p2p-recording-change': { readonly participantId: PeerId; readonly isRecording: boolean };
  /** The own recording is over. `file` is offered as a download unless the event is cancelled; null where it is already where the
   *  person wanted it. */
  'p2p-recording-saved': { readonly file: File | null };
  /** The connection to one of the others stands in another way. */
  'p2p-connection-state-change': { readonly peerId: PeerId; readonly state: ParticipantConnectionState };
  /** A new way to this participant is looked for, on the same connection. */
  'p2p-ice-restart': { readonly peerId: PeerId };
  /** A new connection to this participant is made; the old picture stays until it delivers. */
  'p2p-rebuild': { readonly peerId: PeerId; readonly generation: number };
  /** The way to a participant is another one. */
  'p2p-connection-path': { readonly peerId: PeerId } & ConnectionPath;
  /** The way to a participant became better or worse; also told the first time, some 5 s after it stands. `low` from a round trip of 300 ms, a
   *  loss of 3 % either way, jitter of 50 ms or a picture that stands still 5 % of the time; `very-low` from 800 ms, 10 %, 150 ms or 25 %. Two looks
   *  in a row must be worse, or three better; they are 5 s apart. */
  'p2p-network-quality': { readonly peerId: PeerId; readonly level: NetworkLevel };
  /** Somebody waits to be let in; told to those who may. `id` is what `admit()` and `reject()` take. */
  'p2p-knock': Knock;
  /** One who waited is let in, sent away or gone. */
  'p2p-knock-end': Knock;
  /** The own place in the lobby, from 1; null where it is not known. */
  'p2p-queue-position': { readonly position: number | null };
  /** The own role is another one. */
  'p2p-role-change': { readonly role: Role };
  /** A door of the room was opened or closed. */
  'p2p-room-change': { readonly locked: boolean; readonly lobby: boolean };
  /** Somebody asks this page to turn off its microphone, which it does unless the event is cancelled. */
  'p2p-mute-request': { readonly from: PeerId };
  /** The person, or the browser for them, has allowed or refused a device. */
  'p2p-permission': { readonly device: 'microphone' | 'camera'; readonly granted: boolean };
  /** A chat message came, or an own one was sent. */
  'p2p-message': { readonly message: ChatMessage };
  /** What was said before this page came, as one of the others passes it on; at most 200 messages. Not told as `p2p-message`. */
  'p2p-history': { readonly messages: readonly ChatMessage[] };
  /** Somebody has sent data by `send()`; bytes are a Uint8Array, whatever they were. The topic `p2p-call` is what elements tell each other, as that somebody is writing: an element keeps it to
   *  itself, a `Call` tells it too. */
  'p2p-data': { readonly from: PeerId; readonly data: unknown; readonly topic: string };
  /** Somebody wants to send a file: see `acceptFile()` and `declineFile()`. */
  'p2p-file-offer': { readonly transfer: FileTransfer };
  /** The receiver has more of a file, at most ten times a second; or its state is another one. */
  'p2p-file-progress': { readonly transfer: FileTransfer };
  /** A file is here, whole and as it was sent. */
  'p2p-file-received': { readonly transfer: FileTransfer };
  /** Something went wrong. `fatal`: the call is over, or never began. `subject`: the device or the participant that it is about. */
  'p2p-error': {
    readonly code: ErrorCode;
    /** For developers: what may be wrong, and what to set; '' where the code says it all, which the element puts in words. */
    readonly hint: string;
    readonly fatal: boolean;
    readonly subject: string | undefined;
  };
}

export type CallEventName = keyof CallEventDetails;
