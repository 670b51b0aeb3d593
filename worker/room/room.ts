/**
 * The rules of one room: an input goes in, effects come out. Knows no clock, no randomness, no socket and no storage;
 * the same inputs always give the same effects. What must survive is in the state; what is only in memory here (rate
 * buckets, counters) may be lost at any time without breaking a promise.
 */
import {
  CLOSE_CODES,
  GOING_AWAY,
  HELLO_TIMEOUT_MS,
  type Incarnation,
  type PeerId,
  type PeerState,
  type Relay,
  type RelayLine,
  ROOM_SWEEP_INTERVAL_MS,
  WAITING_FRAME_COST,
  relayHeadBytes,
} from '#protocol';
import { answerHello } from './admission.ts';
import { forgetSpent } from './bans.ts';
import { runCommand } from './commands.ts';
import { isInhabited, nextDeadlineMs } from './deadlines.ts';
import type { Effect, HandedOn } from './effects.ts';
import type { DecodedFrame, FrameInput, HelloInput, Input, LiveSocket } from './inputs.ts';
import { HelloBudget } from './hello-budget.ts';
import { endWaiting, losePlace, waitingOfSocket } from './lobby.ts';
import {
  disconnect,
  expire,
  isUnknown,
  lose,
  reconcile,
  remove,
  seatOf,
  seatOfSocket,
  sweep,
  thinOut,
} from './presence.ts';
import { provenSession } from './proof.ts';
import { Buckets } from './rate-limit.ts';
import { type Greediest, RelayBudget } from './relay-budget.ts';
import { handOn, takesLines } from './relaying.ts';
import type { RoomState, Seat, SocketId } from './room-state.ts';
import { Turn } from './turn.ts';

function isSameState(a: PeerState, b: PeerState): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}

interface Route {
  readonly to: PeerId;
  readonly socket: SocketId;
  readonly from: PeerId;
  readonly inc: Incarnation;
}

export class Room {
  readonly #boot: string;
  #state: RoomState | null;
  readonly #buckets = new Buckets();
  readonly #hellos = new HelloBudget();
  readonly #relays = new RelayBudget();
  /** Where each socket's last line went: true until anything else happens to the room. */
  readonly #routes = new Map<SocketId, Route>();
  #ignoredCount = 0;
  #undeliveredCount = 0;

  /** @param state what was saved last; null for a room that is new. @param boot names this loading of the room. */
  constructor(state: RoomState | null, boot: string) {
    this.#state = state;
    this.#boot = boot;
  }

