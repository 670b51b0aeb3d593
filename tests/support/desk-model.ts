/**
 * A desk as its users understand it: who waits, in which order, and who has which call. Lives beside the real rules, does what they were
 * asked to do, and holds after every step that no call is lost, none is doubled, and that what everybody sees is what is.
 */
import type { AgentId, CallId, DeskPush } from '#protocol';
import type { Call, DeskState } from '../../worker/desk/desk-state.ts';
import { DeskHarness, type DeskSocket, sessionOf } from './desk-harness.ts';

export type DeskOp =
  | { readonly op: 'call'; readonly who: number; readonly department: number }
  | { readonly op: 'cancel' | 'end' | 'return' | 'drop' | 'bye' | 'close-page'; readonly who: number }
  | { readonly op: 'agent' | 'agent-drop' | 'agent-bye' | 'agent-end' | 'agent-push'; readonly who: number }
  | { readonly op: 'status'; readonly who: number; readonly status: 'available' | 'busy' | 'away' }
  | { readonly op: 'accept' | 'decline' | 'hold'; readonly who: number; readonly call: number }
  | { readonly op: 'race'; readonly call: number }
  | { readonly op: 'transfer'; readonly who: number; readonly to: number; readonly department: number }
  | { readonly op: 'wait'; readonly ms: number }
  | { readonly op: 'late'; readonly ms: number }
  | { readonly op: 'hibernate' | 'crash' | 'alarm' };

const DEPARTMENTS = ['sales', 'parts'];
const GRACE_MS = { visitor: 120_000, agent: 60_000 };
const RATING_MS = 300_000;

interface ModelCall {
  readonly id: CallId;
  readonly visitor: string;
  readonly place: number;
  department: string | null;
  /** Null while it waits. */
  agent: string | null;
  wasAnswered: boolean;
  waitingSinceMs: number;
  endedAtMs: number | null;
  offSinceMs: number | null;
}

interface ModelAgent {
  readonly sub: string;
  socket: DeskSocket;
  offSinceMs: number | null;
}

function fail(what: string): never {
  throw new Error(what);
}

/** Of an agent: one for everything, and one for each department. */
const departmentsOf = (who: number): string[] => (who % 3 === 0 ? [] : [DEPARTMENTS[who % 2] ?? '']);

function isForAgent(sub: string, department: string | null): boolean {
  const departments = departmentsOf(Number(sub.slice('agent-'.length)));
  return department === null || departments.length === 0 || departments.includes(department);
}

/** Whether both hold the same, in whatever order. */
function isSame(a: Iterable<string>, b: Iterable<string>): boolean {
  const [these, those] = [new Set(a), new Set(b)];
  return these.size === those.size && [...these].every((one) => those.has(one));
}

export class DeskLife {
  readonly desk: DeskHarness;
  readonly #maxWaitMs: number;
  readonly #calls = new Map<CallId, ModelCall>();
  readonly #visitors = new Map<string, DeskSocket>();
  readonly #agents = new Map<string, ModelAgent>();
  readonly #missed = new Set<CallId>();
  #place = 0;
  #pushCount = 0;

  constructor(ring: 'one' | 'all') {
    const maxWaitSeconds = 400;
    this.#maxWaitMs = maxWaitSeconds * 1_000;
    this.desk = new DeskHarness({ departments: DEPARTMENTS, ring, maxWaitSeconds, capacity: 6, canPush: true });
  }

  run(op: DeskOp): void {
    this.#run(op);
    // What is to be pushed is pushed at once.
    if (this.desk.alarmAtMs === null || this.desk.alarmAtMs > this.desk.nowMs) return;
    this.desk.advance(0);
    this.#expire();
  }

