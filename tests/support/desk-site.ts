/**
 * Pages around the real rules of a desk: each page has WebSockets that end in a {@link DeskHarness}, a tab's storage, and a network that
 * can be cut. Time passes for pages and desk alike, and only when told.
 */
import { HEARTBEAT_REQUEST, HEARTBEAT_RESPONSE } from '#protocol';
import { AgentDesk } from '../../widget/desk/agent-desk.ts';
import { VisitorDesk } from '../../widget/desk/visitor-desk.ts';
import type { Platform } from '../../widget/signaling/platform.ts';
import { FakeSocket, TabStorage } from '../logic/signaling/fake-worker.ts';
import type { DeskConfig } from '../../worker/desk/desk-config.ts';
import { DeskHarness, type DeskSocket } from './desk-harness.ts';
import { VirtualClock } from './virtual-clock.ts';

export const SERVER = 'https://calls.example.com';
export const DESK = 'support';

/** What one page says and hears, until the network breaks. */
class PageSocket extends FakeSocket {
  readonly site: DeskSite;
  far: DeskSocket | null = null;
  #heardCount = 0;

  constructor(site: DeskSite, url: string, protocols: string[]) {
    super(url, protocols);
    this.site = site;
    queueMicrotask(() => this.#open());
  }

  #open(): void {
    if (this.readyState !== 0) return;
    if (!this.site.isReachable) return this.drop();
    if (this.site.isTokenOver) return this.drop();
    const token = this.protocols.find((it) => it.startsWith('p2pcall.token.'))?.slice('p2pcall.token.'.length) ?? '';
    this.far = this.site.desk.open(
      token === '' ? {} : { role: 'agent', sub: token, name: token, departments: this.site.departmentsOf(token) },
    );
    this.accept();
  }

  override send(text: string): void {
    super.send(text);
    queueMicrotask(() => {
      // What was said before the socket was closed still arrives.
      if (this.readyState > 2 || this.far === null || !this.site.isReachable) return;
      if (text === HEARTBEAT_REQUEST) return this.say(HEARTBEAT_RESPONSE);
      this.site.desk.sayRaw(this.far, text);
      this.site.flush();
    });
  }

  override close(code?: number): void {
    const wasOpen = this.readyState < 2;
    super.close(code);
    const { far } = this;
    if (wasOpen && far !== null)
      queueMicrotask(() => {
        this.site.desk.drop(far);
        this.site.flush();
      });
  }

  flush(): void {
    const { far } = this;
    if (far === null || this.readyState !== 1 || !this.site.isReachable) return;
    const news = far.heard.slice(this.#heardCount);
    this.#heardCount = far.heard.length;
    for (const message of news) this.say(this.site.signed(message));
    if (!far.isOpen) this.drop(far.closedWith ?? 1006);
  }

  /** The network is gone, and both ends learn of it. */
  cut(): void {
    if (this.far !== null) this.site.desk.drop(this.far);
    if (this.readyState < 2) this.drop();
  }
}

/** One page of one tab. */
export interface Page {
  readonly events: EventTarget;
  readonly tab: TabStorage;
  readonly sockets: PageSocket[];
  readonly platform: Partial<Platform>;
  /** The page goes away, as browsers say it. */
  hide(): void;
}

export class DeskSite {
  readonly desk: DeskHarness;
  readonly clock = new VirtualClock();
  readonly #startMs: number;
  readonly #sockets: PageSocket[] = [];
  readonly #departments = new Map<string, string[]>();
  isReachable = true;
  /** Whoever comes with a token is refused. */
  isTokenOver = false;
  /** How long the tokens of rooms are good, in ms; null: rooms are open. */
  passTtlMs: number | null = null;
  /** What questions without a socket are answered; they are counted. */
  answer: (url: string, init: RequestInit) => Response | Promise<Response> = () => new Response(null, { status: 404 });
  readonly asked: { readonly url: string; readonly init: RequestInit }[] = [];

  constructor(config: Partial<DeskConfig> = {}) {
    this.desk = new DeskHarness(config);
    this.#startMs = this.desk.nowMs;
  }

  departmentsOf(agent: string): string[] {
    return this.#departments.get(agent) ?? [];
  }

  page(tab = new TabStorage()): Page {
    const sockets: PageSocket[] = [];
    const events = new EventTarget();
    const open = (url: string, protocols: string[]): PageSocket => {
      const socket = new PageSocket(this, url, protocols);
      sockets.push(socket);
      this.#sockets.push(socket);
      return socket;
    };
    class Socket {
      constructor(url: string, protocols: string[]) {
        return open(url, protocols) as unknown as Socket;
      }
    }
    const platform: Partial<Platform> = {
      WebSocket: Socket as unknown as Platform['WebSocket'],
      fetch: async (url, init) => {
        this.asked.push({ url, init });
        if (!this.isReachable) throw new TypeError('unreachable');
        return this.answer(url, init);
      },
      clock: this.clock,
      random: () => 0.5,
      page: events,
      isVisible: () => true,
      storage: () => tab,
      wallTimeMs: () => this.#startMs + this.clock.now(),
      isFramed: () => false,
      delaysSockets: () => false,
    };
    return { events, tab, sockets, platform, hide: () => void events.dispatchEvent(new Event('pagehide')) };
  }

  visitor(page = this.page()): VisitorDesk {
    const tokens = (): { token: string; getToken: null } => ({ token: '', getToken: null });
    return new VisitorDesk({ server: SERVER, desk: DESK, tokens, ...page.platform });
  }

  agent(name: string, { page = this.page(), departments = [] as string[] } = {}): AgentDesk {
    this.#departments.set(name, departments);
    const tokens = (): { token: string; getToken: null } => ({ token: name, getToken: null });
    return new AgentDesk({ server: SERVER, desk: DESK, tokens, ...page.platform });
  }

  /** An agent who can be rung. */
  async available(name: string, options: Parameters<DeskSite['agent']>[1] = {}): Promise<AgentDesk> {
    const agent = this.agent(name, options);
    agent.open();
    await this.settle();
    await agent.setStatus('available');
    return agent;
  }

  /** As the runtime does: the rules name the room alone. */
  signed(message: object): object {
    const ttlMs = this.passTtlMs;
    if (ttlMs === null) return message;
    const sign = (key: string, value: unknown): unknown =>
      key === 'pass' ? Object.assign({ token: 'a.b.c', ttlMs }, value) : value;
    return JSON.parse(JSON.stringify(message, sign)) as object;
  }

  flush(): void {
    for (const socket of this.#sockets) socket.flush();
  }

  /** Everything that can happen without time passing has happened. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i += 1) {
      await this.clock.advance(0);
      this.flush();
    }
  }

  /** Lets time pass in small steps, for the desk's alarms and the pages' timers. */
  async advance(ms: number, stepMs = 1_000): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      const step = Math.min(left, stepMs);
      await this.clock.advance(step);
      this.desk.advance(step);
      await this.settle();
    }
  }

  /** The network of a page, or of all, breaks; what comes next may be refused. */
  async cut(page?: Page): Promise<void> {
    for (const socket of page?.sockets ?? this.#sockets) socket.cut();
    await this.settle();
  }
}
