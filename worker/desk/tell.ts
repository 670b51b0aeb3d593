/** From what was shown before and what is shown now to what is told to whom. Knows the state and no rule that changes it. */
import type { AgentId, CallGone, CallId, DeskEvent, RingEnd } from '#protocol';
import type { Agent, Call, SocketId } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import type { DeskEffect, PassOrder } from './effects.ts';
import { Estimates, activeCallOf, positionsOf, queueOf } from './queue.ts';
import { type View, deskAgent, deskCall, messageNote, missedCall, ownCall } from './view.ts';

type Views = { readonly before: View; readonly after: View };

export function agentPass({ room }: Call, { name, sub }: Agent): PassOrder {
  return { room, role: 'agent', name, sub };
}

export function visitorPass({ id, room, name }: Call): PassOrder {
  return { room, role: 'visitor', name, sub: `call-${id}` };
}

/** Why a call is gone from a list; what rang to its end is another matter. */
function goneReason(reason: RingEnd | undefined): CallGone {
  return reason === undefined || reason === 'timeout' || reason === 'declined' || reason === 'busy' ? 'hidden' : reason;
}

class Telling {
  readonly effects: DeskEffect[] = [];
  readonly #turn: DeskTurn;
  readonly #views: Views;
  readonly #estimates: Estimates;

  constructor(turn: DeskTurn, views: Views) {
    this.#turn = turn;
    this.#views = views;
    this.#estimates = new Estimates(turn.state);
  }

