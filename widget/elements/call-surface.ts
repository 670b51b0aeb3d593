/**
 * What a page may read and ask of `<p2p-call>` that the call answers alone: the surface of `Call`, under the same names but
 * `role`, which is ARIA's on every element: the own one is in `localParticipant`. Must not know the view.
 */
import type { PeerId } from '#protocol';
import type { ConnectionState } from '../call/call-state.ts';
import type { ChatMessage, FileTransfer } from '../call/events.ts';
import type { Participant } from '../call/participant.ts';
import type { Knock } from '../call/room-view.ts';
import type { Diagnostics, SelfTestOptions, SelfTestReport } from '../call/call.ts';
import { CallAttributes } from './call-attributes.ts';
import type { CallController } from './call-controller.ts';
import type { ModerationOp, SendOptions } from './call-model.ts';

/** A page need not wait for the promise of a method: it has the event, and gets no uncaught error on top. */
export function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

export abstract class CallSurface extends CallAttributes {
  protected abstract readonly model: CallController;

  /** The others, by id. A new map after every change. */
  get participants(): ReadonlyMap<PeerId, Participant> {
    return this.model.call.participants;
  }

  /** The own page; always there, with id '' before it is in the call. */
  get localParticipant(): Participant {
    return this.model.call.localParticipant;
  }

  /** How the whole call is connected; `signal-reconnecting`: the server is away, and media goes on. */
  get connectionState(): ConnectionState {
    return this.model.call.connectionState;
  }

  /** How the packets travel: `relay` where any of them goes through a TURN server, null while there is no connection. */
  get connectionPath(): 'direct' | 'relay' | null {
    return this.model.call.connectionPath;
  }

  /** Whether nobody new may come in. */
  get locked(): boolean {
    return this.model.call.locked;
  }

  /** Whether those who come in must wait until they are let in. */
  get lobby(): boolean {
    return this.model.call.lobby;
  }

  /** Who waits to be let in, in the order in which they came; empty for those who may not let them in. */
  get knocks(): readonly Knock[] {
    return this.model.call.knocks;
  }

  /** The own place among those who wait, from 1; null where this page does not wait, or is not told. */
  get queuePosition(): number | null {
    return this.model.call.queuePosition;
  }

  /** Whether the own role may do `op`; with an id: to that one. */
  may(op: ModerationOp, id?: PeerId): boolean {
    return this.model.call.may(op, id);
  }

  /** Lets in somebody who waits. Rejects with a {@link CallError}: `not-allowed`, `room-full`, `peer-unavailable`. */
  admit(id: PeerId): Promise<void> {
    return quietly(this.model.call.admit(id));
  }

  /** Sends away somebody who waits. */
  reject(id: PeerId): Promise<void> {
    return quietly(this.model.call.reject(id));
  }

  /** Asks somebody to turn off the microphone, which their page does unless it was told otherwise. */
  mute(id: PeerId): Promise<void> {
    return quietly(this.model.call.mute(id));
  }

  /** Removes somebody, who cannot come back with the same invitation. */
  kick(id: PeerId): Promise<void> {
    return quietly(this.model.call.kick(id));
  }

  /** Closes the room for everyone new, or opens it. @param on default: the other position. */
  lock(on?: boolean): Promise<void> {
    return quietly(this.model.call.lock(on));
  }

  /** Has everyone new wait until they are let in, or lets in all who come. @param on default: the other position. */
  setLobby(on?: boolean): Promise<void> {
    return quietly(this.model.call.setLobby(on));
  }

  /** Ends the call for everyone. */
  endCall(): Promise<void> {
    return quietly(this.model.call.endCall());
  }

  /** Leaves at once; camera and microphone are released. Safe in any state. */
  leave(): Promise<void> {
    return quietly(this.model.call.leave());
  }

  /** Turns the own microphone on or off. @param on wanted position; default: the other one. @returns whether it is on afterwards. */
  toggleMicrophone(on?: boolean): Promise<boolean> {
    return quietly(this.model.call.toggleMicrophone(on));
  }

  /** Turns the own camera on or off. @param on wanted position; default: the other one. @returns whether it is on afterwards. */
  toggleCamera(on?: boolean): Promise<boolean> {
    return quietly(this.model.call.toggleCamera(on));
  }

  /** Shares a screen, a window or a tab, during a call; needs a gesture, and a cancel is no error. @param on wanted position;
   *  default: the other one. @returns whether it is shared afterwards. */
  toggleScreenshare(on?: boolean): Promise<boolean> {
    return quietly(this.model.call.toggleScreenshare(on));
  }

  /** Raises the own hand, or takes it down, for all to see. @param on wanted position; default: the other one.
   *  @returns whether it is raised afterwards. */
  toggleHand(on?: boolean): Promise<boolean> {
    return quietly(this.model.call.toggleHand(on));
  }