  #run(op: DeskOp): void {
    switch (op.op) {
      case 'call':
        return this.#call(`visitor-${op.who}`, DEPARTMENTS[op.department]);
      case 'cancel':
      case 'end':
        return this.#leave(`visitor-${op.who}`, op.op);
      case 'return':
        return this.#return(`visitor-${op.who}`);
      case 'drop':
      case 'bye':
      case 'close-page':
        return this.#goAway(`visitor-${op.who}`, op.op);
      case 'agent':
        return this.#agent(op.who);
      case 'agent-drop':
      case 'agent-bye':
        return this.#agentGone(`agent-${op.who}`, op.op === 'agent-bye');
      case 'agent-push':
        if (this.#on(`agent-${op.who}`) !== null)
          this.desk.pushOn(`agent-${op.who}`, `agent-${op.who}`, departmentsOf(op.who));
        return;
      case 'agent-end':
        return this.#agentEnd(`agent-${op.who}`);
      case 'status': {
        const agent = this.#on(`agent-${op.who}`);
        if (agent !== null) this.desk.ok(agent.socket, 'status', { status: op.status });
        return;
      }
      case 'accept':
        return void this.#accept(`agent-${op.who}`, this.#pick(op.call));
      case 'race':
        return this.#race(this.#pick(op.call));
      case 'decline':
      case 'hold':
        return this.#other(`agent-${op.who}`, this.#pick(op.call), op.op);
      case 'transfer':
        return this.#transfer(`agent-${op.who}`, op.to, DEPARTMENTS[op.department]);
      case 'wait':
        return this.#wait(op.ms);
      case 'late':
        this.desk.nowMs += op.ms;
        this.desk.alarm();
        return this.#expire();
      case 'alarm':
      case 'hibernate':
        if (op.op === 'hibernate') this.desk.restart();
        this.desk.alarm();
        return this.#expire();
      case 'crash':
        return this.#crash();
      default:
        op satisfies never;
    }
  }

