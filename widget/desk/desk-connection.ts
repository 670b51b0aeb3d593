/**
 * The way to a desk: one socket after the other for as long as somebody wants it, with what was asked said again on the next one. Knows the
 * wire's frame of question and answer, and nothing of calls, queues and agents.
 */
import {
  type DeskClientMessage,
  type DeskCommand,
  type DeskErrorCode,
  type DeskEvent,
  type DeskHello,
  type DeskResult,
  type DeskServerMessage,
  type Incarnation,
  PROTOCOL_VERSION,
  type Probe,
  decodeDeskServerMessage,
  isErrorCode,
} from '#protocol';
import { Attempts } from '../signaling/attempts.ts';
import { type Commands, createCommands } from '../signaling/commands.ts';
import { newIncarnation } from '../signaling/incarnation.ts';
import { knock } from '../signaling/knock.ts';
import type { Platform } from '../signaling/platform.ts';
import { askServer, codeIn, errorCodeOfClose, isFinal, isOfToken } from '../signaling/refusal.ts';
import { ABNORMAL, type RoomSocket, openRoomSocket } from '../signaling/room-socket.ts';
import { standIn } from '../signaling/stand-in.ts';
import type { DeskDoor } from './desk-door.ts';
import { type DeskConnectionState, DeskError, type DeskProblem } from './desk-types.ts';

/** After this long without a first welcome, in ms, the view is told, while trying goes on. */
const FIRST_WARNING_MS = 3_000;

/** How long the page may take to make another token, in ms. */
const TOKEN_TIMEOUT_MS = 10_000;

/** After a token was refused that was good before, in ms, another attempt is made at the latest. */
const OLD_TOKEN_DELAY_MS = 10_000;

type OrderOf<It extends DeskCommand> = It extends DeskCommand ? Omit<It, 'type' | 'id'> : never;
/** What may be asked of a desk. */
export type DeskOrder = OrderOf<DeskCommand>;

type Welcome = Extract<DeskServerMessage, { type: 'welcome' }>;

export interface DeskConnectionHandlers {
  /** What the next `hello` says beside who this page is. */
  hello(): Partial<Pick<DeskHello, 'session' | 'name'>>;
  /** Whether a `hello` that arrives late, after another socket, would do no harm. */
  mayCarryHello(): boolean;
  onwelcome(welcome: Welcome): void;
  onevent(event: DeskEvent): void;
  /** State or problem has changed. */
  onchange(): void;
  /** The heartbeat was answered. */
  onbeat(): void;
}

export class DeskConnection {
  readonly #inc: Incarnation = newIncarnation();
  readonly #door: DeskDoor;
  readonly #platform: Platform;
  readonly #handlers: DeskConnectionHandlers;
  readonly #commands: Commands<DeskOrder, DeskResult>;
  #lifetime = new AbortController();
  #state: DeskConnectionState = 'idle';
  #problem: DeskProblem | null = null;
  #socket: RoomSocket<DeskClientMessage> | null = null;
  #wasWelcome = false;
  #attempts = new Attempts(0);
  #retryTimer: number | null = null;
  #warningTimer: number | null = null;

