/**
 * A shell for the rules of a desk that runs in memory: sockets that record what they hear, storage that is rows of text, a clock that passes
 * only when told. It does what the runtime does and nothing more, so that a test of the rules is one of the rules.
 */
import {
  type AgentId,
  type AgentWelcome,
  type CallId,
  type DeskCall,
  type DeskEvent,
  type DeskPush,
  type DeskPushSubscription,
  type DeskServerMessage,
  type MessageId,
  type OwnCall,
  type Pass,
  decodeDeskClientMessage,
  decodeDeskServerMessage,
  utf8Length,
} from '#protocol';
import { DEFAULT_CONFIG, type DeskConfig } from '../../worker/desk/desk-config.ts';
import type { DeskGrant } from '../../worker/desk/desk-grant.ts';
import { type DeskState, type Row, type SocketId, decodeDeskState } from '../../worker/desk/desk-state.ts';
import type { DeskWebhookEvent } from '../../worker/desk/desk-webhooks.ts';
import { Desk } from '../../worker/desk/desk.ts';
import type { DeskEffect, DeskLogEntry, PassOrder } from '../../worker/desk/effects.ts';
import type { CallEntry, DeskInput, LiveSocket } from '../../worker/desk/inputs.ts';

/** A stand-in for SHA-256 that a test can read. */
const digestOf = (text: string): string => `digest(${text})`;

/** A secret of a visitor's page. */
export const sessionOf = (name: string): string => name.padEnd(22, '_');

/** A browser that can be pushed, by a name that a test can read. */
export function subscriptionOf(browser: string): DeskPushSubscription {
  const keys = { p256dh: `BA${'A'.repeat(85)}`, auth: 'A'.repeat(22) };
  return { endpoint: `https://fcm.googleapis.com/fcm/send/${browser}`, keys };
}

interface Screen {
  readonly calls: Map<CallId, DeskCall>;
  readonly rings: Set<CallId>;
  readonly agents: Map<AgentId, string>;
  waiting: number;
}

export class DeskSocket {
  readonly id: SocketId;
  readonly openedAtMs: number;
  readonly grant: DeskGrant;
  readonly heard: DeskServerMessage[] = [];
  readonly #screen: Screen = { calls: new Map(), rings: new Set(), agents: new Map(), waiting: 0 };
  /** How much of `heard` is on the screen. */
  #readCount = 0;
  /** Orders of tokens that came with messages. */
  readonly passes: PassOrder[] = [];
  peer: string | null = null;
  closedWith: number | null = null;
  isBeating = true;
  lastBeatAtMs: number | null = null;
  /** What hashes of ids prove here. */
  vouched: CallEntry['vouched'] = 'none';

  constructor(id: number, openedAtMs: number, grant: DeskGrant) {
    this.id = `socket-${id}` as SocketId;
    this.openedAtMs = openedAtMs;
    this.grant = grant;
  }

  get isOpen(): boolean {
    return this.closedWith === null;
  }

  get events(): DeskEvent[] {
    return this.heard.filter((message) => message.type === 'event');
  }

  get errors(): string[] {
    return this.heard.flatMap((message) => (message.type === 'error' ? [message.code] : []));
  }

  /** Of an agent. @throws when there was none. */
  get welcome(): AgentWelcome {
    const welcome = this.heard.findLast((message) => message.type === 'welcome');
    if (welcome?.type !== 'welcome' || welcome.role !== 'agent') throw new Error(JSON.stringify(this.heard));
    return welcome;
  }

  /** An agent's events in short: `ring:call-1`, `call-end:call-1:accepted`, `agent:agent-2:in-call`. */
  get story(): string[] {
    return this.events.map((event) => {
      switch (event.event) {
        case 'availability':
          return `availability:${event.availability.state}`;
        case 'own':
          return `own:${event.call.phase}`;
        case 'call':
        case 'missed':
          return `${event.event}:${event.call.id}`;
        case 'call-end':
        case 'ring-end':
          return `${event.event}:${event.id}:${event.reason}`;
        case 'waiting':
          return `waiting:${event.count}`;
        case 'agent':
          return `agent:${event.agent.id}:${event.agent.status}`;
        case 'message':
          return `message:${event.message.id}`;
        default:
          return `${event.event}:${event.id}`;
      }
    });
  }

