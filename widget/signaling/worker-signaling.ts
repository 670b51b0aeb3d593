/**
 * Signaling through the Worker: one room, one seat, as many sockets one after the other as the network needs. It must not
 * know RTCPeerConnection, nor what a payload says.
 */
import {
  type ErrorCode,
  type Hello,
  type Incarnation,
  MAX_PAYLOAD_BYTES,
  type PeerId,
  type PeerState,
  RELAY_LINES,
  type Result,
  type RoomEvent,
  type ServerMessage,
  type UnknownEvent,
  type Wait,
  type Welcome,
  decodeServerMessage,
  isLargerThan,
  isRoomName,
  relayLineTo,
} from '#protocol';
import { Attempts } from './attempts.ts';
import { type Commands, createCommands } from './commands.ts';
import { type Proof, helloOf } from './hello.ts';
import { newIncarnation } from './incarnation.ts';
import { type Platform, platformWith } from './platform.ts';
import { knock } from './knock.ts';
import { askWhy, errorCodeOfClose, isFinal, isOfToken } from './refusal.ts';
import { changeOf, noticeOf, seatOf } from './room-events.ts';
import { ABNORMAL, type Bye, type RoomSocket, openRoomSocket } from './room-socket.ts';
import { type KeptDevices, type SessionEntry, claimSession, peekSession } from './session-store.ts';
import type {
  IceIssue,
  JoinRequest,
  Order,
  SignalingChannel,
  SignalingEvent,
  SignalingState,
  TokenSource,
} from './signaling-channel.ts';
import { standIn } from './stand-in.ts';
import { TokenKeeper } from './token-keeper.ts';

/** After this long without a first welcome, in ms, the view is told, while trying goes on. */
export const FIRST_WARNING_MS = 3_000;

/** After this long without a first welcome, in ms, the channel gives up. A seat once held is never given up. */
export const FIRST_DEADLINE_MS = 15_000;

/** How long a change of the own state waits for the next one, in ms: microphone and camera come on within a moment of each other, and
 *  each state that is told is a row that the Worker's owner pays. */
const STATE_DELAY_MS = 100;

/** How long the page may take to make another token, in ms. */
export const TOKEN_TIMEOUT_MS = 10_000;

const NO_TOKEN: TokenSource = { token: '', getToken: null };

const BYE: Bye = { type: 'bye' };

export interface WorkerSignalingOptions extends Partial<Platform> {
  /** Origin of the Worker, `https://calls.example.com`. */
  readonly server: string;
  /** Default: no token. */
  readonly tokens?: () => TokenSource;
}

export class WorkerSignaling implements SignalingChannel {
  readonly inc: Incarnation = newIncarnation();
  onevent: ((event: SignalingEvent) => void) | null = null;

  readonly #server: string;
  readonly #tokens: TokenKeeper;
  readonly #platform: Platform;
  readonly #commands: Commands<Order | { readonly op: 'ice' }, Result>;
  readonly #lifetime = new AbortController();
  #state: SignalingState = 'idle';
  #request: JoinRequest | null = null;
  /** What the last `hello` said of this page. */
  #said: Hello | null = null;
  #url = '';
  #socket: RoomSocket | null = null;
  #welcome: Welcome | null = null;
  /** Of the seat, or of the place in the queue. */
  #proof: Proof | null = null;
  #entry: SessionEntry | null = null;
  #rv = 0;
  #attempts = new Attempts(0);
  #reason: ErrorCode | null = null;
  #retryTimer: number | null = null;
  #stateTimer: number | null = null;
  #firstTimers: number[] = [];