  constructor(door: DeskDoor, platform: Platform, handlers: DeskConnectionHandlers) {
    this.#door = door;
    this.#platform = platform;
    this.#handlers = handlers;
    this.#commands = createCommands(this.#inc, platform.clock, (command) => {
      // Before the welcome it would be refused; with it all are sent again.
      if (this.#state === 'open') this.#socket?.send(command as DeskCommand);
    });
  }

  get state(): DeskConnectionState {
    return this.#state;
  }

  get problem(): DeskProblem | null {
    return this.#problem;
  }

  /** Does nothing while it is open, or on the way. */
  open(): void {
    if (this.#state !== 'idle' && this.#state !== 'closed') return;
    const { clock, page } = this.#platform;
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#problem = null;
    this.#wasWelcome = false;
    this.#attempts = new Attempts(clock.now());
    this.#warningTimer = clock.setTimeout(() => this.#tell('signaling-unreachable', false), FIRST_WARNING_MS);
    for (const type of ['online', 'pageshow', 'visibilitychange']) {
      page.addEventListener(type, () => this.#platform.isVisible() && this.#probe(), { signal });
    }
    const leave = (event: Event): void => {
      if (!('persisted' in event) || event.persisted !== true) this.#release({ type: 'bye', grace: true });
    };
    page.addEventListener('pagehide', leave, { signal });
    this.#setState('connecting');
    this.#connect();
  }

  /** Leaves for good, or with grace: somebody else's page goes on with it. */
  close(grace = false): void {
    if (this.#state === 'idle' || this.#state === 'closed') return;
    this.#problem = null;
    this.#release(grace ? { type: 'bye', grace: true } : { type: 'bye' });
  }

  /** Asks the desk, over as many sockets as it takes.
   *  @throws {DeskError} with the desk's code; `signaling-unreachable` where there is no answer in 10 s. */
  async run(order: DeskOrder): Promise<Extract<DeskResult, { ok: true }>> {
    const isThere = this.#state !== 'idle' && this.#state !== 'closed';
    const result = isThere ? await this.#commands.run(order) : null;
    if (result === null) throw new DeskError(this.#problem?.code ?? 'signaling-unreachable');
    if (!result.ok) throw new DeskError(result.code);
    return result;
  }

  #release(bye: Extract<DeskClientMessage, { type: 'bye' }> | null): void {
    const { clock } = this.#platform;
    this.#socket?.close(bye);
    this.#socket = null;
    for (const timer of [this.#retryTimer, this.#warningTimer]) clock.clearTimeout(timer);
    this.#retryTimer = this.#warningTimer = null;
    this.#lifetime.abort();
    this.#setState('closed');
    this.#commands.clear();
  }

  /** In place of whatever was under way. @param isThere whether the server is known to answer. */
  #connect(isThere = false): void {
    const { clock, delaysSockets } = this.#platform;
    const { tokens } = this.#door;
    this.#socket?.close(null);
    clock.clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    const isQuestion = !isThere && this.#wasWelcome && delaysSockets() && this.#attempts.isQuestion;
    const timeoutMs = this.#attempts.start(clock.now(), isQuestion);
    const onlost = (): void => this.#handleLoss(ABNORMAL);
    if (tokens.isDue) {
      const code = tokens.beginRenewal();
      const onfailed = (): void => (this.#wasWelcome ? onlost() : this.#fail(code));
      this.#socket = standIn(
        () => tokens.renew(),
        { ondone: () => this.#connect(true), onlost: onfailed },
        clock,
        TOKEN_TIMEOUT_MS,
      );
      return;
    }
    try {
      const url = this.#door.urlOf('/socket');
      if (isQuestion) {
        this.#socket = knock(url, { ondone: () => this.#connect(true), onlost }, this.#platform, timeoutMs);
        return;
      }
      this.#socket = openRoomSocket<DeskServerMessage | Probe, DeskClientMessage>(
        decodeDeskServerMessage,
        url.replace(/^http/, 'ws'),
        tokens.credential.offer,
        { type: 'hello', v: PROTOCOL_VERSION, inc: this.#inc, caps: [], ...this.#handlers.hello() },
        {
          onmessage: (message) => this.#handleMessage(message),
          onlost: (code) => this.#handleLoss(code),
          onbeat: () => this.#handlers.onbeat(),
        },
        this.#platform,
        timeoutMs,
        this.#handlers.mayCarryHello() && this.#attempts.isFirst,
      );
    } catch {
      // Not an URL, an insecure one in a secure page, or no token: no attempt can do better.
      this.#fail(/^[\w.-]*$/.test(tokens.credential.offer) ? 'signaling-unreachable' : 'token-invalid');
    }
  }

  #handleMessage(message: DeskServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#handleWelcome(message);
      case 'event':
        return this.#handlers.onevent(message);
      case 'result':
        return this.#commands.handleResult(message);
      case 'error':
        this.#attempts.retryMs = message.retryMs ?? 0;
        if (message.fatal || isOfToken(message.code)) return this.#handleRefusal(message.code);
        return this.#tell(message.code, false);
      default:
        return message satisfies never;
    }
  }

  #handleWelcome(welcome: Welcome): void {
    const { clock } = this.#platform;
    clock.clearTimeout(this.#warningTimer);
    this.#warningTimer = null;
    this.#door.tokens.welcome();
    this.#attempts.succeed(clock.now());
    this.#wasWelcome = true;
    this.#problem = null;
    this.#handlers.onwelcome(welcome);
    // Whoever hears of it may have no use for it.
    if (this.#state === 'closed') return;
    const isNew = this.#state !== 'open';
    this.#setState('open');
    if (isNew) this.#commands.resend();
  }

  #handleLoss(code: number): void {
    const { clock, random } = this.#platform;
    this.#socket = null;
    const delayMs = this.#attempts.fail(code, clock.now(), random());
    if (delayMs === null) return this.#handleRefusal(errorCodeOfClose(code));
    const wasOpen = this.#state === 'open';
    this.#setState(this.#wasWelcome ? 'reconnecting' : 'connecting');
    this.#retryTimer = clock.setTimeout(() => this.#connect(), delayMs);
    // A browser hides why a socket was refused; one that was open was not.
    if (!wasOpen) void this.#learnWhy();
  }

  async #learnWhy(): Promise<void> {
    const { signal } = this.#lifetime;
    const { offer, headers } = this.#door.credential;
    try {
      const response = await askServer(this.#platform.fetch, this.#door.urlOf('/socket'), signal, headers);
      const code = codeIn(await response.json());
      if (signal.aborted || this.#state === 'open' || offer !== this.#door.credential.offer) return;
      if (isErrorCode(code) && isFinal(code)) this.#handleRefusal(code);
      else if (isErrorCode(code)) this.#tell(code, false);
    } catch {
      // Nobody answers, or somebody else's server: trying goes on.
    }
  }

  /** The desk does not let this page in; another token, once, is all that may help. */
  #handleRefusal(code: DeskErrorCode): void {
    const { tokens } = this.#door;
    if (!isOfToken(code)) return this.#fail(code);
    if (!tokens.canRenew || !tokens.isUntried) return this.#wasWelcome ? this.#outlive(code) : this.#fail(code);
    tokens.refuse(code);
    this.#setState(this.#wasWelcome ? 'reconnecting' : 'connecting');
    this.#connect();
  }

  /** The token is over, while what was begun with it is not: that is worth a word, and the page may have another one by the next attempt. */
  #outlive(code: 'token-invalid' | 'token-expired'): void {
    const { tokens } = this.#door;
    if (tokens.canRenew) tokens.refuse(code);
    this.#socket?.close(null);
    this.#socket = null;
    this.#setState('reconnecting');
    this.#retryTimer ??= this.#platform.clock.setTimeout(() => this.#connect(), OLD_TOKEN_DELAY_MS);
    if (this.#problem?.code !== code) this.#tell(code, false);
  }

  /** The network changed or the page woke up: find out at once whether the socket is still good, or try at once. */
  #probe(): void {
    if (this.#socket?.probe() === true) return;
    if (this.#socket === null && (this.#retryTimer === null || this.#attempts.retryMs > 0)) return;
    this.#connect();
  }

  #tell(code: DeskErrorCode, fatal: boolean): void {
    this.#problem = { code, fatal };
    this.#handlers.onchange();
  }

  #fail(code: DeskErrorCode): void {
    this.#problem = { code, fatal: true };
    this.#release(null);
  }

  #setState(state: DeskConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#handlers.onchange();
  }
}
