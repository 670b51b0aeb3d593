/**
 * A desk that does only what a test tells it to: shows a snapshot, tells of an event, remembers what the console asked for. Nothing here
 * decides anything, so that a test of the view tests the view.
 */
import type {
  AgentId,
  AgentStatus,
  Availability,
  CallId,
  DeskAgent,
  DeskCall,
  DeskErrorCode,
  MessageId,
  MessageNote,
  MissedCall,
  Pass,
} from '#protocol';
import {
  type AgentDeskEvent,
  type AgentDeskModel,
  type DeskConnectionState,
  DeskError,
  type DeskFigures,
  type DeskMessage,
  type DeskProblem,
} from '../../../../widget/desk/desk-types.ts';

/** The clock of a scripted desk stands. */
export const NOW_MS = Date.UTC(2026, 10, 21, 10, 30);

/** What a test may show. */
export interface Snapshot {
  connection: DeskConnectionState;
  problem: DeskProblem | null;
  availability: Availability | null;
  me: AgentId | '';
  agents: ReadonlyMap<AgentId, DeskAgent>;
  calls: ReadonlyMap<CallId, DeskCall>;
  waitingCount: number;
  rings: ReadonlyMap<CallId, { readonly endsAtMs: number }>;
  ownCall: DeskCall | null;
  pass: Pass | null;
  missed: readonly MissedCall[];
  messages: readonly MessageNote[];
  departments: readonly string[];
}

export const ME = 'a-Anna' as AgentId;

export function agentNamed(name: string, change: Partial<DeskAgent> = {}): DeskAgent {
  return { id: `a-${name}` as AgentId, name, departments: [], status: 'available', ...change };
}

export function callOf(name: string, change: Partial<DeskCall> = {}): DeskCall {
  return {
    id: `c-${name.replaceAll(/\W/g, '')}` as CallId,
    phase: 'waiting',
    at: NOW_MS - 95_000,
    name,
    topic: '',
    department: null,
    form: {},
    page: null,
    user: null,
    on: true,
    held: false,
    note: '',
    from: null,
    answeredAt: null,
    ...change,
  };
}

export function missedOf(name: string, change: Partial<MissedCall> = {}): MissedCall {
  const { id, at, topic, department, form, page, user } = callOf(name);
  return { id, at, endedAt: at + 60_000, reason: 'no-answer', name, topic, department, form, page, user, ...change };
}

export function messageOf(name: string, change: Partial<DeskMessage> = {}): DeskMessage {
  return {
    id: `m-${name.replaceAll(/\W/g, '')}` as MessageId,
    at: NOW_MS - 7_200_000,
    department: null,
    voice: false,
    unreadable: false,
    name,
    contact: '',
    text: '',
    topic: '',
    form: {},
    page: null,
    user: null,
    ...change,
  };
}

export function agentsOf(...agents: readonly DeskAgent[]): ReadonlyMap<AgentId, DeskAgent> {
  return new Map(agents.map((agent) => [agent.id, agent]));
}

export function callsOf(...calls: readonly DeskCall[]): ReadonlyMap<CallId, DeskCall> {
  return new Map(calls.map((call) => [call.id, call]));
}

const FIGURES: DeskFigures = {
  waiting: 0,
  active: 1,
  answered: 17,
  missed: 2,
  medianWaitMs: 38_000,
  medianHandledMs: 245_000,
  rating: 4.6,
  since: NOW_MS - 86_400_000,
};

