/**
 * The rules of one support desk: an input goes in, effects come out. Knows no clock, no randomness, no socket and no storage; the same
 * inputs always give the same effects. What must survive is in the state; what is only in memory here (rate buckets, what was shown last)
 * may be lost at any time without breaking a promise.
 */
import {
  type Availability,
  CLOSE_CODES,
  type DeskClientMessage,
  type DeskHello,
  HELLO_TIMEOUT_MS,
  MAX_CALLS_PER_NETWORK,
  MAX_DESK_MESSAGES,
  MAX_DESK_MESSAGE_BYTES,
  MAX_MESSAGES_PER_NETWORK,
  MAX_PAGES_AT_ONCE,
  PAGE_EACH_MS,
  RATING_TIME_MS,
  SWEEP_INTERVAL_MS,
} from '#protocol';
// One bucket for every socket of the Worker.
import { Buckets } from '../room/rate-limit.ts';
import { agentCommand, agentHello } from './agent.ts';
import { availabilityOf } from './availability.ts';
import { Budget } from './budget.ts';
import { DEFAULT_CONFIG, type DeskConfig } from './desk-config.ts';
import { nextDeadlineMs } from './desk-deadlines.ts';
import {
  agentOfSocket,
  callOfSocket,
  disconnect,
  expire,
  loseAgent,
  loseVisitor,
  reconcile,
  removeAgent,
  sweep,
  thinOut,
} from './desk-presence.ts';
import type { DeskState, Message, SocketId } from './desk-state.ts';
import { type DeskStats, statsOf } from './desk-stats.ts';
import { DeskTurn } from './desk-turn.ts';
import { messageLeft } from './desk-webhooks.ts';
import type { DeskEffect } from './effects.ts';
import { changesAtMs } from './hours.ts';
import type { DeskInput, FrameInput, HelloInput } from './inputs.ts';
import { nextPushMs, push } from './pushing.ts';
import { pushOff, pushOn, signOff } from './reachable.ts';
import { assign, expireRings } from './ringing.ts';
import { tell } from './tell.ts';
import { type View, viewOf } from './view.ts';
import { type VisitorBudgets, visitorBye, visitorCommand, visitorHello } from './visitor.ts';

/** After so long one address may call once more: its budget is full again when the last of its calls that are over is forgotten. */
const CALL_EACH_MS = RATING_TIME_MS / MAX_CALLS_PER_NETWORK;

