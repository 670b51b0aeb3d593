/**
 * A shell for the room's rules that runs in memory: sockets that record what they hear, storage that is a string, a clock
 * that passes only when told. It does what the runtime does and nothing more, so that a test of the rules is one of the rules.
 */
import {
  type IceServer,
  type Incarnation,
  LOOK_INTERVAL_MS,
  type PeerId,
  type RoomEvent,
  type ServerMessage,
  type Welcome,
  decodeClientMessage,
  decodeServerMessage,
  relayLineFrom,
  utf8Length,
} from '#protocol';
import type { Effect, LogEntry } from '../../worker/room/effects.ts';
import { WORTH_MOVING_MS } from '../../worker/room/deadlines.ts';
import { type Grant, OPEN_GRANT } from '../../worker/room/grant.ts';
import type { Fresh, Input, LiveSocket } from '../../worker/room/inputs.ts';
import { type RoomState, type SocketId, decodeRoomState, encodeRoomState } from '../../worker/room/room-state.ts';
import { Room } from '../../worker/room/room.ts';
import type { WebhookEvent } from '../../worker/room/webhook-events.ts';

/** A stand-in for SHA-256 that a test can read. */
export const digestOf = (key: string): string => `digest(${key})`;

export const ICE_SERVERS: readonly IceServer[] = [{ urls: ['stun:stun.example:3478'] }];

/** What a welcome or a place in the queue is taken back with. */
export type Proof = Pick<Welcome, 'session' | 'key'>;

function expectBytes(text: string, bytes: number): void {
  if (utf8Length(text) !== bytes) throw new Error(`${utf8Length(text)} bytes are counted as ${bytes}`);
}

export class TestSocket {
  readonly id: SocketId;
  readonly openedAtMs: number;
  readonly inc: Incarnation;
  /** What the Worker let it do. */
  grant: Grant = OPEN_GRANT;
  readonly heard: ServerMessage[] = [];
  peer: PeerId | null = null;
  closedWith: number | null = null;
  closedAtMs: number | null = null;
  /** Whether it answers heartbeats; false makes it a ghost. */
  isBeating = true;
  lastBeatAtMs: number | null = null;

  constructor(id: number, openedAtMs: number, inc?: string) {
    this.id = `socket-${id}` as SocketId;
    this.openedAtMs = openedAtMs;
    this.inc = (inc ?? id.toString(16).padStart(16, '0')) as Incarnation;
  }

  /** @throws when there was none. */
  get welcome(): Welcome {
    const welcome = this.heard.findLast((message) => message.type === 'welcome');
    if (welcome === undefined) throw new Error(`${this.id} heard ${JSON.stringify(this.heard)}`);
    return welcome;
  }

  get hasWelcome(): boolean {
    return this.heard.some(({ type }) => type === 'welcome');
  }

  get events(): RoomEvent[] {
    return this.heard.filter((message) => message.type === 'event' && message.event !== 'unknown');
  }

  /** Its events in short: `join:peer-2`, `leave:peer-2:user_left`. */
  get story(): string[] {
    return this.events.map((event) => {
      if (event.event === 'lock' || event.event === 'lobby') return `${event.event}:${event.on}`;
      const id = 'peer' in event ? event.peer.id : event.id;
      return event.event === 'leave' ? `leave:${id}:${event.reason}` : `${event.event}:${id}`;
    });
  }

  get errors(): string[] {
    return this.heard.flatMap((message) =>
      message.type === 'error' ? [`${message.code}${message.fatal ? '!' : ''}`] : [],
    );
  }

  /** What only it was told, in short: `knock:peer-2`, `knock-end:peer-2`, `mute:peer-1`. */
  get notices(): string[] {
    return this.heard.flatMap((message) =>
      message.type === 'notice' ? [`${message.notice}:${message.notice === 'mute' ? message.from : message.id}`] : [],
    );
  }

  /** Every place in the queue that it was told. */
  get places(): (number | undefined)[] {
    return this.heard.flatMap((message) => (message.type === 'wait' ? [message.position] : []));
  }

  /** What proves its place in the queue. @throws when it was given none. */
  get place(): Proof {
    const place = this.heard.findLast((message) => message.type === 'wait' && message.key !== undefined);
    if (place?.type !== 'wait' || place.session === undefined || place.key === undefined) {
      throw new Error(`${this.id} heard ${JSON.stringify(this.heard)}`);
    }
    return { session: place.session, key: place.key };
  }

  get relayed(): unknown[] {
    return this.heard.flatMap((message) => (message.type === 'relay' ? [message.payload] : []));
  }
}

export class RoomHarness {
  nowMs = 1_000_000;
  saved: string | null = null;
  alarmAtMs: number | null = null;
  saveCount = 0;
  setAlarmCount = 0;
  readonly logs: LogEntry[] = [];
  /** What the owner's server would be told. */
  readonly webhooks: WebhookEvent[] = [];
  readonly #handsOn: boolean;
  #room: Room;
  #lookedAtMs: number | null = null;
  #socketCount = 0;
  #freshCount = 0;
  #commandCount = 0;
  readonly #sockets = new Map<SocketId, TestSocket>();