  /** Of a visitor: the own call as it was told last; null when there is none. */
  get own(): OwnCall | null {
    for (const message of this.heard.toReversed()) {
      if (message.type === 'event' && message.event === 'own') return message.call;
      if (message.type === 'welcome' && message.role === 'visitor') return message.call;
    }
    return null;
  }

  /** Of an agent: everything on its screen, put together from the snapshot and what came after it, as a page does. */
  get screen(): Screen {
    const { calls, rings, agents } = this.#screen;
    for (const message of this.heard.slice(this.#readCount)) {
      if (message.type === 'welcome' && message.role === 'agent') {
        calls.clear();
        rings.clear();
        agents.clear();
        for (const call of message.calls) calls.set(call.id, call);
        for (const { id } of message.rings) rings.add(id);
        for (const { id, status } of message.agents) agents.set(id, status);
        this.#screen.waiting = message.waiting;
      }
      if (message.type !== 'event') continue;
      if (message.event === 'call') calls.set(message.call.id, message.call);
      if (message.event === 'call-end') calls.delete(message.id);
      if (message.event === 'ring') rings.add(message.id);
      if (message.event === 'ring-end') rings.delete(message.id);
      if (message.event === 'agent') agents.set(message.agent.id, message.agent.status);
      if (message.event === 'agent-end') agents.delete(message.id);
      if (message.event === 'waiting') this.#screen.waiting = message.count;
    }
    this.#readCount = this.heard.length;
    return this.#screen;
  }
}

const VISITOR: DeskGrant = { role: 'visitor', sub: null, name: null, departments: [], network: null };

export class DeskHarness {
  nowMs = Date.UTC(2026, 10, 2, 12);
  config: DeskConfig;
  alarmAtMs: number | null = null;
  savedRowCount = 0;
  setAlarmCount = 0;
  readonly logs: DeskLogEntry[] = [];
  readonly webhooks: DeskWebhookEvent[] = [];
  readonly pushes: { readonly to: readonly string[]; readonly message: DeskPush; readonly atMs: number }[] = [];
  readonly kept = new Set<MessageId>();
  readonly rows = new Map<string, Row>();
  #desk: Desk;
  /** What was decoded of the rows, until one changes. */
  #stored: DeskState | null = null;
  #isAwake = false;
  #isAlarm = false;
  #socketCount = 0;
  #idCount = 0;
  #commandCount = 0;
  readonly #sockets = new Map<SocketId, DeskSocket>();

  constructor(config: Partial<DeskConfig> = {}) {
    this.config = { ...DEFAULT_CONFIG, takesMessages: true, ...config };
    this.#desk = this.#load();
  }

  /** What is in storage now. @throws when a row cannot be read. */
  get state(): DeskState {
    this.#stored ??= this.#decode();
    return this.#stored;
  }

  #decode(): DeskState {
    // In the order of the primary key, as a database may give them.
    const rows = [...this.rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const { state, unreadable } = decodeDeskState('support', rows);
    if (unreadable > 0) throw new Error(`${unreadable} rows cannot be read`);
    return state;
  }

  get desk(): Desk {
    return this.#desk;
  }

