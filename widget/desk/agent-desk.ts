/**
 * An agent's side of a desk: who waits, what rings, which call is one's own. Knows the desk's wire; knows neither the room of a call nor a
 * view, and makes no sound.
 */
import type {
  AgentId,
  AgentStatus,
  Availability,
  CallId,
  DeskAgent,
  DeskCall,
  DeskServerMessage,
  MessageId,
  MessageNote,
  MissedCall,
  Pass,
} from '#protocol';
import { type Platform, platformWith } from '../signaling/platform.ts';
import { type AgentState, NOTHING, type Step, after, ownCallOf, welcomed } from './agent-state.ts';
import { DeskConnection, type DeskOrder } from './desk-connection.ts';
import { DeskDoor } from './desk-door.ts';
import { figuresOf, messagesOf } from './desk-message.ts';
import {
  type AgentDeskEvent,
  type AgentDeskModel,
  type DeskConnectionState,
  DeskError,
  type DeskFigures,
  type DeskMessage,
  type DeskProblem,
} from './desk-types.ts';
import type { DeskOptions } from './visitor-desk.ts';

export interface AgentDeskOptions extends DeskOptions {
  /** Of an agent whose token says none. */
  readonly name?: string;
}

export class AgentDesk implements AgentDeskModel {
  onevent: ((event: AgentDeskEvent) => void) | null = null;

  readonly #platform: Platform;
  readonly #door: DeskDoor;
  readonly #connection: DeskConnection;
  readonly #listeners = new Set<() => void>();
  #state: AgentState = NOTHING;
  /** What the desk was told last, for the next socket: a desk that forgot this agent takes it for one who is away. */
  #status: AgentStatus | null = null;
  /** Of the server's clock before this page's. */
  #aheadMs = 0;

  constructor({ server, desk, tokens, name, ...platform }: AgentDeskOptions) {
    this.#platform = platformWith(platform);
    this.#door = new DeskDoor({ server, desk }, tokens, this.#platform);
    this.#connection = new DeskConnection(this.#door, this.#platform, {
      hello: () => (name === undefined || name === '' ? {} : { name }),
      mayCarryHello: () => false,
      onwelcome: (welcome) => this.#handleWelcome(welcome),
      onevent: (event) => this.#go(after(this.#state, event, this.now())),
      onchange: () => this.#handleConnection(),
      onbeat: () => {},
    });
  }

  get connection(): DeskConnectionState {
    return this.#connection.state;
  }

  get problem(): DeskProblem | null {
    return this.#connection.problem;
  }

  get availability(): Availability | null {
    return this.#state.availability;
  }

  get me(): AgentId | '' {
    return this.#state.me;
  }

  get agents(): ReadonlyMap<AgentId, DeskAgent> {
    return this.#state.agents;
  }

  get calls(): ReadonlyMap<CallId, DeskCall> {
    return this.#state.calls;
  }

  get waitingCount(): number {
    return this.#state.waitingCount;
  }

  get rings(): ReadonlyMap<CallId, { readonly endsAtMs: number }> {
    return this.#state.rings;
  }

  get ownCall(): DeskCall | null {
    return ownCallOf(this.#state);
  }

  get pass(): Pass | null {
    return this.#state.pass;
  }

  get missed(): readonly MissedCall[] {
    return this.#state.missed;
  }

  get messages(): readonly MessageNote[] {
    return this.#state.messages;
  }

  get departments(): readonly string[] {
    return this.#state.departments;
  }

  now(): number {
    return this.#platform.wallTimeMs() + this.#aheadMs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    this.#status = null;
    this.#connection.close();
  }

  async setStatus(status: AgentStatus): Promise<void> {
    await this.#run({ op: 'status', status });
    this.#status = status;
  }

  async accept(call: CallId): Promise<Pass> {
    const pass = await this.#pass({ op: 'accept', call });
    this.#go({ state: { ...this.#state, pass }, happened: [] });
    return pass;
  }

  async decline(call: CallId): Promise<void> {
    await this.#run({ op: 'decline', call });
  }

  async hold(call: CallId, on: boolean): Promise<void> {
    await this.#run({ op: 'hold', call, on });
  }

  async transfer(call: CallId, to: { readonly agent: AgentId } | { readonly department: string }): Promise<void> {
    await this.#run({ op: 'transfer', call, ...to });
  }

  async note(call: CallId, text: string): Promise<void> {
    await this.#run({ op: 'note', call, text });
  }

  async end(call: CallId): Promise<void> {
    await this.#run({ op: 'end', call });
  }

  freshPass(call: CallId): Promise<Pass> {
    return this.#pass({ op: 'pass', call });
  }

  async clear(call: CallId): Promise<void> {
    await this.#run({ op: 'clear', call });
  }

  async handled(message: MessageId): Promise<void> {
    await this.#run({ op: 'handled', message });
  }

  async fetchMessages(): Promise<readonly DeskMessage[]> {
    const answer: unknown = await (await this.#door.ask('/messages')).json().catch(() => null);
    const messages = messagesOf(answer);
    if (messages === null) throw new DeskError('server-error');
    return messages;
  }

  async fetchVoice(id: MessageId): Promise<Blob> {
    const response = await this.#door.ask(`/messages/${encodeURIComponent(id)}/voice`);
    return response.blob().catch(() => {
      throw new DeskError('signaling-unreachable');
    });
  }

  async fetchStats(): Promise<DeskFigures> {
    const answer: unknown = await (await this.#door.ask('/stats')).json().catch(() => null);
    const figures = figuresOf(answer);
    if (figures === null) throw new DeskError('server-error');
    return figures;
  }

  async #run(order: DeskOrder): Promise<void> {
    await this.#connection.run(order);
  }

  async #pass(order: DeskOrder): Promise<Pass> {
    const { pass } = await this.#connection.run(order);
    if (pass === undefined) throw new DeskError('call-gone');
    return pass;
  }

  #handleWelcome(welcome: Extract<DeskServerMessage, { type: 'welcome' }>): void {
    if (welcome.role !== 'agent') return;
    this.#aheadMs = welcome.now - this.#platform.wallTimeMs();
    this.#go(welcomed(this.#state, welcome, welcome.now));
    const own = welcome.agents.find(({ id }) => id === welcome.me);
    const status = this.#status;
    if (own?.status === 'away' && status !== null && status !== 'away') this.#remind(status);
  }

  /** After a loss that the desk found too long, an agent who was at work is at work again. */
  #remind(status: AgentStatus): void {
    // It is run again with the next socket, or said by the agent.
    queueMicrotask(() => void this.setStatus(status).catch(() => undefined));
  }

  #go({ state, happened }: Step): void {
    this.#state = state;
    const own = state.me === '' ? undefined : state.agents.get(state.me);
    // The desk itself sends away whoever lets calls ring to their end.
    if (own?.status === 'away' && this.connection === 'open') this.#status = 'away';
    this.#notify();
    for (const event of happened) this.onevent?.(event);
  }

  #handleConnection(): void {
    // Nothing of what was known counts any longer, and nothing rings.
    if (this.connection === 'closed') {
      const ends = [...this.#state.rings.keys()].map((id) => ({ type: 'ring-end', id, reason: 'moved' }) as const);
      this.#go({ state: NOTHING, happened: ends });
    } else this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