  /** @param handsOn whether lines take the short way where they may, as in the shell. */
  constructor(handsOn = true) {
    this.#handsOn = handsOn;
    this.#room = new Room(null, 'boot-0');
  }

  /** What is in storage now. */
  get state(): RoomState | null {
    return this.saved === null ? null : decodeRoomState(this.saved);
  }

  /** @param grant what the Worker learned from a token; none by default. */
  open(inc?: string, grant: Partial<Grant> = {}): TestSocket {
    this.#look();
    this.#socketCount += 1;
    const socket = new TestSocket(this.#socketCount, this.nowMs, inc);
    socket.grant = { ...OPEN_GRANT, ...grant };
    this.#sockets.set(socket.id, socket);
    this.#run({ type: 'open', nowMs: this.nowMs });
    return socket;
  }

  /** Opens a socket and says hello. Refused or not is for the test to see. */
  join(hello: Record<string, unknown> = {}, grant: Partial<Grant> = {}): TestSocket {
    const socket = this.open(typeof hello['inc'] === 'string' ? hello['inc'] : undefined, grant);
    this.hello(socket, hello);
    return socket;
  }

  resume({ session, key }: Proof, hello: Record<string, unknown> = {}, grant: Partial<Grant> = {}): TestSocket {
    return this.join({ session, key, ...hello }, grant);
  }

  /** Sends a command under a new id. @returns its result: 'ok' or why not; null where none came. */
  command(socket: TestSocket, op: string, fields: Record<string, unknown> = {}): string | null {
    this.#commandCount += 1;
    return this.repeatCommand(socket, op, fields);
  }

  /** As {@link command}, under the id of the last one. */
  repeatCommand(socket: TestSocket, op: string, fields: Record<string, unknown> = {}): string | null {
    const id = `command-${this.#commandCount}`;
    this.say(socket, { type: 'command', id, op, ...fields });
    const result = socket.heard.findLast((message) => message.type === 'result' && message.id === id);
    if (result?.type !== 'result') return null;
    return result.ok ? 'ok' : result.code;
  }

  hello(socket: TestSocket, fields: Record<string, unknown> = {}): void {
    this.say(socket, { type: 'hello', v: 1, inc: socket.inc, ...fields });
  }

  /** The id of one who waits by this socket. */
  waitingIdOf({ id }: TestSocket): string {
    return this.state?.waiting.find(({ link }) => link.on && link.socket === id)?.id ?? 'nobody';
  }

  /** What {@link say} does first: the room looks around when somebody speaks, and what is a ghost by now is closed. */
  lookBefore(socket: TestSocket): void {
    if (this.#sockets.has(socket.id)) this.#look(socket.id);
  }

  /** Lets the socket send a message; nothing happens when it is closed. */
  say(socket: TestSocket, message: unknown): void {
    this.sayRaw(socket, JSON.stringify(message));
  }

  /** As {@link say}, also for a socket that is closed: no runtime should let such a frame through, but the rules must not need that. */
  sayLate(socket: TestSocket, message: unknown): void {
    this.sayRaw(socket, JSON.stringify(message), true);
  }

  sayRaw(socket: TestSocket, text: string, isLate = false): void {
    if (!isLate && !this.#sockets.has(socket.id)) return;
    this.#look(socket.id);
    const { nowMs } = this;
    const bytes = utf8Length(text);
    const decoded = decodeClientMessage(text);
    if (this.#handsOn && decoded.ok && decoded.message.type === 'relay-line') {
      const line = this.#room.handOnLine(socket.id, decoded.message, bytes, nowMs);
      if (line !== null) return this.#apply({ type: 'relay', ...line });
    }
    if (!decoded.ok || decoded.message.type !== 'hello') {
      const frame = decoded.ok
        ? ({ ok: true, message: decoded.message } as Extract<Input, { type: 'frame' }>['decoded'])
        : decoded;
      const isEntry = frame.ok && frame.message.type === 'command' && frame.message.op === 'admit';
      const entry = isEntry ? { entry: { fresh: this.#fresh(), iceServers: this.#iceServersOfUnseated() } } : {};
      this.#run({ type: 'frame', nowMs, socket, decoded: frame, bytes, iceServers: ICE_SERVERS, ...entry });
      return;
    }
    const { message } = decoded;
    this.#run({
      type: 'hello',
      nowMs,
      socket,
      hello: message,
      grant: socket.grant,
      bytes,
      presentedKeyHash: message.key === undefined ? null : digestOf(message.key),
      fresh: this.#fresh(),
      room: 'coffee',
      iceServers: ICE_SERVERS,
      sockets: this.#live(),
    });
  }

  /** The socket is gone and the room is told. */
  drop(socket: TestSocket, code = 1006): void {
    if (!this.#sockets.delete(socket.id)) return;
    this.#closed(socket, code);
    this.#look(socket.id);
    this.#run({ type: 'closed', nowMs: this.nowMs, socket: socket.id, code });
  }

  /** Loads the room anew: from storage alone, as after hibernation, or without its sockets, as after a crash. */
  restart(sockets: 'hibernated' | 'lost' = 'hibernated'): void {
    this.#room = new Room(this.state, `boot-${this.nowMs}`);
    this.#lookedAtMs = null;
    if (sockets === 'hibernated') return;
    for (const socket of this.#sockets.values()) this.#closed(socket, 1006);
    this.#sockets.clear();
  }

  /** One more socket is asked for than there may be. */
  crowd(): void {
    this.#look();
    this.#run({ type: 'crowd', nowMs: this.nowMs, sockets: this.#live() });
  }

  /** Lets time pass, with every alarm at its time, or `alarmLateMs` after it. */
  advance(ms: number, alarmLateMs = 0): void {
    const endMs = this.nowMs + ms;
    for (let turns = 0; this.alarmAtMs !== null && this.alarmAtMs + alarmLateMs <= endMs; turns++) {
      if (turns > 10_000) throw new Error('the alarm never comes to rest');
      this.nowMs = Math.max(this.nowMs, this.alarmAtMs + alarmLateMs);
      this.alarm();
    }
    this.nowMs = endMs;
  }

  /** Runs the alarm now, whether it is due or not. */
  alarm(): void {
    this.alarmAtMs = null;
    this.#lookedAtMs = this.nowMs;
    this.#run({ type: 'alarm', nowMs: this.nowMs, sockets: this.#live() });
  }

  #fresh(): Fresh {
    this.#freshCount += 1;
    const key = `key-${this.#freshCount}`;
    return {
      peer: `peer-${this.#freshCount}` as PeerId,
      session: `session-${this.#freshCount}`,
      key,
      keyHash: digestOf(key),
    };
  }

  #iceServersOfUnseated(): Map<SocketId, readonly IceServer[]> {
    const unseated = [...this.#sockets.values()].filter(({ peer }) => peer === null);
    return new Map(unseated.map(({ id }) => [id, [{ urls: [`turn:${id}.example`] }]]));
  }

  #closed(socket: TestSocket, code: number): void {
    socket.closedWith = code;
    socket.closedAtMs = this.nowMs;
  }

  #look(speaker: SocketId | null = null): void {
    if (this.#lookedAtMs !== null && this.nowMs - this.#lookedAtMs < LOOK_INTERVAL_MS) return;
    this.#lookedAtMs = this.nowMs;
    this.#run({ type: 'wake', nowMs: this.nowMs, sockets: this.#live(), speaker });
  }

  #live(): LiveSocket[] {
    for (const socket of this.#sockets.values()) if (socket.isBeating) socket.lastBeatAtMs = this.nowMs;
    return [...this.#sockets.values()].map(({ id, peer, openedAtMs, lastBeatAtMs }) => ({
      id,
      peer,
      openedAtMs,
      lastBeatAtMs,
    }));
  }

  #run(input: Input): void {
    const effects = this.#room.handle(input);
    if (effects.findLastIndex(({ type }) => type === 'save') > 0) throw new Error('saved after something was done');
    for (const effect of effects) this.#apply(effect);
  }