  get sockets(): DeskSocket[] {
    return [...this.#sockets.values()];
  }

  open(grant: Partial<DeskGrant> = {}): DeskSocket {
    this.#wake();
    this.#socketCount += 1;
    const socket = new DeskSocket(this.#socketCount, this.nowMs, { ...VISITOR, ...grant });
    this.#sockets.set(socket.id, socket);
    this.#run({ type: 'open', nowMs: this.nowMs, config: this.config });
    return socket;
  }

  /** An agent who is on, and away. */
  agent(sub: string, grant: Partial<DeskGrant> = {}): DeskSocket {
    const socket = this.open({ role: 'agent', sub, name: sub, ...grant });
    this.say(socket, { type: 'hello', v: 1, inc: '0123456789abcdef' });
    return socket;
  }

  /** An agent who can be rung. */
  available(sub: string, grant: Partial<DeskGrant> = {}): DeskSocket {
    const socket = this.agent(sub, grant);
    this.ok(socket, 'status', { status: 'available' });
    return socket;
  }

  /** A visitor who looks on; with the name of one who was here, that one again. */
  visitor(name = '', grant: Partial<DeskGrant> = {}): DeskSocket {
    const socket = this.open(grant);
    const session = name === '' ? {} : { session: sessionOf(name) };
    this.say(socket, { type: 'hello', v: 1, inc: '0123456789abcdef', ...session });
    return socket;
  }

  /** A visitor who asks for an agent. Refused or not is for the test to see. */
  caller(name: string, fields: Record<string, unknown> = {}, grant: Partial<DeskGrant> = {}): DeskSocket {
    const socket = this.visitor('', grant);
    this.command(socket, 'call', { session: sessionOf(name), name, ...fields });
    return socket;
  }

  /** The id of the call of this socket. @throws without one. */
  callOf(socket: DeskSocket): CallId {
    if (socket.own === null) throw new Error(`${socket.id} has no call: ${JSON.stringify(socket.heard)}`);
    return socket.own.id;
  }

  /** Sends a command under a new id. @returns its result: 'ok' or why not; null where none came. */
  command(socket: DeskSocket, op: string, fields: Record<string, unknown> = {}): string | null {
    this.#commandCount += 1;
    const id = `command-${this.#commandCount}`;
    this.say(socket, { type: 'command', id, op, ...fields });
    const result = socket.heard.findLast((message) => message.type === 'result' && message.id === id);
    if (result?.type !== 'result') return null;
    return result.ok ? 'ok' : result.code;
  }

  /** As {@link command}. @throws when it is refused. */
  ok(socket: DeskSocket, op: string, fields: Record<string, unknown> = {}): void {
    const result = this.command(socket, op, fields);
    if (result !== 'ok') throw new Error(`${op}: ${result}`);
  }

  /** What came with the last result. */
  passOf(socket: DeskSocket): Pass | undefined {
    const result = socket.heard.findLast((message) => message.type === 'result');
    return result?.type === 'result' && result.ok ? result.pass : undefined;
  }

  say(socket: DeskSocket, message: unknown): void {
    this.sayRaw(socket, JSON.stringify(message));
  }

  sayRaw(socket: DeskSocket, text: string): void {
    if (!this.#sockets.has(socket.id)) return;
    this.#wake();
    const { nowMs } = this;
    const { grant } = socket;
    const bytes = utf8Length(text);
    const decoded = decodeDeskClientMessage(text);
    const common = { nowMs, socket, grant, bytes };
    if (!decoded.ok) return this.#run({ ...common, type: 'frame', decoded });
    const { message } = decoded;
    if (message.type === 'hello') {
      const sessionHash = message.session === undefined ? null : digestOf(message.session);
      return this.#run({ ...common, type: 'hello', hello: message, sessionHash, fresh: this.#id('agent') as AgentId });
    }
    const frame = { ...common, type: 'frame', decoded: { ok: true, message } } as const;
    if (message.type !== 'command' || message.op !== 'call') return this.#run(frame);
    const id = this.#id('call');
    const entry: CallEntry = {
      id: id as CallId,
      room: `room-of-${id}`,
      sessionHash: digestOf(message.session),
      vouched: socket.vouched,
    };
    this.#run({ ...frame, entry });
  }

  /** Leaves a message. @returns whether it was kept. */
  leave(id: string, bytes = 100, network: string | null = null): boolean {
    this.#wake();
    const message = { id: id as MessageId, department: null, voice: false, bytes, network, config: this.config };
    this.#run({ type: 'message', nowMs: this.nowMs, ...message });
    return this.kept.has(id as MessageId);
  }

  /** A browser of an agent is to be pushed; its address is made of `browser`. */
  pushOn(sub: string, browser = sub, departments: readonly string[] = []): void {
    this.#wake();
    const subscription = subscriptionOf(browser);
    this.#run({ type: 'push-on', nowMs: this.nowMs, sub, departments, subscription, config: this.config });
  }

  /** By its agent, or by the push service (null). */
  pushOff(sub: string | null, browser: string): void {
    this.#wake();
    this.#run({ type: 'push-off', nowMs: this.nowMs, sub, endpoint: subscriptionOf(browser).endpoint });
  }

  /** The socket is gone and the desk is told. */
  drop(socket: DeskSocket): void {
    if (!this.#sockets.delete(socket.id)) return;
    socket.closedWith ??= 1006;
    this.#wake();
    this.#run({ type: 'closed', nowMs: this.nowMs, socket: socket.id });
  }

  /** Loads the desk anew: from storage alone, as after hibernation, or without its sockets, as after a crash. */
  restart(sockets: 'hibernated' | 'lost' = 'hibernated'): void {
    this.#desk = this.#load();
    this.#isAwake = false;
    if (sockets === 'hibernated') return;
    for (const socket of this.#sockets.values()) socket.closedWith = 1006;
    this.#sockets.clear();
  }

  /** One more socket is asked for than there may be. */
  crowd(): void {
    this.#wake();
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
    this.#isAwake = true;
    this.#isAlarm = true;
    this.#run({ type: 'alarm', nowMs: this.nowMs, sockets: this.#live() });
    this.#isAlarm = false;
  }

  #load(): Desk {
    return new Desk(this.#decode());
  }

  #id(kind: string): string {
    this.#idCount += 1;
    return `${kind}-${this.#idCount}`;
  }

  #wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#run({ type: 'wake', nowMs: this.nowMs, sockets: this.#live() });
  }

  #live(): LiveSocket[] {
    for (const socket of this.#sockets.values()) if (socket.isBeating) socket.lastBeatAtMs = this.nowMs;
    return [...this.#sockets.values()].map(({ id, peer, openedAtMs, lastBeatAtMs }) => ({
      ...{ id, peer, openedAtMs, lastBeatAtMs },
    }));
  }

  #run(input: DeskInput): void {
    const effects = this.#desk.handle(input);
    if (effects.findLastIndex(({ type }) => type === 'save') > 0) throw new Error('saved after something was done');
    for (const effect of effects) this.#apply(effect);
  }

