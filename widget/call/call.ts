/**
 * A call without a view: devices, signaling, peers, chat and data behind one object. Imports no Lit and touches no DOM
 * element, so that it also serves games, editors and tests; safe to import and construct on a server.
 * It shows what happened, never what was wished for: a toggle changes state when the browser has done it.
 */
import { type LeaveReason, type Moderation, type PeerId, type Role, may, mayEver } from '#protocol';
import type { Diagnostics } from '../diagnostics/call-diagnostics.ts';
import type { SelfTestOptions, SelfTestReport } from '../diagnostics/self-test-types.ts';
import type { FileTransfer } from '../data/files/file-transfer.ts';
import type { SendOptions } from '../data/peer-data.ts';
import { diagnose, runSelfTest } from '../parts/diagnostics.ts';
import type { ConnectionPath } from '../peer/connection-stats.ts';
import { CallLife } from './call-life.ts';
import { type CallOptions, DEFAULT_OPTIONS } from './call-options.ts';
import { type CallStateName, type ConnectionState, connectionStateOf, stateNameOf } from './call-state.ts';
import { CallError } from './call-error.ts';
import type { DeviceView, ScreenView } from './device-view.ts';
import type { ChatMessage } from './events.ts';
import { toRtcIceServers } from './ice-servers.ts';
import type { InputDevices } from './own-media.ts';
import type { Participant } from './participant.ts';
import type { Knock } from './room-view.ts';
import { TypedEventTarget } from './typed-events.ts';

export type { Diagnostics, SelfTestOptions, SelfTestReport };

const NOBODY: ReadonlyMap<PeerId, Participant> = new Map();

/**
 * A call without the element: `new Call({ room: 'coffee' })`, then `join()`. Its events are those of the element, and do not bubble.
 */
export class Call extends TypedEventTarget {
  #options: CallOptions;
  readonly #life: CallLife;
  #isNotifying = false;
  readonly #listeners = new Set<() => void>();
  /** How often each event was fired. */
  readonly #eventCounts: Record<string, number> = {};