  /** @throws what does not hold. */
  check(): void {
    const { state } = this.desk;
    const now = this.desk.nowMs;
    for (const [id, call] of this.#calls) this.#checkCall(call, state.calls.get(id) ?? fail(`${id} is lost`));
    for (const id of state.calls.keys()) if (!this.#calls.has(id)) fail(`${id} came from nowhere`);
    if (
      !isSame(
        [...state.agents.values()].map(({ sub }) => sub),
        this.#agents.keys(),
      )
    )
      fail('other agents');
    const queue = this.#queue();
    const stored = [...state.calls.values()]
      .filter(({ phase }) => phase.type === 'waiting' || phase.type === 'ringing')
      .toSorted((a, b) => a.place - b.place);
    if (JSON.stringify(stored.map(({ id }) => id)) !== JSON.stringify(queue.map(({ id }) => id))) fail('another order');
    const held = [...this.#calls.values()].flatMap(({ agent, endedAtMs }) => (endedAtMs === null && agent) || []);
    if (new Set(held).size !== held.length) fail('an agent with two calls');
    for (const { id, message } of this.#unread()) {
      if (message.type === 'waiting' && this.#on(id) !== null) fail(`${id} is called and is here`);
      if (message.type === 'waiting' && !this.#queue().some(({ department }) => isForAgent(id, department)))
        fail(`${id} is called for nobody`);
    }
    if (!isSame(state.missed.keys(), this.#missed)) fail(`missed are ${[...state.missed.keys()].join()}`);
    this.#checkRings(state, stored);
    this.#checkScreens(state);
    if (this.desk.alarmAtMs === null && this.#calls.size > 0) fail('nobody will look again');
    if (this.desk.alarmAtMs !== null && this.desk.alarmAtMs <= now) fail('an alarm was not rung');
  }

  /** Everybody goes, and nothing is left that costs anything but what is to be read. */
  end(): void {
    this.#crash();
    this.desk.advance(24 * 3_600_000);
    const { state } = this.desk;
    if (state.calls.size + state.agents.size > 0) fail('somebody is left');
    for (const { at, endedAt } of state.missed.values()) if (endedAt < at) fail('missed before it came');
  }

  #checkCall(call: ModelCall, stored: Call): void {
    const { phase } = stored;
    const isWaiting = phase.type === 'waiting' || phase.type === 'ringing';
    const said = call.endedAtMs !== null ? 'ended' : call.agent === null ? 'waiting' : `active ${call.agent}`;
    const agent = phase.type === 'active' ? this.desk.state.agents.get(phase.agent)?.sub : '';
    const is = phase.type === 'ended' ? 'ended' : isWaiting ? 'waiting' : `active ${agent}`;
    if (said !== is) fail(`${call.id} should be ${said} and is ${is}`);
    if (call.endedAtMs === null && stored.link.on !== (call.offSinceMs === null)) fail(`${call.id} is on or off`);
    const socket = this.#visitors.get(call.visitor);
    if (socket?.isOpen !== true || call.endedAtMs !== null || call.offSinceMs !== null) return;
    const { own } = socket;
    if (own?.id !== call.id || own.phase !== phase.type) fail(`${call.visitor} believes ${JSON.stringify(own)}`);
    const before = this.#queue().filter(({ department }) => department === call.department);
    const position = isWaiting ? before.indexOf(call) + 1 : undefined;
    if (own.position !== position) fail(`${call.visitor} has place ${own.position}, not ${position}`);
  }

  #checkRings(state: DeskState, queue: readonly Call[]): void {
    const rung = new Set<string>();
    for (const { id, phase } of queue) {
      if (phase.type !== 'ringing') continue;
      if (phase.agents.length === 0) fail(`${id} rings for nobody`);
      if (this.desk.config.ring === 'one' && phase.agents.length > 1) fail(`${id} rings for many`);
      for (const agent of phase.agents) {
        const one = state.agents.get(agent);
        if (one?.link.on !== true || one.status !== 'available') fail(`${id} rings where nobody is`);
        if (rung.has(agent)) fail(`two calls ring at ${agent}`);
        if ([...this.#calls.values()].some((call) => call.endedAtMs === null && call.agent === one.sub))
          fail(`${id} rings at one who speaks`);
        rung.add(agent);
      }
    }
    // A call that can ring does.
    const free = [...state.agents.values()].filter(
      ({ id, sub, link, status }) =>
        link.on &&
        status === 'available' &&
        !rung.has(id) &&
        ![...this.#calls.values()].some((call) => call.agent === sub && call.endedAtMs === null),
    );
    for (const { id, phase, link, department } of queue) {
      if (phase.type !== 'waiting' || !link.on || phase.target !== null) continue;
      const idle = free.find(
        (agent) =>
          !phase.tried.includes(agent.id) &&
          (department === null || agent.departments.length === 0 || agent.departments.includes(department)),
      );
      if (idle !== undefined) fail(`${id} waits although ${idle.sub} is free`);
    }
  }

  /** What every agent has on the screen, made of what it was told, is what is. */
  #checkScreens(state: DeskState): void {
    for (const { socket, sub, offSinceMs } of this.#agents.values()) {
      if (offSinceMs !== null) continue;
      const me = [...state.agents.values()].find((agent) => agent.sub === sub) ?? fail(`${sub} is gone`);
      const { calls, rings, agents, waiting } = socket.screen;
      const isMine = ({ department, phase }: Call): boolean => {
        if (phase.type === 'active') return phase.agent === me.id;
        if (phase.type === 'ended') return false;
        if (phase.target !== null) return phase.target === me.id;
        return department === null || me.departments.length === 0 || me.departments.includes(department);
      };
      const mine = [...state.calls.values()].filter(isMine);
      const waitingCount = mine.filter(({ phase }) => phase.type !== 'active').length;
      if (
        !isSame(
          calls.keys(),
          mine.map(({ id }) => id),
        )
      )
        fail(`${sub} sees ${[...calls.keys()].join()}`);
      for (const { id, phase, link } of mine) {
        const shown = calls.get(id);
        if (shown?.phase !== phase.type || shown.on !== link.on) fail(`${sub} sees ${id} as ${JSON.stringify(shown)}`);
      }
      if (waiting !== waitingCount) fail(`${sub} believes that ${waiting} wait`);
      const ringing = mine.filter(({ phase }) => phase.type === 'ringing' && phase.agents.includes(me.id));
      if (
        !isSame(
          rings,
          ringing.map(({ id }) => id),
        )
      )
        fail(`at ${sub} ring ${[...rings].join()}`);
      const statuses = [...state.agents.values()].map((agent): [AgentId, string] => {
        const isInCall = [...state.calls.values()].some(
          ({ phase }) => phase.type === 'active' && phase.agent === agent.id,
        );
        return [agent.id, !agent.link.on ? 'off' : isInCall ? 'in-call' : agent.status];
      });
      if (!isSame([...agents].map(String), statuses.map(String))) fail(`${sub} sees ${JSON.stringify([...agents])}`);
    }
  }

  /** What was pushed at this moment, and to whom. */
  #unread(): { id: string; message: DeskPush }[] {
    const { pushes, nowMs } = this.desk;
    const fresh = pushes.slice(this.#pushCount).filter(({ atMs }) => atMs === nowMs);
    this.#pushCount = pushes.length;
    return fresh.map(({ to, message }) => ({ id: to[0]?.split('/').at(-1) ?? '', message }));
  }

  #queue(): ModelCall[] {
    return [...this.#calls.values()]
      .filter(({ agent, endedAtMs }) => agent === null && endedAtMs === null)
      .toSorted((a, b) => a.place - b.place);
  }

  #live(visitor: string): ModelCall | null {
    return [...this.#calls.values()].find((call) => call.visitor === visitor && call.endedAtMs === null) ?? null;
  }

  #on(sub: string): ModelAgent | null {
    const agent = this.#agents.get(sub);
    return agent?.offSinceMs === null ? agent : null;
  }

  /** Any call, live ones first. */
  #pick(index: number): ModelCall | null {
    const all = [...this.#calls.values()].toSorted(
      (a, b) => Number(a.endedAtMs !== null) - Number(b.endedAtMs !== null),
    );
    return all.length === 0 ? null : (all[index % all.length] ?? null);
  }

  #call(visitor: string, department: string | undefined): void {
    const known = this.#live(visitor);
    const isOffline = !this.#isStaffed(department ?? null);
    const isFull = this.#queue().length >= 6;
    const old = this.#visitors.get(visitor);
    const socket = this.desk.open();
    this.desk.say(socket, { type: 'hello', v: 1, inc: '0123456789abcdef' });
    const result = this.desk.command(socket, 'call', { session: sessionOf(visitor), department });
    const expected = known !== null ? 'ok' : isOffline ? 'desk-offline' : isFull ? 'desk-full' : 'ok';
    if (result !== expected) fail(`call: ${result}, not ${expected}`);
    if (result !== 'ok') return;
    this.#visitors.set(visitor, socket);
    if (known !== null) {
      if (old !== undefined && known.offSinceMs === null && old.closedWith !== 4409) fail('the old page goes on');
      known.offSinceMs = null;
      if (socket.own?.id !== known.id) fail('a second call');
      return;
    }
    const id = this.desk.callOf(socket);
    this.#place += 1;
    this.#calls.set(id, {
      ...{ id, visitor, place: this.#place, department: department ?? null, agent: null },
      ...{ wasAnswered: false, waitingSinceMs: this.desk.nowMs, endedAtMs: null, offSinceMs: null },
    });
  }

  /** Whether somebody is at work for a department, or can be called to it. */
  #isStaffed(department: string | null, except = ''): boolean {
    const { agents, reachable } = this.desk.state;
    const isFor = (departments: readonly string[]): boolean =>
      department === null || departments.length === 0 || departments.includes(department);
    const atWork = [...agents.values()].some(
      ({ sub, status, departments }) => sub !== except && status !== 'away' && isFor(departments),
    );
    const canBeCalled = [...reachable.values()].some(
      ({ id, status, departments }) =>
        id !== except && status === 'available' && isFor(departments) && this.#on(id) === null,
    );
    return atWork || canBeCalled;
  }

  #end(call: ModelCall): void {
    call.endedAtMs = this.desk.nowMs;
    call.agent = null;
    if (!call.wasAnswered) this.#missed.add(call.id);
  }

  #leave(visitor: string, op: 'cancel' | 'end'): void {
    const socket = this.#visitors.get(visitor);
    const call = this.#live(visitor);
    if (socket?.isOpen !== true) return;
    const isAllowed = op === 'end' || call === null || call.agent === null;
    const result = this.desk.command(socket, op);
    const last = [...this.#calls.values()].some((one) => one.visitor === visitor);
    const expected = !last ? 'call-gone' : isAllowed ? 'ok' : 'not-allowed';
    if (result !== expected) fail(`${op}: ${result}, not ${expected}`);
    if (result === 'ok' && call !== null) this.#end(call);
  }

  #return(visitor: string): void {
    const socket = this.desk.visitor(visitor);
    const call = this.#live(visitor);
    if (call !== null && socket.own?.id !== call.id) fail(`${visitor} comes back to ${JSON.stringify(socket.own)}`);
    if (call !== null && (call.agent !== null) !== (socket.own?.pass !== undefined) && socket.own?.again === undefined)
      fail(`${visitor} has no way into the room`);
    if (call !== null) call.offSinceMs = null;
    this.#visitors.set(visitor, socket);
  }

  #goAway(visitor: string, op: 'drop' | 'bye' | 'close-page'): void {
    const socket = this.#visitors.get(visitor);
    if (socket?.isOpen !== true) return;
    const call = this.#live(visitor);
    if (op === 'drop') this.desk.drop(socket);
    else this.desk.say(socket, op === 'bye' ? { type: 'bye' } : { type: 'bye', grace: true });
    if (call === null) return;
    if (op === 'bye') this.#end(call);
    call.offSinceMs = this.desk.nowMs;
  }