  constructor({ server, tokens = () => NO_TOKEN, ...platform }: WorkerSignalingOptions) {
    this.#server = server;
    this.#tokens = new TokenKeeper(tokens);
    this.#platform = platformWith(platform);
    this.#commands = createCommands(this.inc, this.#platform.clock, (command) => {
      // Before the welcome it would be refused; with it all are sent again.
      if (this.#state === 'open') this.#socket?.send(command);
    });
  }

  get state(): SignalingState {
    return this.#state;
  }

  keptDevices(room: string): KeptDevices | null {
    return peekSession(this.#platform, this.#server, room);
  }

  open(request: JoinRequest): void {
    if (this.#state !== 'idle') return;
    const { clock, page } = this.#platform;
    const { signal } = this.#lifetime;
    this.#request = request;
    if (!isRoomName(request.room)) return this.#fail('invalid-room');
    this.#entry = claimSession(this.#platform, this.#server, request.room);
    this.#attempts = new Attempts(clock.now());
    this.#firstTimers = [
      clock.setTimeout(() => this.#report(this.#reason ?? 'signaling-unreachable', false), FIRST_WARNING_MS),
      clock.setTimeout(() => this.#fail(this.#reason ?? 'signaling-unreachable'), FIRST_DEADLINE_MS),
    ];
    for (const type of ['online', 'pageshow', 'visibilitychange']) {
      page.addEventListener(type, () => this.#platform.isVisible() && this.#probe(), { signal });
    }
    // A page that is kept for going back may come back: its seat is lost only by the grace of a lost socket.
    const leave = (event: Event): void => {
      this.#keepSession(true);
      if (!('persisted' in event) || event.persisted !== true) this.#release({ ...BYE, grace: true }, false);
    };
    page.addEventListener('pagehide', leave, { signal });
    this.#connect();
  }

  send(to: PeerId, payload: unknown): void {
    if (this.#state !== 'open') return;
    const text = JSON.stringify(payload) ?? '';
    if (isLargerThan(text, MAX_PAYLOAD_BYTES)) return this.#report('message-too-large', false);
    const isLine = this.#welcome?.caps?.includes(RELAY_LINES);
    this.#socket?.send(isLine ? relayLineTo(to, text) : { type: 'relay', to, payload });
  }

  setState(state: PeerState): void {
    if (this.#request === null) return;
    this.#request = { ...this.#request, state };
    this.#keepSession();
    this.#stateTimer ??= this.#platform.clock.setTimeout(() => {
      this.#stateTimer = null;
      this.#tellChanges();
    }, STATE_DELAY_MS);
  }

  rename(name: string): void {
    if (this.#request === null) return;
    this.#request = { ...this.#request, name };
    this.#tellChanges();
  }

  async request(order: Order): Promise<ErrorCode | null> {
    const result = this.#state === 'closed' ? null : await this.#commands.run(order);
    if (result === null) return 'signaling-unreachable';
    return result.ok ? null : result.code;
  }

  async requestIceServers(signal: AbortSignal): Promise<IceIssue | null> {
    const result = await this.#commands.run({ op: 'ice' }, signal);
    if (result?.ok !== true || result.iceServers === undefined) return null;
    return { ...result, iceServers: result.iceServers };
  }

  checkPath(): void {
    this.#probe();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#release(BYE);
  }

  /** @param isOver whether the seat is given up; else the next page of this tab may take it back. */
  #release(bye: Bye | null, isOver = true): void {
    const { clock } = this.#platform;
    this.#socket?.close(bye);
    this.#socket = null;
    this.#entry?.release(isOver);
    this.#clearFirstTimers();
    for (const timer of [this.#retryTimer, this.#stateTimer]) clock.clearTimeout(timer);
    this.#commands.clear();
    this.#lifetime.abort();
    this.#setState('closed');
  }

  /** For the next page of this tab, from now on. Without a welcome of its own this page hands on what it was left. */
  #keepSession(left = false): void {
    const kept = this.#entry?.kept ?? null;
    const from = this.#proof ?? kept;
    if (from === null) return;
    const { session, key } = from;
    const { microphone, camera } = this.#request?.devices?.() ?? { microphone: false, camera: false };
    const at = this.#proof === null && kept !== null ? kept.at : this.#platform.wallTimeMs();
    this.#entry?.keep({ session, key, microphone, camera, at, left });
  }

  /** In place of whatever was under way. @param isThere whether the server is known to answer. */
  #connect(isThere = false): void {
    const request = this.#request;
    if (request === null) return;
    const from = this.#proof ?? this.#entry?.kept;
    this.#socket?.close(null);
    this.#platform.clock.clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#setState(this.#welcome === null ? 'connecting' : 'reconnecting');
    const mayAsk = !isThere && this.#welcome !== null && this.#platform.delaysSockets();
    const isQuestion = mayAsk && this.#attempts.isQuestion;
    const timeoutMs = this.#attempts.start(this.#platform.clock.now(), isQuestion);
    if (this.#tokens.isDue) return this.#renewToken();
    if (isQuestion) {
      const handlers = { ondone: () => this.#connect(true), onlost: () => this.#handleLoss(ABNORMAL) };
      this.#socket = knock(this.#url, handlers, this.#platform, timeoutMs);
      return;
    }
    this.#said = helloOf(this.inc, request, from);
    const { name: known, ...unnamed } = this.#said;
    try {
      this.#url = new URL(`/v1/rooms/${request.room}/socket`, this.#server).href;
      this.#socket = openRoomSocket(
        decodeServerMessage,
        this.#url.replace(/^http/, 'ws'),
        this.#tokens.credential.offer,
        // What was typed into the page before is not known here, but to the room.
        known === '' && this.#welcome === null ? unnamed : this.#said,
        {
          onmessage: (message) => this.#handleMessage(message),
          onlost: (code) => this.#handleLoss(code),
          onbeat: () => this.#keepSession(),
        },
        this.#platform,
        timeoutMs,
        // A late one would take the seat back from a later socket.
        !from && this.#attempts.isFirst,
      );
    } catch {
      // Not an URL, an insecure one in a secure page, or no token: no attempt can do better.
      this.#fail(/^[\w.-]*$/.test(this.#tokens.credential.offer) ? 'signaling-unreachable' : 'token-invalid');
    }
  }

  #handleMessage(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#handleWelcome(message);
      case 'wait':
        return this.#handleWait(message);
      case 'relay':
        return this.#emit(message);
      case 'result':
        return this.#commands.handleResult(message);
      case 'event':
        return this.#handleEvent(message);
      case 'notice':
        return this.#emit(noticeOf(message));
      case 'error':
        this.#attempts.retryMs = message.retryMs ?? 0;
        if (message.fatal || isOfToken(message.code)) return this.#handleRefusal(message.code);
        return this.#report(message.code, false);
      default:
        return message satisfies never;
    }
  }

  #handleWait({ position, session, key }: Wait): void {
    const isOwn = session !== undefined && session === this.#entry?.kept?.session;
    if (this.#isOnlyBack && !isOwn) return this.#giveUpSeat();
    this.#handleAdmission();
    if (session !== undefined && key !== undefined) this.#proof = { session, key };
    this.#keepSession();
    this.#emit({ type: 'wait', position: position ?? null });
  }

  #handleWelcome(message: Welcome): void {
    if (!message.resumed && this.#isOnlyBack) return this.#giveUpSeat();
    this.#handleAdmission();
    this.#welcome = this.#proof = message;
    this.#keepSession();
    this.#rv = message.rv;
    this.#setState('open');
    this.#emit(seatOf(message));
    this.#tellChanges();
    this.#commands.resend();
  }

  /** The server knows this page, and what it came with was good. */
  #handleAdmission(): void {
    this.#clearFirstTimers();
    this.#tokens.welcome();
    this.#attempts.succeed(this.#platform.clock.now());
    this.#reason = null;
  }

  /** Whether nothing but the seat or the place of the page before is wanted, which was not given yet. */
  get #isOnlyBack(): boolean {
    return this.#request?.resumeOnly === true && this.#proof === null;
  }

  /** The old seat is gone, and a new one is not wanted. */
  #giveUpSeat(): void {
    this.#report('not-admitted', true);
    this.#release(BYE);
  }

  #handleEvent(event: RoomEvent | UnknownEvent): void {
    // After a gap the picture of the room is wrong, and only a new welcome mends it.
    if (event.rv !== this.#rv + 1) {
      this.#socket?.close(null);
      return this.#handleLoss(1000);
    }
    this.#rv = event.rv;
    const change = changeOf(event, this.#welcome?.me);
    if (change !== null) this.#emit(change);
  }

  #handleLoss(code: number): void {
    const { clock, random } = this.#platform;
    const wasOpen = this.#state === 'open';
    this.#socket = null;
    const delayMs = this.#attempts.fail(code, clock.now(), random());
    if (delayMs === null) return this.#handleRefusal(errorCodeOfClose(code));
    this.#setState(this.#welcome === null ? 'connecting' : 'reconnecting');
    this.#retryTimer = clock.setTimeout(() => this.#connect(), delayMs);
    // Who once had a seat is only ever refused for a token that is over, or a site key that was taken out.
    if (this.#welcome === null || (!wasOpen && this.#tokens.credential.offer !== '')) void this.#learnWhy();
  }

  async #learnWhy(): Promise<void> {
    const { signal } = this.#lifetime;
    const { offer, headers } = this.#tokens.credential;
    const code = await askWhy(this.#platform.fetch, this.#url, signal, headers);
    if (signal.aborted || this.#state === 'open' || offer !== this.#tokens.credential.offer || code === null) return;
    if (this.#welcome !== null) return isOfToken(code) ? this.#handleOldToken(code) : undefined;
    if (isFinal(code)) this.#handleRefusal(code);
    else this.#reason = code;
  }

  /** The server does not let this page in; another token, once, is all that may help. */
  #handleRefusal(code: ErrorCode): void {
    if (!isOfToken(code) || !this.#tokens.canRenew || !this.#tokens.isUntried) return this.#fail(code);
    this.#tokens.refuse(code);
    this.#connect();
  }

  /** The token is over, while the seat is not and media goes on: that is worth a word, never the call. */
  #handleOldToken(code: ErrorCode): void {
    if (!this.#tokens.canRenew) {
      if (this.#reason !== code) this.#report(code, false);
      this.#reason = code;
    } else if (this.#tokens.isUntried) this.#handleRefusal(code);
    else this.#tokens.refuse(code); // The next attempt comes in its own time.
  }

  /** Asks the page for a token, then connects with it. */
  #renewToken(): void {
    const code = this.#tokens.beginRenewal();
    const handlers = {
      ondone: () => this.#connect(true),
      onlost: () => (this.#welcome === null ? this.#fail(code) : this.#handleLoss(ABNORMAL)),
    };
    this.#socket = standIn(() => this.#tokens.renew(), handlers, this.#platform.clock, TOKEN_TIMEOUT_MS);
  }

  /** The network changed or the page woke up: find out at once whether the socket is still good, or try at once. */
  #probe(): void {
    if (this.#state === 'closed' || this.#socket?.probe() === true) return;
    if (this.#socket === null && (this.#retryTimer === null || this.#attempts.retryMs > 0)) return;
    this.#connect();
  }

  /** Says what changed since the last `hello`, which says everything itself. */
  #tellChanges(): void {
    const { name, state } = this.#request ?? {};
    const said = this.#said;
    if (this.#state !== 'open' || said === null || name === undefined || state === undefined) return;
    if (state !== said.state) this.#socket?.send({ type: 'state', state });
    if (name !== said.name) this.#socket?.send({ type: 'command', id: this.#commands.newId(), op: 'rename', name });
    this.#said = { ...said, name, state };
  }

  #clearFirstTimers(): void {
    for (const timer of this.#firstTimers) this.#platform.clock.clearTimeout(timer);
    this.#firstTimers = [];
  }

  #setState(state: SignalingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #report(code: ErrorCode, fatal: boolean): void {
    this.#emit({ type: 'error', code, fatal });
  }

  #fail(code: ErrorCode): void {
    if (this.#state === 'closed') return;
    this.#report(code, true);
    this.#release(null);
  }

  /** One microtask later, so that no listener runs inside a call into the channel, and in the order they came. */
  #emit(event: SignalingEvent): void {
    queueMicrotask(() => this.onevent?.(event));
  }
}