  handle(input: Input): Effect[] {
    const turn = new Turn(input.nowMs, this.#state);
    this.#routes.clear();
    this.#hellos.begin(turn.nowMs, (turn.state?.seats.length ?? 0) > 0);
    this.#dispatch(turn, input);
    this.#state = turn.state;
    return turn.finish();
  }

  /** The everyday frame, without a turn: a line within every limit, from a seat to another one that takes lines.
   *  @param bytes of the whole frame. @returns null for any other: then nothing has happened, and it is an input like all. */
  handOnLine(socket: SocketId, { to, text }: RelayLine, bytes: number, nowMs: number): HandedOn | null {
    const route = this.#routeOf(socket, to);
    if (route === null || !this.#relays.hasRoom(nowMs)) return null;
    if (this.#buckets.take(socket, nowMs, bytes) !== null) return null;
    this.#relays.count(route.from, nowMs);
    return { to: route.socket, from: route.from, inc: route.inc, text, bytes: bytes - relayHeadBytes(to) };
  }

  /** Where a line goes; null where it does not go by itself. */
  #routeOf(socket: SocketId, to: PeerId): Route | null {
    const known = this.#routes.get(socket);
    if (known?.to === to) return known;
    const state = this.#state;
    const from = seatOfSocket(state, socket);
    const target = state === null || from === null ? null : seatOf(state, to);
    if (from === null || target === null || target === from || !target.link.on || !takesLines(target)) return null;
    const route = { to, socket: target.link.socket, from: from.id, inc: from.inc };
    this.#routes.set(socket, route);
    return route;
  }

  #dispatch(turn: Turn, input: Input): void {
    switch (input.type) {
      case 'wake':
        return this.#look(turn, input.sockets, input.speaker);
      case 'open':
        // Among others its time is watched by the next look: two rows for each who joins would be a fifth of what a call writes.
        return turn.wakeAt(turn.nowMs + (isInhabited(turn.state) ? ROOM_SWEEP_INTERVAL_MS : HELLO_TIMEOUT_MS));
      case 'crowd':
        return thinOut(turn, turn.state, input.sockets);
      case 'hello':
        return this.#hello(turn, input);
      case 'frame':
        return this.#frame(turn, input);
      case 'closed':
        return this.#closed(turn, input.socket, input.code === GOING_AWAY);
      case 'slow':
        turn.close(input.socket, CLOSE_CODES.slowConsumer);
        turn.log({ event: 'refused', code: CLOSE_CODES.slowConsumer });
        return this.#closed(turn, input.socket);
      case 'alarm':
        return this.#alarm(turn, input.sockets);
      default:
        return input satisfies never;
    }
  }

  #hello(turn: Turn, input: HelloInput): void {
    if (!this.#isWithinRate(turn, input)) return;
    const { socket } = input;
    const isSecond = socket.peer !== null || waitingOfSocket(turn.state, socket.id) !== null;
    if (isSecond) return this.#drop(turn, socket.id, CLOSE_CODES.badFrame);
    const retryMs = this.#hellos.take(provenSession(turn.state, input), turn.nowMs);
    if (retryMs !== null) return this.#drop(turn, socket.id, CLOSE_CODES.rateLimited, retryMs);
    answerHello(turn, input, this.#boot);
    turn.wakeAt(turn.nowMs + ROOM_SWEEP_INTERVAL_MS);
    if (!isInhabited(turn.state)) return;
    const others = input.sockets.filter(({ id }) => id !== socket.id);
    const nextMs = nextDeadlineMs(turn.state, others, turn.nowMs) ?? Infinity;
    turn.idleUntil(Math.min(nextMs, turn.nowMs + ROOM_SWEEP_INTERVAL_MS));
  }

  #look(turn: Turn, sockets: readonly LiveSocket[], speaker: SocketId | null): void {
    reconcile(turn, turn.state, sockets, speaker);
    for (const socket of sweep(turn, turn.state, sockets, speaker)) {
      if (socket.id !== speaker && isUnknown(turn.state, socket)) turn.wakeAt(socket.openedAtMs + HELLO_TIMEOUT_MS);
    }
  }

  #frame(turn: Turn, input: FrameInput): void {
    const { decoded, socket } = input;
    // Before the rate: the same frame would never pass.
    if (!decoded.ok && decoded.reason === 'too-large') return this.#drop(turn, socket.id, CLOSE_CODES.tooLarge);
    if (!this.#isWithinRate(turn, input)) return;
    if (!decoded.ok && decoded.reason === 'unsupported-version')
      return this.#drop(turn, socket.id, CLOSE_CODES.version);
    if (socket.peer === null && this.#isForDoor(turn, input)) return;
    if (socket.peer === null || (!decoded.ok && decoded.reason === 'malformed')) {
      return this.#drop(turn, socket.id, CLOSE_CODES.badFrame);
    }
    const seat = seatOfSocket(turn.state, socket.id);
    // Another socket speaks for this seat meanwhile, or the seat is unknown after a loss of storage: start over.
    if (turn.state === null || seat === null) return turn.close(socket.id, CLOSE_CODES.draining);
    if (decoded.ok) return this.#message(turn, turn.state, seat, input, decoded.message);
    if (decoded.reason === 'unknown-op') {
      return turn.send(socket.id, { type: 'result', id: decoded.id, ok: false, code: 'bad-message' });
    }
    this.#ignoredCount += 1;
  }

  /** Who waits may only leave; what a newer version says is no offence. @returns whether nothing more is to be done. */
  #isForDoor(turn: Turn, { socket, decoded }: FrameInput): boolean {
    const waiting = waitingOfSocket(turn.state, socket.id);
    if (turn.state === null || waiting === null) return false;
    if (decoded.ok && decoded.message.type === 'bye') {
      if (decoded.message.grace === true) losePlace(turn, waiting, true);
      else endWaiting(turn, turn.state, waiting);
      turn.close(socket.id, CLOSE_CODES.normal);
      return true;
    }
    if (decoded.ok ? decoded.message.type !== 'read' : decoded.reason !== 'unknown-type') return false;
    this.#ignoredCount += 1;
    return true;
  }

  #message(turn: Turn, state: RoomState, seat: Seat, input: FrameInput, message: Understood): void {
    switch (message.type) {
      case 'relay':
      case 'relay-line':
        return this.#relay(turn, state, seat, input, message);
      case 'state':
        if (isSameState(seat.state, message.state)) return;
        seat.state = message.state;
        return turn.emit(state, { event: 'state', id: seat.id, state: message.state });
      case 'command':
        return runCommand(turn, state, seat, input, message, this.#boot);
      case 'read':
        // Of a probe that was forgotten meanwhile: it proves nothing, and is no offence.
        this.#ignoredCount += 1;
        return;
      case 'bye':
        if (message.grace === true) lose(turn, state, seat, true);
        else remove(turn, state, seat, 'user_left');
        return turn.close(input.socket.id, CLOSE_CODES.normal);
      default:
        return message satisfies never;
    }
  }

  #relay(turn: Turn, state: RoomState, seat: Seat, { socket, bytes }: FrameInput, message: Relay | RelayLine): void {
    const target = seatOf(state, message.to);
    if (target === null || target === seat || !target.link.on) {
      this.#undeliveredCount += 1;
      return;
    }
    if (!handOn(turn, seat, target, target.link.socket, message, bytes))
      return this.#drop(turn, socket.id, CLOSE_CODES.badFrame);
    this.#brake(turn, state, this.#relays.count(seat.id, turn.nowMs));
  }