  #apply(effect: Effect): void {
    switch (effect.type) {
      case 'save':
        this.saved = encodeRoomState(effect.state);
        this.saveCount += 1;
        return;
      case 'alarm':
        if (this.alarmAtMs !== null && this.alarmAtMs <= effect.atMs) return;
        this.alarmAtMs = effect.atMs;
        this.setAlarmCount += 1;
        return;
      case 'idle':
        if (this.alarmAtMs === null || this.alarmAtMs + WORTH_MOVING_MS > effect.untilMs) return;
        this.alarmAtMs = effect.untilMs;
        this.setAlarmCount += 1;
        return;
      case 'attach': {
        const socket = this.#sockets.get(effect.socket);
        if (socket !== undefined) socket.peer = effect.peer;
        return;
      }
      case 'send':
        for (const id of effect.to) this.#sockets.get(id)?.heard.push(structuredClone(effect.message));
        return;
      case 'relay': {
        const { to, from, inc, text } = effect;
        expectBytes(text, effect.bytes);
        const decoded = decodeServerMessage(relayLineFrom(from, inc, text));
        // As in a page, nothing comes of what is no message.
        if (decoded.ok && decoded.message.type !== 'probe') this.#sockets.get(to)?.heard.push(decoded.message);
        return;
      }
      case 'close': {
        const socket = this.#sockets.get(effect.socket);
        if (socket === undefined) return;
        this.#closed(socket, effect.code);
        this.#sockets.delete(effect.socket);
        // The runtime reports the close that we asked for, too.
        this.#run({ type: 'closed', nowMs: this.nowMs, socket: effect.socket, code: effect.code });
        return;
      }
      case 'webhook':
        this.webhooks.push(structuredClone(effect.event));
        return;
      case 'delete-all':
        this.saved = null;
        this.alarmAtMs = null;
        return;
      case 'log':
        this.logs.push(effect.entry);
    }
  }
}