  /** Records the call on this machine, all pictures in one and all sounds together; everybody in the call is told. Ends with the call.
   *  @param options `picker`: the person chooses the file, in the handler of a click; Chromium only, elsewhere as without: a download at the end.
   *  @returns whether it records. Rejects with a {@link CallError} with subject `recording`: `unsupported-browser`, `server-error`. */
  startRecording(options?: { readonly picker?: boolean }): Promise<boolean> {
    return quietly(this.model.call.startRecording(options));
  }

  /** Ends the own recording, and saves it. @returns the file; null where it is already where the person wanted it, and where there is none. */
  stopRecording(): Promise<File | null> {
    return quietly(this.model.call.stopRecording());
  }

  /** Uses these devices from now on; `''` is the browser's default. Rejects with a {@link CallError} where one cannot be used;
   *  the device in use goes on then. */
  setInputDevices(devices: { readonly audioDeviceId?: string; readonly videoDeviceId?: string }): Promise<void> {
    return quietly(this.model.call.setInputDevices(devices));
  }

  /** Sends a chat message to all, or to one. @param text at most 8 KiB of UTF-8; text, never HTML. */
  sendMessage(text: string, options?: { readonly to?: PeerId }): Promise<ChatMessage> {
    return quietly(this.model.call.sendMessage(text, options));
  }

  /** Sends anything JSON can hold, or bytes, to the others' `p2p-data`. Default: to all, reliable, ordered. */
  send(data: unknown, options?: SendOptions): Promise<void> {
    return quietly(this.model.call.send(data, options));
  }

  /** Files on their way to and from others, and those that are over, by id. A new map after every change. */
  get transfers(): ReadonlyMap<string, FileTransfer> {
    return this.model.call.transfers;
  }

  /** Offers a file to all who are there, or to one: one transfer each. @param file at most 2 GiB. Rejects with a {@link CallError}:
   *  `file-too-large`, `peer-unavailable`, `insecure-context`. */
  sendFile(file: File, options?: { readonly to?: PeerId }): Promise<readonly FileTransfer[]> {
    return quietly(this.model.call.sendFile(file, options));
  }

  /** Takes a file that is offered. @param options `picker`: the person chooses where to, in the handler of a click (Chromium). Rejects with
   *  a {@link CallError}: `file-too-large`, `storage-full`. */
  acceptFile(id: string, options?: { readonly picker?: boolean }): Promise<void> {
    return quietly(this.model.call.acceptFile(id, options));
  }

  /** Refuses a file that is offered. */
  declineFile(id: string): Promise<void> {
    return this.model.call.declineFile(id);
  }

  /** Stops a transfer until {@link resumeFile} by this same page. */
  pauseFile(id: string): Promise<void> {
    return this.model.call.pauseFile(id);
  }

  /** Goes on with a transfer that this page has paused. */
  resumeFile(id: string): Promise<void> {
    return this.model.call.resumeFile(id);
  }

  /** Ends a transfer on both sides; one that is over is forgotten, with what was received. */
  cancelFile(id: string): Promise<void> {
    return this.model.call.cancelFile(id);
  }

  /** With `signaling="manual"`, in the call: makes the text that a person carries to the other page; one made before is void. Rejects with a
   *  {@link CallError}, as both of the following: `not-allowed` outside of that, `bad-message` for a text that does not fit. */
  createInvitation(): Promise<string> {
    return quietly(this.model.call.createInvitation());
  }

  /** Takes an invitation. @returns the reply, for the page that made it. */
  acceptInvitation(invitation: string): Promise<string> {
    return quietly(this.model.call.acceptInvitation(invitation));
  }

  /** Takes the reply to the own invitation: the call begins. */
  acceptReply(reply: string): Promise<void> {
    return quietly(this.model.call.acceptReply(reply));
  }

  /** Asks the browser for its statistics (W3C webrtc-stats). @returns a report for each connection, by participant. */
  getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>> {
    return quietly(this.model.call.getStats());
  }

  /** Looks for a new way to every other participant, also where that had been given up. */
  restartIce(): Promise<void> {
    return this.model.call.restartIce();
  }

  /** Tests whether calls can work here: the page, the devices, the server, each way to the relay. Takes 5 to 15 s, and the time a person
   *  needs to allow the devices; at most a minute. `options`: `signal`, `onprogress`, `onpreview`, `onlevel`. */
  runSelfTest(options?: SelfTestOptions): Promise<SelfTestReport> {
    return quietly(this.model.call.runSelfTest(options));
  }

  /** Takes a second. @returns the state of the call for a bug report: its `text` may be copied, and holds nothing personal. */
  getDiagnostics(): Promise<Diagnostics> {
    return quietly(this.model.call.getDiagnostics());
  }
}
