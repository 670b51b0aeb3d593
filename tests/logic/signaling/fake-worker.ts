/** The far end of signaling sockets, scripted by a test: what the Worker would say, when the test says so. */
import {
  type ClientMessage,
  HELLO_SUBPROTOCOL_PREFIX,
  type PeerInfo,
  SUBPROTOCOL,
  type ServerMessage,
  type Welcome,
  incarnation,
  peerId,
} from '#protocol';
import { parse } from 'valibot';
import type { Platform } from '../../../widget/signaling/platform.ts';
import type { JoinRequest, SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';
import { WorkerSignaling, type WorkerSignalingOptions } from '../../../widget/signaling/worker-signaling.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const alice = parse(peerId, 'alice');
export const bob = parse(peerId, 'bob');
export const bobInc = parse(incarnation, 'b0b0b0b0b0b0b0b0');

export function peerFrom(id: typeof bob, part: Partial<PeerInfo> = {}): PeerInfo {
  return { id, inc: bobInc, on: true, name: id, caps: [], state: {}, joinedAt: 1, ...part };
}

export function welcomeFrom(part: Partial<Welcome> = {}): Welcome {
  return {
    type: 'welcome',
    me: alice,
    session: 'session-1',
    key: 'key-1',
    resumed: false,
    boot: 'boot',
    rv: 10,
    room: { name: 'coffee', capacity: 4, createdAt: 1 },
    peers: [],
    limits: {
      frameBytes: 65536,
      payloadBytes: 49152,
      capacity: 4,
      burst: 60,
      perSecond: 10,
      graceMs: 30_000,
      heartbeatMs: 15_000,
    },
    iceServers: [{ urls: ['stun:stun.example.com'] }],
    now: 1,
    ...part,
  };
}

/** A WebSocket that goes where the test leads it. */
export class FakeSocket extends EventTarget {
  readyState = 0;
  protocol = '';
  readonly sent: string[] = [];
  closedWith: number | undefined;
  readonly url: string;
  readonly protocols: string[];

  constructor(url: string, protocols: string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new DOMException('not open', 'InvalidStateError');
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closedWith ??= code;
    this.readyState = 2;
  }

  /** What was offered of what the request carries, the hello apart. */
  get offers(): string[] {
    return this.protocols.filter((name) => !name.startsWith(HELLO_SUBPROTOCOL_PREFIX));
  }

  /** The hello that goes with the request; null: none. */
  get carried(): unknown {
    const hello = this.protocols.find((name) => name.startsWith(HELLO_SUBPROTOCOL_PREFIX));
    if (hello === undefined) return null;
    return JSON.parse(Buffer.from(hello.slice(HELLO_SUBPROTOCOL_PREFIX.length), 'hex').toString('utf8'));
  }

  /** What was sent, without heartbeats. */
  messages(): ClientMessage[] {
    return this.sent.filter((text) => text !== 'ping').map((text) => JSON.parse(text) as ClientMessage);
  }

  /** @param protocol what the server has chosen of what was offered. */
  accept(protocol: string = SUBPROTOCOL): void {
    this.protocol = protocol;
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  say(message: ServerMessage | string | object): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

/** The sessionStorage of one tab. */
export class TabStorage {
  readonly items = new Map<string, string>();
  getItem = (name: string): string | null => this.items.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.items.set(name, value);
  removeItem = (name: string): void => void this.items.delete(name);

  /** As a duplicated tab has it. */
  copy(): TabStorage {
    const copy = new TabStorage();
    for (const [name, value] of this.items) copy.setItem(name, value);
    return copy;
  }

  /** What is kept, as the next page would read it. */
  get sessions(): unknown[] {
    return [...this.items.values()].map((text) => JSON.parse(text) as unknown);
  }
}

export interface Visit {
  readonly clock: VirtualClock;
  readonly channel: WorkerSignaling;
  readonly sockets: readonly FakeSocket[];
  /** The newest socket. */
  readonly socket: FakeSocket;
  readonly page: EventTarget;
  readonly tab: TabStorage;
  readonly events: SignalingEvent[];
  /** Events of one type. */
  of<Type extends SignalingEvent['type']>(type: Type): Array<Extract<SignalingEvent, { type: Type }>>;
  join(part?: Partial<JoinRequest>): Promise<void>;
  /** Opens the newest socket and welcomes it. */
  welcome(part?: Partial<Welcome>): Promise<void>;
  settle(): Promise<void>;
}

/** A channel in a page of its own, with a server that is the test. */
export function visit({
  tab = new TabStorage(),
  clock = new VirtualClock(),
  page = new EventTarget(),
  ...parts
}: Partial<WorkerSignalingOptions> & { tab?: TabStorage; clock?: VirtualClock } = {}): Visit {
  const sockets: FakeSocket[] = [];
  class Socket extends FakeSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const channel = new WorkerSignaling({
    server: 'https://calls.example.com',
    WebSocket: Socket as unknown as Platform['WebSocket'],
    fetch: () => Promise.reject(new TypeError('unreachable')),
    clock,
    random: () => 0.5,
    page,
    isVisible: () => true,
    storage: () => tab,
    wallTimeMs: () => 1_700_000_000_000 + clock.now(),
    isFramed: () => false,
    delaysSockets: () => true,
    ...parts,
  });
  const events: SignalingEvent[] = [];
  channel.onevent = (event) => events.push(event);
  const settle = (): Promise<void> => clock.advance(0);
  return {
    clock,
    channel,
    sockets,
    page,
    tab,
    events,
    settle,
    get socket() {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
    of: (type) => events.filter((event) => event.type === type) as never,
    async join(part) {
      channel.open({ room: 'coffee', name: 'Alice', state: { muted: false }, caps: ['chat'], ...part });
      await settle();
    },
    async welcome(part) {
      this.socket.accept();
      this.socket.say(welcomeFrom(part));
      await settle();
    },
  };
}