  #alarm(turn: Turn, sockets: readonly LiveSocket[]): void {
    reconcile(turn, turn.state, sockets);
    const staying = sweep(turn, turn.state, sockets);
    if (turn.state !== null) {
      expire(turn, turn.state);
      forgetSpent(turn, turn.state);
    }
    this.#report(turn);
    const nextMs = nextDeadlineMs(turn.state, staying, turn.nowMs);
    if (nextMs !== null) turn.wakeAt(nextMs);
    else turn.deleteAll();
  }

  #closed(turn: Turn, socket: SocketId, hasLeft = false): void {
    this.#buckets.forget(socket);
    disconnect(turn, turn.state, socket, hasLeft);
  }

  /** Says why, closes, and treats the seat as lost at once: the close handshake may take its time. Who does not behave in the
   *  queue has lost the place. */
  #drop(turn: Turn, socket: SocketId, code: keyof typeof DROP_ERRORS, retryMs?: number): void {
    turn.refuse(socket, code, DROP_ERRORS[code], retryMs);
    const waiting = waitingOfSocket(turn.state, socket);
    if (turn.state !== null && waiting !== null) endWaiting(turn, turn.state, waiting);
    this.#closed(turn, socket);
  }

  /** One who is off already only has to stay away. */
  #brake(turn: Turn, state: RoomState, greediest: Greediest | null): void {
    if (greediest === null) return;
    const link = seatOf(state, greediest.peer)?.link;
    if (link?.on === true) this.#drop(turn, link.socket, CLOSE_CODES.rateLimited, greediest.retryMs);
  }

  #isWithinRate(turn: Turn, { socket, bytes }: HelloInput | FrameInput): boolean {
    const cost = waitingOfSocket(turn.state, socket.id) === null ? 1 : WAITING_FRAME_COST;
    const retryMs = this.#buckets.take(socket.id, turn.nowMs, bytes, cost);
    // A frame is never just dropped: what is sent after it would arrive without it.
    if (retryMs !== null) this.#drop(turn, socket.id, CLOSE_CODES.rateLimited, retryMs);
    return retryMs === null;
  }

  #report(turn: Turn): void {
    if (this.#ignoredCount > 0) turn.log({ event: 'ignored-types', count: this.#ignoredCount });
    if (this.#undeliveredCount > 0) turn.log({ event: 'undelivered-relays', count: this.#undeliveredCount });
    this.#ignoredCount = 0;
    this.#undeliveredCount = 0;
  }
}

/** What a frame can say once there is a seat. */
type Understood = Extract<DecodedFrame, { readonly ok: true }>['message'];

/** What a client is told before its socket is closed with a code. */
const DROP_ERRORS = {
  [CLOSE_CODES.badFrame]: 'bad-message',
  [CLOSE_CODES.tooLarge]: 'message-too-large',
  [CLOSE_CODES.version]: 'unsupported-version',
  [CLOSE_CODES.rateLimited]: 'rate-limited',
} as const;
