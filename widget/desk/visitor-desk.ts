/**
 * A visitor's side of a desk: asks for an agent, waits, hangs up, leaves a message, and takes its call with it from page to page. Knows the
 * desk's wire; knows neither the room of the call nor a view.
 */
import {
  type Availability,
  type DeskEvent,
  type DeskServerMessage,
  type OwnCall,
  PAGE_EACH_MS,
  type Pass,
  type VisitorPage,
  isMessageId,
  shape,
} from '#protocol';
import { randomHex } from '../signaling/incarnation.ts';
import { type Platform, platformWith } from '../signaling/platform.ts';
import type { TokenSource } from '../signaling/signaling-channel.ts';
import { AvailabilityWatch } from './availability-watch.ts';
import { DeskConnection } from './desk-connection.ts';
import { type DeskAddress, DeskDoor, UPLOAD_TIMEOUT_MS } from './desk-door.ts';
import {
  type CallWish,
  type DeskConnectionState,
  DeskError,
  type DeskProblem,
  type MessageWish,
  type VisitorDeskModel,
} from './desk-types.ts';
import { VisitStore } from './visit-store.ts';

/** Whoever has it has the call. */
const SECRET_BYTES = 16;

const isReceipt = shape({ id: isMessageId });

export interface DeskOptions extends DeskAddress, Partial<Platform> {
  readonly tokens: () => TokenSource;
}

export class VisitorDesk implements VisitorDeskModel {
  readonly #platform: Platform;
  readonly #door: DeskDoor;
  readonly #connection: DeskConnection;
  readonly #watch: AvailabilityWatch;
  readonly #store: VisitStore;
  readonly #listeners = new Set<() => void>();
  #availability: Availability | null = null;
  #call: OwnCall | null = null;
  /** When the pass of the call is over, by the page's clock. */
  #passUntilMs: number | undefined;
  #session: string | null = null;
  #goneProblem: DeskProblem | null = null;
  #page: VisitorPage | null = null;
  #pageTimer: number | null = null;
  /** Whoever waits for what the first welcome says. */
  #onfirst: ((isThere: boolean) => void) | null = null;

