/**
 * What the view needs of a call: the public surface of `Call`, as an interface, so that a test can put a scripted call in
 * its place. The view never knows where the call comes from.
 */
import type { LeaveReason, Moderation, PeerId, Role } from '#protocol';
import type { Diagnostics, SelfTestOptions, SelfTestReport } from '../call/call.ts';
import type { CallError } from '../call/call-error.ts';
import type { CallOptions } from '../call/call-options.ts';
import type { CallStateName } from '../call/call-state.ts';
import type { ChatMessage, FileTransfer } from '../call/events.ts';
import type { ConnectionState } from '../call/call-state.ts';
import type { Participant } from '../call/participant.ts';
import type { Knock } from '../call/room-view.ts';

/** A microphone or a camera as a switch: what it is now, and whether a change is under way. */
export interface DeviceState {
  readonly enabled: boolean;
  readonly pending: boolean;
  /** On, but the system lets nothing through. */
  readonly systemMuted: boolean;
  readonly failure: CallError | null;
}

/** The own shared screen as a switch. */
export interface ScreenshareState {
  readonly isSupported: boolean;
  readonly enabled: boolean;
  readonly pending: boolean;
}

/** What one may do to others, or to the room. */
export type ModerationOp = Moderation['op'];

export interface SendOptions {
  readonly to?: PeerId;
  readonly topic?: string;
  readonly reliable?: boolean;
  readonly ordered?: boolean;
}

export interface CallModel extends EventTarget {
  configure(options: Partial<CallOptions>): void;
  readonly state: CallStateName;
  readonly connectionState: ConnectionState;
  readonly connectionPath: 'direct' | 'relay' | null;
  readonly participants: ReadonlyMap<PeerId, Participant>;
  readonly localParticipant: Participant;
  /** How loud each of the others is now, from 0 to 1. */
  readonly audioLevels: ReadonlyMap<PeerId, number>;
  readonly messages: readonly ChatMessage[];
  readonly error: CallError | null;
  readonly notices: readonly CallError[];
  readonly endReason: LeaveReason | null;
  readonly iceServers: readonly RTCIceServer[];
  readonly devices: { readonly microphone: DeviceState; readonly camera: DeviceState };
  readonly screenshare: ScreenshareState;
  /** The own one; null before the seat. */
  readonly role: Role | null;
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly knocks: readonly Knock[];
  readonly queuePosition: number | null;
  /** @param id of another one; without it: to anybody at all. */
  may(op: ModerationOp, id?: PeerId): boolean;
  prepare(): Promise<void>;
  join(): Promise<void>;
  resume(): Promise<boolean>;
  leave(): Promise<void>;
  toggleMicrophone(on?: boolean): Promise<boolean>;
  toggleCamera(on?: boolean): Promise<boolean>;
  toggleScreenshare(on?: boolean): Promise<boolean>;
  toggleHand(on?: boolean): Promise<boolean>;
  startRecording(options?: { readonly picker?: boolean }): Promise<boolean>;
  stopRecording(): Promise<File | null>;
  setInputDevices(devices: { readonly audioDeviceId?: string; readonly videoDeviceId?: string }): Promise<void>;
  sendMessage(text: string, options?: { readonly to?: PeerId }): Promise<ChatMessage>;
  send(data: unknown, options?: SendOptions): Promise<void>;
  readonly transfers: ReadonlyMap<string, FileTransfer>;
  sendFile(file: File, options?: { readonly to?: PeerId }): Promise<readonly FileTransfer[]>;
  acceptFile(id: string, options?: { readonly picker?: boolean }): Promise<void>;
  declineFile(id: string): Promise<void>;
  pauseFile(id: string): Promise<void>;
  resumeFile(id: string): Promise<void>;
  cancelFile(id: string): Promise<void>;
  admit(id: PeerId): Promise<void>;
  reject(id: PeerId): Promise<void>;
  mute(id: PeerId): Promise<void>;
  kick(id: PeerId): Promise<void>;
  lock(on?: boolean): Promise<void>;
  setLobby(on?: boolean): Promise<void>;
  endCall(): Promise<void>;
  getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>>;
  restartIce(): Promise<void>;
  createInvitation(): Promise<string>;
  acceptInvitation(invitation: string): Promise<string>;
  acceptReply(reply: string): Promise<void>;
  runSelfTest(options?: SelfTestOptions): Promise<SelfTestReport>;
  getDiagnostics(): Promise<Diagnostics>;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

/** Makes the call of one element. */
export type CallFactory = (options: Partial<CallOptions>) => CallModel;