  /** Agents who were told everything before, and so are told of changes. */
  #listeners(): [AgentId, SocketId][] {
    const { perAgent } = this.#views.after;
    return [...perAgent].flatMap(([id, { socket }]): [AgentId, SocketId][] =>
      socket === null || this.#turn.welcomed.has(socket) ? [] : [[id, socket]],
    );
  }

  #send(to: readonly SocketId[], message: DeskEvent): void {
    if (to.length > 0) this.effects.push({ type: 'send', to, message });
  }

  welcomeVisitors(): void {
    const { state, nowMs, welcomed } = this.#turn;
    const { availability } = this.#views.after;
    const positions = positionsOf(queueOf(state));
    const bySocket = new Map<SocketId, Call>();
    for (const call of state.calls.values()) if (call.link.on) bySocket.set(call.link.socket, call);
    const agents = new Set([...state.agents.values()].flatMap(({ link }) => (link.on ? [link.socket] : [])));
    for (const socket of welcomed) {
      if (agents.has(socket)) continue;
      const call = bySocket.get(socket);
      const own = call === undefined ? null : ownCall(state, call, positions.get(call) ?? null, this.#estimates);
      const hasPass = call !== undefined && call.answeredAtMs !== null && call.phase.type !== 'ended';
      this.effects.push({
        type: 'send',
        to: [socket],
        message: {
          type: 'welcome',
          role: 'visitor',
          call: own === null || !hasPass ? own : { ...own, pass: { room: call.room } },
          availability,
          now: nowMs,
        },
        ...(hasPass ? { pass: visitorPass(call) } : {}),
      });
    }
  }

  welcomeAgents(): void {
    const { state, config, nowMs, welcomed } = this.#turn;
    for (const agent of state.agents.values()) {
      const view = this.#views.after.perAgent.get(agent.id);
      if (view === undefined || view.socket === null || !welcomed.has(view.socket)) continue;
      const calls = [...view.calls].flatMap((id) => state.calls.get(id) ?? []);
      const active = activeCallOf(state, agent);
      this.effects.push({
        type: 'send',
        to: [view.socket],
        message: {
          type: 'welcome',
          role: 'agent',
          me: agent.id,
          agents: [...state.agents.values()].map((one) => deskAgent(one, activeCallOf(state, one) !== null)),
          calls: calls.map(deskCall),
          waiting: view.waiting,
          rings: [...view.rings].map(([id, untilMs]) => ({ id, ttlMs: Math.max(0, untilMs - nowMs) })),
          ...(active === null ? {} : { pass: { room: active.room } }),
          missed: [...state.missed.values()].map(missedCall),
          messages: [...state.messages.values()].map(messageNote),
          departments: config.departments,
          availability: this.#views.after.availability,
          now: nowMs,
        },
        ...(active === null ? {} : { pass: agentPass(active, agent) }),
      });
    }
  }

  /** To every visitor with a call what is new of it. */
  own(): void {
    const { state, welcomed } = this.#turn;
    const positions = positionsOf(queueOf(state));
    for (const [id, { socket, sign, phase }] of this.#views.after.own) {
      const before = this.#views.before.own.get(id);
      const call = state.calls.get(id);
      if (call === undefined || socket === null || welcomed.has(socket) || before?.sign === sign) continue;
      const own = ownCall(state, call, positions.get(call) ?? null, this.#estimates);
      const isNew = phase === 'active' && before?.phase !== 'active';
      this.effects.push({
        type: 'send',
        to: [socket],
        message: { type: 'event', event: 'own', call: isNew ? { ...own, pass: { room: call.room } } : own },
        ...(isNew ? { pass: visitorPass(call) } : {}),
      });
    }
  }

  calls(): void {
    const { state, touched, reasons, nowMs } = this.#turn;
    const shown = new Map<CallId, SocketId[]>();
    const gone = new Map<CallId, SocketId[]>();
    const add = (to: Map<CallId, SocketId[]>, id: CallId, socket: SocketId): void => {
      const sockets = to.get(id);
      if (sockets === undefined) to.set(id, [socket]);
      else sockets.push(socket);
    };
    const late: (() => void)[] = [];
    for (const [agent, socket] of this.#listeners()) {
      const before = this.#views.before.perAgent.get(agent);
      const after = this.#views.after.perAgent.get(agent);
      if (after === undefined) continue;
      for (const id of after.calls) if (touched.has(id) || before?.calls.has(id) !== true) add(shown, id, socket);
      for (const id of before?.calls ?? []) if (!after.calls.has(id)) add(gone, id, socket);
      for (const [id, untilMs] of after.rings) {
        if (before?.rings.get(id) === untilMs) continue;
        late.push(() =>
          this.#send([socket], { type: 'event', event: 'ring', id, ttlMs: Math.max(0, untilMs - nowMs) }),
        );
      }
      for (const id of before?.rings.keys() ?? []) {
        if (after.rings.has(id)) continue;
        const reason = reasons.get(id) ?? 'hidden';
        this.#send([socket], { type: 'event', event: 'ring-end', id, reason });
      }
      if (before?.waiting !== after.waiting)
        late.push(() => this.#send([socket], { type: 'event', event: 'waiting', count: after.waiting }));
    }
    for (const [id, to] of gone) {
      this.#send(to, { type: 'event', event: 'call-end', id, reason: goneReason(reasons.get(id)) });
    }
    for (const [id, to] of shown) {
      const call = state.calls.get(id);
      if (call !== undefined) this.#send(to, { type: 'event', event: 'call', call: deskCall(call) });
    }
    for (const tell of late) tell();
  }

  colleagues(): void {
    const { before, after } = this.#views;
    const to = this.#listeners().map(([, socket]) => socket);
    for (const [id, sign] of after.agents) {
      const agent = this.#turn.state.agents.get(id);
      if (agent === undefined || before.agents.get(id) === sign) continue;
      const isInCall = activeCallOf(this.#turn.state, agent) !== null;
      this.#send(to, { type: 'event', event: 'agent', agent: deskAgent(agent, isInCall) });
    }
    for (const id of before.agents.keys())
      if (!after.agents.has(id)) this.#send(to, { type: 'event', event: 'agent-end', id });
  }

  lists(): void {
    const { before, after } = this.#views;
    const { missed, messages } = this.#turn.state;
    const to = this.#listeners().map(([, socket]) => socket);
    for (const [id, call] of missed)
      if (!before.missed.has(id)) this.#send(to, { type: 'event', event: 'missed', call: missedCall(call) });
    for (const id of before.missed)
      if (!after.missed.has(id)) this.#send(to, { type: 'event', event: 'missed-end', id });
    for (const [id, message] of messages)
      if (!before.messages.has(id)) this.#send(to, { type: 'event', event: 'message', message: messageNote(message) });
    for (const id of before.messages)
      if (!after.messages.has(id)) this.#send(to, { type: 'event', event: 'message-end', id });
  }

  availability(): void {
    const { before, after } = this.#views;
    if (before.availabilitySign === after.availabilitySign) return;
    const message = { type: 'event', event: 'availability', availability: after.availability } as const;
    this.#send(
      this.#listeners().map(([, socket]) => socket),
      message,
    );
    this.effects.push({ type: 'tell-visitors', message });
  }
}

/** Everything that the changes of a turn mean for those who look on, in the order in which it is to be told. Who is welcomed in this turn
 *  hears everything at once, and nothing of changes. */
export function tell(turn: DeskTurn, views: Views): DeskEffect[] {
  const telling = new Telling(turn, views);
  telling.welcomeVisitors();
  telling.welcomeAgents();
  telling.availability();
  telling.colleagues();
  telling.calls();
  telling.own();
  telling.lists();
  return telling.effects;
}