  constructor({ server, desk, tokens, ...platform }: DeskOptions) {
    this.#platform = platformWith(platform);
    this.#door = new DeskDoor({ server, desk }, tokens, this.#platform);
    this.#store = new VisitStore({ server, desk }, this.#platform);
    this.#watch = new AvailabilityWatch(this.#door, this.#platform, (availability) => {
      // What the socket says is newer.
      if (this.connection === 'open') return;
      this.#availability = availability;
      this.#notify();
    });
    this.#connection = new DeskConnection(this.#door, this.#platform, {
      hello: () => (this.#session === null ? {} : { session: this.#session }),
      mayCarryHello: () => this.#session === null,
      onwelcome: (welcome) => this.#handleWelcome(welcome),
      onevent: (event) => this.#handleEvent(event),
      onchange: () => this.#handleConnection(),
      onbeat: () => this.#keep(),
    });
  }

  get connection(): DeskConnectionState {
    return this.#connection.state;
  }

  get availability(): Availability | null {
    return this.#availability;
  }

  get call(): OwnCall | null {
    return this.#call;
  }

  get problem(): DeskProblem | null {
    return this.#connection.problem ?? this.#goneProblem;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watchAvailability(): void {
    this.#watch.start();
  }

  refreshAvailability(): Promise<void> {
    return this.#watch.refresh();
  }

  resume(): Promise<boolean> {
    const kept = this.#session === null ? this.#store.read() : null;
    if (kept === null) return Promise.resolve(this.#isLive);
    this.#session = kept.session;
    // Until the desk has spoken it is as the page before had it: the room can be entered meanwhile.
    this.#call = kept.call;
    this.#passUntilMs = kept.until;
    return new Promise((resolve) => {
      this.#onfirst = resolve;
      this.#connection.open();
    });
  }

  async request(wish: CallWish): Promise<void> {
    if (this.#isLive) return;
    this.forget();
    const session = randomHex(SECRET_BYTES);
    this.#session = session;
    this.#page = wish.page ?? null;
    this.#keep();
    this.#connection.open();
    try {
      await this.#connection.run({
        ...wish,
        name: wish.name ?? '',
        topic: wish.topic ?? '',
        form: wish.form ?? {},
        op: 'call',
        session,
      });
    } catch (error) {
      // Whoever asks again has another secret: what was asked now must not go on.
      if (this.#session === session) this.forget();
      throw error;
    }
  }

  async cancel(): Promise<void> {
    await this.#over('cancel');
  }

  async end(): Promise<void> {
    await this.#over('end');
  }

  async rate(stars: number): Promise<void> {
    await this.#connection.run({ op: 'rate', stars });
  }

  async freshPass(): Promise<Pass> {
    const { pass } = await this.#connection.run({ op: 'pass' });
    if (pass === undefined) throw new DeskError('call-gone');
    if (this.#call !== null && this.#isLive) this.#take({ ...this.#call, pass });
    return pass;
  }

  setPage(page: VisitorPage): void {
    const isSame = page.url === this.#page?.url && page.title === this.#page.title;
    if (isSame || !this.#isLive) return;
    this.#page = page;
    if (this.#pageTimer === null) void this.#tellPage();
  }

  async leaveMessage(message: MessageWish, voice?: Blob, signal?: AbortSignal): Promise<string> {
    const body = new FormData();
    body.set('message', JSON.stringify(message));
    if (voice !== undefined) body.set('voice', voice, 'voice');
    const response = await this.#door.ask('/messages', { method: 'POST', body, signal, timeoutMs: UPLOAD_TIMEOUT_MS });
    const receipt: unknown = await response.json().catch(() => null);
    if (!isReceipt(receipt)) throw new DeskError('server-error');
    return receipt.id;
  }

  forget(): void {
    this.#forgetVisit();
    this.#call = null;
    this.#goneProblem = null;
    this.#connection.close();
    this.#notify();
  }

  /** The page stays, the element goes: a call that waits for somebody has nobody to come back to. */
  dispose(): void {
    this.forget();
    this.#watch.stop();
    this.#listeners.clear();
  }

  get #isLive(): boolean {
    return this.#call !== null && this.#call.phase !== 'ended';
  }

  async #over(op: 'cancel' | 'end'): Promise<void> {
    const call = this.#call;
    if (call === null || call.phase === 'ended') return;
    try {
      await this.#connection.run({ op });
    } catch (error) {
      // To the visitor it is over whatever the desk says: the socket's last word, or its silence, tells the desk.
      if (!(error instanceof DeskError)) throw error;
      this.#connection.close();
    }
    if (this.#call?.id !== call.id || !this.#isLive) return;
    this.#take({ id: call.id, phase: 'ended', reason: op === 'cancel' ? 'canceled' : 'visitor' });
  }

  #handleWelcome(welcome: Extract<DeskServerMessage, { type: 'welcome' }>): void {
    if (welcome.role !== 'visitor') return;
    this.#availability = welcome.availability;
    const first = this.#onfirst;
    this.#onfirst = null;
    if (welcome.call !== null) this.#take(welcome.call);
    else if (this.#isLive || first !== null) this.#lose(this.#isLive);
    first?.(this.#isLive);
  }

  #handleEvent(event: DeskEvent): void {
    if (event.event === 'availability') this.#availability = event.availability;
    else if (event.event === 'own') return this.#take(event.call);
    this.#notify();
  }

  #take(call: OwnCall): void {
    // The way into the room is told once; the call is told often.
    const pass = call.pass ?? (call.id === this.#call?.id ? this.#call.pass : undefined);
    const { ttlMs } = call.pass ?? {};
    if (call.pass !== undefined) this.#passUntilMs = ttlMs && this.#platform.wallTimeMs() + ttlMs;
    this.#call = pass === undefined || call.phase === 'ended' ? call : { ...call, pass };
    this.#goneProblem = null;
    if (call.phase !== 'ended') this.#keep();
    else if (this.#session !== null) this.#store.forget(this.#session);
    this.#notify();
  }

  /** The desk knows nothing of the call: it was given up, or it is too long ago. */
  #lose(isWorthTelling: boolean): void {
    this.#forgetVisit();
    this.#call = null;
    this.#goneProblem = isWorthTelling ? { code: 'call-gone', fatal: false } : null;
    this.#connection.close();
  }

  #handleConnection(): void {
    if (this.connection === 'closed') {
      const { problem } = this.#connection;
      // Another page of this visitor has it now, or nobody lets this one in.
      if (problem?.fatal === true) {
        this.#forgetVisit();
        this.#call = null;
      }
      this.#onfirst?.(false);
      this.#onfirst = null;
    }
    this.#notify();
  }

  async #tellPage(): Promise<void> {
    const page = this.#page;
    if (page === null || !this.#isLive) return;
    let isHeard = true;
    try {
      await this.#connection.run({ op: 'page', page });
    } catch (error) {
      isHeard = !(error instanceof DeskError) || error.code !== 'rate-limited';
    }
    if (isHeard && this.#page === page) return;
    this.#pageTimer = this.#platform.clock.setTimeout(
      () => {
        this.#pageTimer = null;
        void this.#tellPage();
      },
      isHeard ? 0 : PAGE_EACH_MS,
    );
  }

  #keep(): void {
    if (this.#session === null || this.#call?.phase === 'ended') return;
    this.#store.keep({ session: this.#session, call: this.#call, until: this.#passUntilMs });
  }

  #forgetVisit(): void {
    if (this.#session !== null) this.#store.forget(this.#session);
    this.#session = null;
    this.#page = null;
    if (this.#pageTimer !== null) this.#platform.clock.clearTimeout(this.#pageTimer);
    this.#pageTimer = null;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