export class Desk {
  readonly #state: DeskState;
  #config: DeskConfig;
  /** What was shown last. */
  #view: View | null = null;
  readonly #buckets = new Buckets();
  readonly #budgets: VisitorBudgets = {
    calls: new Budget(MAX_CALLS_PER_NETWORK, CALL_EACH_MS),
    pages: new Budget(MAX_PAGES_AT_ONCE, PAGE_EACH_MS),
  };
  #ignoredCount = 0;

  /** @param state what was saved last. */
  constructor(state: DeskState) {
    this.#state = state;
    this.#config = state.desk?.config ?? DEFAULT_CONFIG;
    // What is over stays for as long as a budget takes to be full again.
    for (const { network, enteredAtMs } of [...state.calls.values()].toSorted((a, b) => a.enteredAtMs - b.enteredAtMs))
      this.#budgets.calls.take(network, enteredAtMs);
  }

  handle(input: DeskInput): DeskEffect[] {
    const before = this.#view ?? this.#viewAtLoading(input);
    this.#view = before;
    if ('config' in input) this.#config = input.config ?? this.#config;
    const turn = new DeskTurn(input.nowMs, this.#state, this.#config);
    expireRings(turn);
    expire(turn);
    this.#dispatch(turn, input);
    assign(turn);
    const pushMs = input.type === 'alarm' ? null : nextPushMs(turn);
    if (pushMs !== null) turn.wakeAt(Math.max(pushMs, input.nowMs));
    // Only time opens and closes a desk without a change, and for that there is the alarm.
    if (!turn.isChanged && input.type !== 'alarm') return turn.finish([]);
    this.#view = viewOf(this.#state, this.#config, input.nowMs);
    return turn.finish(tell(turn, { before, after: this.#view }));
  }

  /** What was shown before this loading, as far as the state tells; it may have opened or closed meanwhile, for which the alarm was set. */
  #viewAtLoading({ type, nowMs }: DeskInput): View {
    const view = viewOf(this.#state, this.#config, nowMs);
    return type === 'alarm' && this.#config.hours !== undefined ? { ...view, availabilitySign: '' } : view;
  }

  /** What everyone may know now. */
  availability(config: DeskConfig, nowMs: number): Availability {
    return availabilityOf(this.#state, config, nowMs);
  }

  /** What was left and is not handled, oldest first. */
  messages(): readonly Message[] {
    return [...this.#state.messages.values()];
  }

  stats(): DeskStats {
    return statsOf(this.#state);
  }

  #dispatch(turn: DeskTurn, input: DeskInput): void {
    switch (input.type) {
      case 'wake':
        return reconcile(turn, input.sockets);
      case 'open':
        return turn.wakeAt(input.nowMs + HELLO_TIMEOUT_MS);
      case 'crowd':
        return thinOut(turn, input.sockets);
      case 'hello':
        return this.#hello(turn, input);
      case 'frame':
        return this.#frame(turn, input);
      case 'message':
        return this.#keepMessage(turn, input);
      case 'push-on':
        return pushOn(turn, input);
      case 'push-off':
        return pushOff(turn, input.endpoint, input.sub);
      case 'closed':
        return this.#closed(turn, input.socket);
      case 'slow':
        turn.close(input.socket, CLOSE_CODES.slowConsumer);
        turn.log({ event: 'refused', code: CLOSE_CODES.slowConsumer });
        return this.#closed(turn, input.socket);
      case 'alarm':
        return this.#alarm(turn, input);
      default:
        return input satisfies never;
    }
  }

  #hello(turn: DeskTurn, input: HelloInput): void {
    if (!this.#isWithinRate(turn, input)) return;
    const { socket, grant } = input;
    if (socket.peer !== null) return this.#drop(turn, socket.id, CLOSE_CODES.badFrame);
    if (grant.role === 'agent') agentHello(turn, input);
    else visitorHello(turn, input);
    const { hours } = this.#config;
    const changesMs = hours === undefined ? null : changesAtMs(hours, turn.nowMs);
    turn.wakeAt(Math.min(turn.nowMs + SWEEP_INTERVAL_MS, changesMs ?? Infinity));
  }

  #frame(turn: DeskTurn, input: FrameInput): void {
    const { decoded, socket } = input;
    // Before the rate: the same frame would never pass.
    if (!decoded.ok && decoded.reason === 'too-large') return this.#drop(turn, socket.id, CLOSE_CODES.tooLarge);
    if (!this.#isWithinRate(turn, input)) return;
    if (!decoded.ok && decoded.reason === 'unsupported-version')
      return this.#drop(turn, socket.id, CLOSE_CODES.version);
    if (socket.peer === null || (!decoded.ok && decoded.reason === 'malformed'))
      return this.#drop(turn, socket.id, CLOSE_CODES.badFrame);
    if (decoded.ok) return this.#message(turn, input, decoded.message);
    if (decoded.reason === 'unknown-op')
      return turn.answer(socket.id, { type: 'result', id: decoded.id, ok: false, code: 'bad-message' });
    this.#ignoredCount += 1;
  }

  #message(turn: DeskTurn, input: FrameInput, message: Exclude<DeskClientMessage, DeskHello>): void {
    const { socket, grant } = input;
    if (message.type === 'read') {
      this.#ignoredCount += 1;
      return;
    }
    const agent = grant.role === 'agent' ? agentOfSocket(turn.state, socket.id) : null;
    // Another socket speaks for this agent meanwhile, or its row is lost: start over.
    if (grant.role === 'agent' && agent === null) return turn.close(socket.id, CLOSE_CODES.draining);
    const call = agent === null ? callOfSocket(turn.state, socket.id) : null;
    if (message.type === 'command') {
      if (agent !== null) return agentCommand(turn, agent, message);
      return visitorCommand(turn, call, message, input, this.#budgets);
    }
    const isBack = message.grace === true;
    if (agent !== null) {
      (isBack ? loseAgent : removeAgent)(turn, agent);
      if (!isBack) signOff(turn, agent.sub);
    } else if (call !== null) {
      if (!isBack) visitorBye(turn, call);
      loseVisitor(turn, call);
    }
    turn.close(socket.id, CLOSE_CODES.normal);
  }

  #keepMessage(turn: DeskTurn, input: Extract<DeskInput, { type: 'message' }>): void {
    const { id, department, voice, bytes, network } = input;
    const { messages } = turn.state;
    let kept = bytes;
    let ofNetwork = 0;
    for (const message of messages.values()) {
      kept += message.bytes;
      if (network !== null && message.network === network) ofNetwork += 1;
    }
    const isFull = messages.size >= MAX_DESK_MESSAGES || kept > MAX_DESK_MESSAGE_BYTES;
    if (isFull || ofNetwork >= MAX_MESSAGES_PER_NETWORK || messages.has(id)) return;
    const message = { id, at: turn.nowMs, department, voice, bytes, network };
    messages.set(id, message);
    turn.desk();
    turn.keep('message', id);
    turn.do({ type: 'keep-message', id });
    turn.webhook(messageLeft(turn.nowMs, turn.state, message));
    const ends = nextDeadlineMs(turn, []);
    if (ends !== null) turn.wakeAt(ends);
  }

  #alarm(turn: DeskTurn, { sockets }: Extract<DeskInput, { type: 'alarm' }>): void {
    reconcile(turn, sockets);
    const staying = sweep(turn, sockets);
    // Before the next look is planned: it sets times of its own.
    assign(turn);
    push(turn);
    if (this.#ignoredCount > 0) turn.log({ event: 'ignored-types', count: this.#ignoredCount });
    this.#ignoredCount = 0;
    const nextMs = nextDeadlineMs(turn, staying);
    if (nextMs !== null) turn.wakeAt(nextMs);
    else if (turn.state.desk === null) turn.do({ type: 'delete-all' });
  }

  #closed(turn: DeskTurn, socket: SocketId): void {
    this.#buckets.forget(socket);
    disconnect(turn, socket);
  }

  /** Says why, closes, and treats the party as lost at once: the close handshake may take its time. */
  #drop(turn: DeskTurn, socket: SocketId, code: keyof typeof DROP_ERRORS, retryMs?: number): void {
    turn.refuse(socket, code, DROP_ERRORS[code], retryMs);
    this.#closed(turn, socket);
  }

  #isWithinRate(turn: DeskTurn, { socket, bytes }: HelloInput | FrameInput): boolean {
    const retryMs = this.#buckets.take(socket.id, turn.nowMs, bytes);
    if (retryMs !== null) this.#drop(turn, socket.id, CLOSE_CODES.rateLimited, retryMs);
    return retryMs === null;
  }
}

/** What a client is told before its socket is closed with a code. */
const DROP_ERRORS = {
  [CLOSE_CODES.badFrame]: 'bad-message',
  [CLOSE_CODES.tooLarge]: 'message-too-large',
  [CLOSE_CODES.version]: 'unsupported-version',
  [CLOSE_CODES.rateLimited]: 'rate-limited',
} as const;