export class ScriptedDesk implements AgentDeskModel {
  onevent: ((event: AgentDeskEvent) => void) | null = null;
  /** What the console asked for, in words. */
  readonly requested: string[] = [];
  /** What commands are refused with, until it is null again. */
  failure: DeskErrorCode | null = null;
  contents: readonly DeskMessage[] = [];
  voice = new Blob();
  nowMs = NOW_MS;
  #snapshot: Snapshot = {
    connection: 'idle',
    problem: null,
    availability: null,
    me: '',
    agents: new Map(),
    calls: new Map(),
    waitingCount: 0,
    rings: new Map(),
    ownCall: null,
    pass: null,
    missed: [],
    messages: [],
    departments: [],
  };
  readonly #listeners = new Set<() => void>();
  #held: Promise<void> = Promise.resolve();

  get connection(): DeskConnectionState {
    return this.#snapshot.connection;
  }
  get problem(): DeskProblem | null {
    return this.#snapshot.problem;
  }
  get availability(): Availability | null {
    return this.#snapshot.availability;
  }
  get me(): AgentId | '' {
    return this.#snapshot.me;
  }
  get agents(): ReadonlyMap<AgentId, DeskAgent> {
    return this.#snapshot.agents;
  }
  get calls(): ReadonlyMap<CallId, DeskCall> {
    return this.#snapshot.calls;
  }
  get waitingCount(): number {
    return this.#snapshot.waitingCount;
  }
  get rings(): Snapshot['rings'] {
    return this.#snapshot.rings;
  }
  get ownCall(): DeskCall | null {
    return this.#snapshot.ownCall;
  }
  get pass(): Pass | null {
    return this.#snapshot.pass;
  }
  get missed(): readonly MissedCall[] {
    return this.#snapshot.missed;
  }
  get messages(): readonly MessageNote[] {
    return this.#snapshot.messages;
  }
  get departments(): readonly string[] {
    return this.#snapshot.departments;
  }

  now(): number {
    return this.nowMs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }

  fire(event: AgentDeskEvent): void {
    this.onevent?.(event);
  }

  /** A call rings here, as a desk tells it. */
  ring(call: DeskCall, lengthMs = 20_000): void {
    const rings = new Map([...this.rings, [call.id, { endsAtMs: this.nowMs + lengthMs }]]);
    const ringing: DeskCall = { ...call, phase: 'ringing' };
    this.show({ rings, calls: new Map([...this.calls, [call.id, ringing]]) });
    this.fire({ type: 'ring', call: ringing });
  }

  endRing(id: CallId): void {
    this.show({ rings: new Map([...this.rings].filter(([other]) => other !== id)) });
    this.fire({ type: 'ring-end', id, reason: 'timeout' });
  }

  /** Answers nothing until the result is called. */
  holdAnswers(): () => void {
    let release = (): void => {};
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  open(): void {
    this.requested.push('open');
    this.show({ connection: 'connecting' });
  }
  close(): void {
    this.requested.push('close');
    this.show({ connection: 'closed' });
  }
  setStatus(status: AgentStatus): Promise<void> {
    return this.#ask(`status ${status}`);
  }
  async accept(id: CallId): Promise<Pass> {
    await this.#ask(`accept ${id}`);
    return { room: 'room', token: 'token' };
  }
  decline(id: CallId): Promise<void> {
    return this.#ask(`decline ${id}`);
  }
  hold(id: CallId, on: boolean): Promise<void> {
    return this.#ask(`hold ${id} ${on}`);
  }
  transfer(id: CallId, to: { readonly agent: AgentId } | { readonly department: string }): Promise<void> {
    return this.#ask(`transfer ${id} ${'agent' in to ? to.agent : to.department}`);
  }
  note(id: CallId, text: string): Promise<void> {
    return this.#ask(`note ${id} ${text}`);
  }
  end(id: CallId): Promise<void> {
    return this.#ask(`end ${id}`);
  }
  async freshPass(id: CallId): Promise<Pass> {
    await this.#ask(`pass ${id}`);
    return { room: 'room', token: 'fresh' };
  }
  clear(id: CallId): Promise<void> {
    return this.#ask(`clear ${id}`);
  }
  handled(id: MessageId): Promise<void> {
    return this.#ask(`handled ${id}`);
  }
  async fetchMessages(): Promise<readonly DeskMessage[]> {
    await this.#ask('messages');
    return this.contents;
  }
  async fetchVoice(id: MessageId): Promise<Blob> {
    await this.#ask(`voice ${id}`);
    return this.voice;
  }
  async fetchStats(): Promise<DeskFigures> {
    await this.#ask('stats');
    return FIGURES;
  }

  async #ask(request: string): Promise<void> {
    this.requested.push(request);
    await this.#held;
    if (this.failure !== null) throw new DeskError(this.failure);
  }
}