  /** @param options Whatever is not given keeps its default; see {@link CallOptions}. */
  constructor(options: Partial<CallOptions> = {}) {
    super();
    this.#options = { ...DEFAULT_OPTIONS, ...options };
    this.#life = new CallLife({
      options: () => this.#options,
      emit: (name, detail, cancelable = false) => {
        this.#eventCounts[name] = (this.#eventCounts[name] ?? 0) + 1;
        return this.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
      },
      notify: () => this.#notify(),
      subscribe: (listener) => this.subscribe(listener),
    });
  }

  /** Where the call stands. */
  get state(): CallStateName {
    return stateNameOf(this.#life.state);
  }

  /** How the whole call is connected; `signal-reconnecting`: the server is away, and media goes on. */
  get connectionState(): ConnectionState {
    return connectionStateOf(this.#life.state);
  }

  /** How the packets travel: `relay` where any of them goes through a TURN server, null while there is no connection. Each
   *  participant has its own, with the protocol. */
  get connectionPath(): ConnectionPath['path'] | null {
    const paths = [...this.participants.values()].map((it) => it.connectionPath?.path);
    return paths.includes('relay') ? 'relay' : paths.includes('direct') ? 'direct' : null;
  }

  /** The others, by peer id, in the order in which they came. A new map after every change. */
  get participants(): ReadonlyMap<PeerId, Participant> {
    return this.#life.session?.peers?.participants ?? NOBODY;
  }

  /** The own page; always there, with id '' before it has a seat. */
  get localParticipant(): Participant {
    return this.#life.local;
  }

  /** The chat of this call, own messages included, in order. */
  get messages(): readonly ChatMessage[] {
    return this.#life.conversation.messages;
  }

  /** Files on their way to and from others, and those that are over, by id. A new map after every change. */
  get transfers(): ReadonlyMap<string, FileTransfer> {
    return this.#life.files.transfers;
  }

  /** Why the state is `error`, or the last problem that did not end the call. */
  get error(): CallError | null {
    return this.#life.error;
  }

  /** Devices that cannot be used, with the reason; the call goes on without them. */
  get notices(): readonly CallError[] {
    return this.#life.media.notices;
  }

  /** Why the call is over, in state `ended`. */
  get endReason(): LeaveReason | null {
    return this.#life.state.phase === 'ended' ? this.#life.state.reason : null;
  }

  /** The own microphone and camera as switches: what they are, whether a change is under way, what failed. */
  get devices(): { readonly microphone: DeviceView; readonly camera: DeviceView } {
    return this.#life.media.devices;
  }

  /** The own shared screen. */
  get screenshare(): ScreenView {
    return this.#life.media.screenshare;
  }

  /** The own role; null before the seat. */
  get role(): Role | null {
    return this.#life.room.role;
  }

  /** Whether nobody new may come into the room. */
  get locked(): boolean {
    return this.#life.room.locked;
  }

  /** Whether those who come must wait until they are let in. */
  get lobby(): boolean {
    return this.#life.room.lobby;
  }

  /** Who waits to be let in, in order; empty for those who may not let them in. */
  get knocks(): readonly Knock[] {
    return this.#life.room.knocks;
  }

  /** The own place among those who wait, from 1; null where this page does not wait. */
  get queuePosition(): number | null {
    return this.#life.room.queuePosition;
  }

  /** Whether the own role allows `op`: to this participant, or to anybody at all. The server has the last word. */
  may(op: Moderation['op'], id?: PeerId): boolean {
    const { role } = this.#life.room;
    if (role === null) return false;
    const other = id === undefined ? undefined : this.participants.get(id);
    return other === undefined ? mayEver(role, op) : may(role, op, [other.role]);
  }

  /** The ICE servers in use: the option where it is set, else those the server gave. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#life.session?.iceServers ?? toRtcIceServers(this.#options.iceServers ?? []);
  }

  /** Changes options. `displayName` and `processTrack` take effect at once, the others with the next join: no running call is torn. */
  configure(options: Partial<CallOptions>): void {
    const { displayName } = this.#options;
    this.#options = { ...this.#options, ...options };
    this.#life.media.process();
    if (this.#options.displayName !== displayName) this.#life.rename();
  }

  /** Calls `listener` after any change of what this object shows, at most once per microtask. @returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for the devices the call would start with, for a preview. Resolves also when they are refused. */
  prepare(): Promise<void> {
    return this.#life.prepare();
  }

  /** Enters the room. Resolves with the seat; rejects with a {@link CallError} when there is none. Devices are asked for at
   *  the same time and never stand in the way: without them one still sees and hears the others. Resolves also when a
   *  `leave` comes first. */
  join(): Promise<void> {
    return this.#life.join();
  }

  /** Takes back the seat that the page before had in this tab, with microphone and camera as they were: after a reload, or a
   *  link to another page of the site. For a call that has not begun. @returns whether it did; if not, nothing has changed. */
  resume(): Promise<boolean> {
    return this.#life.resume();
  }

  /** Leaves at once: the others see it, every track ends, every connection closes. Safe in any state. */
  leave(): Promise<void> {
    this.#life.leave();
    return Promise.resolve();
  }

  /** Leaves and forgets its listeners. The object can join again. */
  dispose(): void {
    this.#life.leave(true);
    this.#listeners.clear();
  }

  /** Turns the own microphone on or off. @param on Wanted state; by default the opposite of the present one. @returns whether it is on afterwards. */
  toggleMicrophone(on?: boolean): Promise<boolean> {
    return this.#life.media.toggle('microphone', on);
  }

  /** Turns the own camera on or off. @param on Wanted state; by default the opposite of the present one. @returns whether it is on afterwards. */
  toggleCamera(on?: boolean): Promise<boolean> {
    return this.#life.media.toggle('camera', on);
  }

  /** Shares a screen, a window or a tab, in a call only; the browser asks which, and needs a gesture. A cancel is no error.
   *  @param on Wanted state; by default the opposite of the present one. @returns whether it is shared afterwards.
   *  @throws CallError with subject `screen`: `unsupported-browser` (phones), `policy-blocked`, `permission-denied` (by the system). */
  toggleScreenshare(on?: boolean): Promise<boolean> {
    return this.#life.session === null ? Promise.resolve(false) : this.#life.media.toggleScreen(on);
  }

  /** Raises the own hand, or takes it down; the others see it as `handRaised`. It is down again after the call.
   *  @param on By default the opposite of the present state. @returns whether it is raised afterwards. */
  toggleHand(on = !this.localParticipant.handRaised): Promise<boolean> {
    return Promise.resolve(this.#life.raiseHand(on));
  }

  /** Records the call on this machine, all pictures in one and all sounds together, and tells the others: `isRecording` of this
   *  {@link localParticipant}, `p2p-recording-change`. WebM, or MP4 where the browser knows nothing else. Ends with the call.
   *  @param picker have the person choose the file, which then grows on disk: in the handler of a click, and in Chromium; elsewhere, and
   *  without it, the recording is a download when it is over, and until then in the page's storage on disk, or in memory, at most 64 MiB.
   *  @returns whether it records; not where the person chose no file, or outside a call.
   *  @throws CallError with subject `recording`: `unsupported-browser`, `server-error` (it could not be loaded). `p2p-error` tells
   *  `storage-full`: it was stopped, and saved as far as it went; `device-not-found`: it has no sound, because the page may play none. */
  startRecording({ picker = false }: { readonly picker?: boolean } = {}): Promise<boolean> {
    return this.#life.recording.start(picker);
  }

  /** Ends the own recording, and saves it. @returns the file, also given by `p2p-recording-saved`; null where it is already where the person
   *  wanted it, and where there is none. */
  stopRecording(): Promise<File | null> {
    return this.#life.recording.stop();
  }

  /** How loud each of the others is at this moment, from 0 to 1, as far as they are played. Costs little enough to ask a few times a second. */
  get audioLevels(): ReadonlyMap<PeerId, number> {
    const peers = [...(this.#life.session?.peers?.peers() ?? [])];
    return new Map(peers.map(([id, { audioLevel }]) => [id, audioLevel]));
  }

  /** Uses these devices from now on, also in later calls; `''` is the browser's default. While a chosen one is away another
   *  goes on. @throws CallError `device-not-found`, `device-in-use`, ...; what was in use then goes on. */
  setInputDevices(devices: InputDevices): Promise<void> {
    return this.#life.media.select(devices);
  }

  /** Sends a chat message to everyone, or to one. Arrives exactly once and in order, also across a reconnection.
   *  @param text 1 byte to 8 KiB of UTF-8, never read as HTML. @throws CallError `message-too-large`, `bad-message` (nothing to send), `peer-unavailable`. */
  async sendMessage(text: string, { to }: { readonly to?: PeerId } = {}): Promise<ChatMessage> {
    return this.#life.conversation.sendMessage(text, to);
  }

  /** Sends application data: a string, an ArrayBuffer or a view of one (which arrives as a Uint8Array), or anything JSON can hold. Reliable data arrives
   *  exactly once, also across a reconnection; unreliable data is dropped where no channel is open.
   *  @throws CallError `message-too-large`, `peer-unavailable`. */
  send(data: unknown, { to, ...options }: SendOptions & { readonly to?: PeerId } = {}): Promise<void> {
    return this.#life.conversation.send(data, to, options);
  }

  /** Offers a file to everyone who is there, or to one: one transfer each. It goes from page to page when they accept, goes on by itself
   *  after a reconnection, and ends where either page is closed or loaded anew.
   *  @param file at most 2 GiB. @throws CallError `file-too-large`, `peer-unavailable`, `insecure-context`. */
  async sendFile(file: File, { to }: { readonly to?: PeerId } = {}): Promise<readonly FileTransfer[]> {
    const ids = to === undefined ? [...this.participants.keys()] : [to];
    const files = await this.#life.files.load();
    if (this.#life.session === null || ids.some((id) => !this.participants.has(id))) {
      throw new CallError('peer-unavailable', to === undefined ? {} : { subject: to });
    }
    return files.send(file, ids);
  }

  /** Takes a file that is offered: to disk where the browser can, else into memory, at most 64 MiB of all files together. Resolves when it
   *  is on its way.
   *  @param picker have the person choose where to, in the handler of a click; Chromium only, elsewhere as without. A cancel is no error.
   *  @throws CallError `file-too-large` (for the memory), `storage-full`. */
  async acceptFile(id: string, { picker = false }: { readonly picker?: boolean } = {}): Promise<void> {
    await (await this.#life.files.load()).accept(id, { picker });
  }

  /** Refuses a file that is offered. */
  async declineFile(id: string): Promise<void> {
    (await this.#life.files.load()).decline(id);
  }

  /** Stops a transfer until {@link resumeFile} by this same page. */
  async pauseFile(id: string): Promise<void> {
    (await this.#life.files.load()).pause(id, true);
  }

  /** Goes on with a transfer that this page has paused. */
  async resumeFile(id: string): Promise<void> {
    (await this.#life.files.load()).pause(id, false);
  }

  /** Ends a transfer on both sides; one that is over is forgotten, with what was received. */
  async cancelFile(id: string): Promise<void> {
    (await this.#life.files.load()).cancel(id);
  }

  /** Lets in somebody of {@link knocks}. @throws CallError, as all of the following: `not-allowed` for the own role,
   *  `peer-unavailable` (gone meanwhile), `room-full`, `signaling-unreachable` (no answer within 10 s). */
  admit(id: PeerId): Promise<void> {
    return this.#life.request({ op: 'admit', peer: id });
  }

  /** Sends away somebody of {@link knocks}. */
  reject(id: PeerId): Promise<void> {
    return this.#life.request({ op: 'reject', peer: id });
  }

  /** Asks a participant to turn off the microphone. The page of a person does; a hostile one need not. */
  mute(id: PeerId): Promise<void> {
    return this.#life.request({ op: 'mute', peer: id });
  }

  /** Removes a participant, who cannot come back as the same session, person or token. */
  kick(id: PeerId): Promise<void> {
    return this.#life.request({ op: 'kick', peer: id });
  }

  /** Closes the room for everyone new, or opens it. @param on By default the opposite of the present. */
  lock(on = !this.locked): Promise<void> {
    return this.#life.request({ op: 'lock', on });
  }

  /** Has everyone new wait until they are let in, or lets in all who come. @param on By default the opposite of the present. */
  setLobby(on = !this.lobby): Promise<void> {
    return this.#life.request({ op: 'lobby', on });
  }

  /** Ends the call for everyone. */
  endCall(): Promise<void> {
    return this.#life.request({ op: 'end' });
  }

  /** With `signaling: 'manual'`, after `join`: makes the text that a person carries to the other page; one made before is void. Takes at most
   *  10 s. @throws CallError, as both of the following: `not-allowed` with another kind of signaling or outside of a call, `bad-message`
   *  for a text that does not fit, with the reason in `cause.fault`. */
  createInvitation(): Promise<string> {
    return this.#life.exchange((it) => it.createInvitation());
  }

  /** Takes an invitation. @returns the reply, for the page that made it. */
  acceptInvitation(invitation: string): Promise<string> {
    return this.#life.exchange((it) => it.acceptInvitation(invitation));
  }

  /** Takes the reply to the own invitation: the call begins. */
  acceptReply(reply: string): Promise<void> {
    return this.#life.exchange((it) => it.acceptReply(reply));
  }

  /** The browser's statistics per peer. @see https://www.w3.org/TR/webrtc-stats/ */
  async getStats(): Promise<ReadonlyMap<PeerId, RTCStatsReport>> {
    return (await this.#life.session?.getStats()) ?? new Map();
  }

  /** Gathers new ICE candidates on every connection, and builds a new one where it had been given up.
   *  @see https://www.rfc-editor.org/rfc/rfc8445#section-9 */
  restartIce(): Promise<void> {
    for (const peer of this.#life.session?.peersFor() ?? []) peer.restartIce();
    return Promise.resolve();
  }

  /** Tests whether calls can work here: the page, the devices, the server, each way to the relay. Never joins the call's room; in a call
   *  it borrows the devices that are on. Takes 5 to 15 s, and the time a person needs to allow the devices; at most a minute. Rejects with
   *  the reason of `options.signal`, or when the code for it cannot be loaded. */
  runSelfTest(options: SelfTestOptions = {}): Promise<SelfTestReport> {
    const { session, media } = this.#life;
    const isInCall = session !== null;
    const givenIceServers = session?.me ? session.iceServers : null;
    return runSelfTest({ ...this.#options, tracks: media.tracks, isInCall, givenIceServers }, options);
  }

  /** The state of the call for a bug report: versions, connections with their figures, how often each event was fired. Takes a second.
   *  Holds no name, no room, no token, no address. */
  getDiagnostics(): Promise<Diagnostics> {
    return diagnose(this, this.#eventCounts);
  }

  #notify(): void {
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    queueMicrotask(() => {
      this.#isNotifying = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