  /** @throws when no page would understand it. */
  #hear(sockets: readonly DeskSocket[], message: DeskServerMessage): void {
    if (sockets.length === 0) return;
    const decoded = decodeDeskServerMessage(JSON.stringify(message));
    if (!decoded.ok || decoded.message.type === 'probe') throw new Error(`not understood: ${JSON.stringify(message)}`);
    for (const socket of sockets) socket.heard.push(decoded.message);
  }

  #apply(effect: DeskEffect): void {
    switch (effect.type) {
      case 'save':
        this.#stored = null;
        for (const { kind, id, body } of effect.rows) {
          this.savedRowCount += 1;
          if (body === null) this.rows.delete(`${kind} ${id}`);
          else this.rows.set(`${kind} ${id}`, { kind, id, body });
        }
        return;
      case 'alarm':
        if (this.alarmAtMs !== null && this.alarmAtMs <= effect.atMs) return;
        this.alarmAtMs = effect.atMs;
        this.setAlarmCount += 1;
        return;
      case 'attach': {
        const socket = this.#sockets.get(effect.socket);
        if (socket !== undefined) socket.peer = effect.party;
        return;
      }
      case 'send':
        this.#hear(
          effect.to.flatMap((id) => this.#sockets.get(id) ?? []),
          effect.message,
        );
        if (effect.pass !== undefined) for (const id of effect.to) this.#sockets.get(id)?.passes.push(effect.pass);
        return;
      case 'tell-visitors':
        this.#hear(
          this.sockets.filter(({ peer, grant }) => peer !== null && grant.role === 'visitor'),
          effect.message,
        );
        return;
      case 'close': {
        const socket = this.#sockets.get(effect.socket);
        if (socket === undefined) return;
        socket.closedWith = effect.code;
        this.#sockets.delete(effect.socket);
        // The runtime reports the close that we asked for, too.
        this.#run({ type: 'closed', nowMs: this.nowMs, socket: effect.socket });
        return;
      }
      case 'keep-message':
        this.kept.add(effect.id);
        return;
      case 'forget-message':
        this.kept.delete(effect.id);
        return;
      case 'push':
        if (!this.#isAlarm) throw new Error('pushed outside of an alarm');
        this.pushes.push({ to: effect.to.map(({ endpoint }) => endpoint), message: effect.message, atMs: this.nowMs });
        return;
      case 'webhook':
        this.webhooks.push(structuredClone(effect.event));
        return;
      case 'delete-all':
        this.#stored = null;
        this.rows.clear();
        this.alarmAtMs = null;
        return;
      case 'log':
        this.logs.push(effect.entry);
        return;
      default:
        effect satisfies never;
    }
  }
}