  #agent(who: number): void {
    const sub = `agent-${who}`;
    const departments = departmentsOf(who);
    const old = this.#agents.get(sub);
    const socket = this.desk.agent(sub, { departments });
    if (old?.offSinceMs === null && old.socket.closedWith !== 4409) fail('one agent twice');
    this.#agents.set(sub, { sub, socket, offSinceMs: null });
    const mine = [...this.#calls.values()].find((call) => call.agent === sub && call.endedAtMs === null);
    if ((mine === undefined) !== (socket.welcome.pass === undefined)) fail(`${sub} is told of another call`);
  }

  #requeue(call: ModelCall): void {
    call.agent = null;
    call.waitingSinceMs = this.desk.nowMs;
  }

  #removeAgent(sub: string): void {
    this.#agents.delete(sub);
    for (const call of this.#calls.values()) if (call.agent === sub && call.endedAtMs === null) this.#requeue(call);
  }

  #agentGone(sub: string, isBye: boolean): void {
    const agent = this.#on(sub);
    if (agent === null) return;
    if (isBye) {
      this.desk.say(agent.socket, { type: 'bye' });
      return this.#removeAgent(sub);
    }
    this.desk.drop(agent.socket);
    agent.offSinceMs = this.desk.nowMs;
  }

  #agentEnd(sub: string): void {
    const agent = this.#on(sub);
    const call = [...this.#calls.values()].find((one) => one.agent === sub && one.endedAtMs === null);
    if (agent === null || call === undefined) return;
    for (const _ of ['once', 'again']) this.desk.ok(agent.socket, 'end', { call: call.id });
    this.#end(call);
  }

  #expected(sub: string, call: ModelCall): string {
    if (call.endedAtMs !== null) return 'call-gone';
    if (call.agent !== null) return call.agent === sub ? 'ok' : 'already-taken';
    const isBusy = [...this.#calls.values()].some((one) => one.agent === sub && one.endedAtMs === null);
    const { agents, calls } = this.desk.state;
    const me = [...agents.values()].find((agent) => agent.sub === sub);
    const phase = calls.get(call.id)?.phase;
    const target = phase?.type === 'waiting' || phase?.type === 'ringing' ? phase.target : null;
    const isFor = call.department === null || me?.departments.length === 0 || me?.departments.includes(call.department);
    return !isBusy && (target === null ? isFor === true : target === me?.id) ? 'ok' : 'not-allowed';
  }

  #accept(sub: string, call: ModelCall | null): string | null {
    const agent = this.#on(sub);
    if (agent === null || call === null) return null;
    const expected = this.#expected(sub, call);
    const result = this.desk.command(agent.socket, 'accept', { call: call.id });
    if (result !== expected) fail(`${sub} accepts ${call.id}: ${result}, not ${expected}`);
    if (result !== 'ok') return result;
    call.agent = sub;
    call.wasAnswered = true;
    return result;
  }

  /** Everyone who is here wants the same call. */
  #race(call: ModelCall | null): void {
    if (call === null || call.agent !== null) return;
    const results = [...this.#agents.keys()].map((sub) => this.#accept(sub, call));
    if (results.filter((result) => result === 'ok').length > 1) fail('answered twice');
  }

  #other(sub: string, call: ModelCall | null, op: 'decline' | 'hold'): void {
    const agent = this.#on(sub);
    if (agent === null || call === null) return;
    const isOwn = call.agent === sub && call.endedAtMs === null;
    const expected = op === 'decline' || isOwn ? 'ok' : call.endedAtMs === null ? 'not-allowed' : 'call-gone';
    const result = this.desk.command(agent.socket, op, { call: call.id, ...(op === 'hold' ? { on: true } : {}) });
    if (result !== expected) fail(`${op}: ${result}, not ${expected}`);
  }

  #transfer(sub: string, to: number, department: string | undefined): void {
    const agent = this.#on(sub);
    const call = [...this.#calls.values()].find((one) => one.agent === sub && one.endedAtMs === null);
    if (agent === null || call === undefined) return;
    const { agents } = this.desk.state;
    const target = [...agents.values()].find((one) => one.sub === `agent-${to}`);
    const where = department === undefined ? { agent: target?.id ?? 'nobody' } : { department };
    const result = this.desk.command(agent.socket, 'transfer', { call: call.id, ...where });
    const isBusy = [...this.#calls.values()].some((one) => one.agent === target?.sub && one.endedAtMs === null);
    const isFree =
      target !== undefined && target.sub !== sub && target.link.on && target.status === 'available' && !isBusy;
    const isThere = this.#isStaffed(department ?? null, sub);
    const expected = department === undefined ? (isFree ? 'ok' : 'peer-unavailable') : isThere ? 'ok' : 'desk-offline';
    if (result !== expected) fail(`transfer: ${result}, not ${expected}`);
    if (result !== 'ok') return;
    if (department !== undefined) call.department = department;
    this.#requeue(call);
  }

  #crash(): void {
    this.desk.restart('lost');
    this.desk.alarm();
    this.#expire();
    for (const call of this.#calls.values()) call.offSinceMs ??= this.desk.nowMs;
    for (const agent of this.#agents.values()) agent.offSinceMs ??= this.desk.nowMs;
  }

  #wait(ms: number): void {
    const endMs = this.desk.nowMs + ms;
    for (;;) {
      const next = Math.min(...this.#deadlines());
      if (next > endMs) break;
      this.desk.advance(next - this.desk.nowMs);
      // So that all that is due is done, whatever rang at this moment.
      this.desk.alarm();
      this.#expire();
    }
    this.desk.advance(endMs - this.desk.nowMs);
  }

  #deadlines(): number[] {
    const agents = [...this.#agents.values()].map(({ offSinceMs }) => (offSinceMs ?? Infinity) + GRACE_MS.agent);
    const calls = [...this.#calls.values()].flatMap(({ agent, endedAtMs, offSinceMs, waitingSinceMs }) => {
      if (endedAtMs !== null) return [endedAtMs + RATING_MS];
      return [
        (offSinceMs ?? Infinity) + GRACE_MS.visitor,
        agent === null ? waitingSinceMs + this.#maxWaitMs : Infinity,
      ];
    });
    return [...agents, ...calls];
  }

  #expire(): void {
    const now = this.desk.nowMs;
    for (const { sub, offSinceMs } of this.#agents.values())
      if (offSinceMs !== null && offSinceMs + GRACE_MS.agent <= now) this.#removeAgent(sub);
    for (const call of this.#calls.values()) {
      if (call.endedAtMs !== null) {
        if (call.endedAtMs + RATING_MS <= now) this.#calls.delete(call.id);
      } else if (call.offSinceMs !== null && call.offSinceMs + GRACE_MS.visitor <= now) this.#end(call);
      else if (call.agent === null && call.waitingSinceMs + this.#maxWaitMs <= now) this.#end(call);
    }
  }
}
