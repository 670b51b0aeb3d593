/**
 * One turn of the room: an input's time, the state it may change, and the effects it collects. Keeps the promise that
 * `rv` grows by one per event, that an event goes to everyone on, and that a change is saved before anyone hears of it.
 */
import {
  type CloseCode,
  type ErrorCode,
  type PeerId,
  type RoomEvent,
  type ServerMessage,
  isFinalCloseCode,
} from '#protocol';
import type { Effect, LogEntry } from './effects.ts';
import type { RoomState, Seat, SocketId } from './room-state.ts';
import type { WebhookEvent } from './webhook-events.ts';

/** An event before it has its version. */
type Unversioned<Event> = Event extends unknown ? Omit<Event, 'rv' | 'type'> : never;
export type Change = Unversioned<RoomEvent>;

export class Turn {
  readonly nowMs: number;
  state: RoomState | null;
  readonly #effects: Effect[] = [];
  #isChanged = false;

  constructor(nowMs: number, state: RoomState | null) {
    this.nowMs = nowMs;
    this.state = state;
  }

  /** Versions a change and tells everyone who is on. `except` is the one whose welcome says it already. */
  emit(state: RoomState, change: Change, except?: PeerId): void {
    state.rv += 1;
    this.#isChanged = true;
    const to: SocketId[] = [];
    for (const seat of state.seats) if (seat.link.on && seat.id !== except) to.push(seat.link.socket);
    if (to.length > 0) this.#effects.push({ type: 'send', to, message: { type: 'event', rv: state.rv, ...change } });
  }

  /** Marks a change that nobody is told of. */
  touch(): void {
    this.#isChanged = true;
  }

  send(socket: SocketId, message: ServerMessage): void {
    this.#effects.push({ type: 'send', to: [socket], message });
  }

  /** @param bytes of `text` in UTF-8. */
  relay(to: SocketId, { id: from, inc }: Seat, text: string, bytes: number): void {
    this.#effects.push({ type: 'relay', to, from, inc, text, bytes });
  }

  attach(socket: SocketId, seat: Seat): void {
    this.#effects.push({ type: 'attach', socket, peer: seat.id });
  }

  close(socket: SocketId, code: CloseCode): void {
    this.#effects.push({ type: 'close', socket, code });
  }

  /** Says why and closes. `fatal` tells the client whether the same attempt could succeed. */
  refuse(socket: SocketId, code: CloseCode, error: ErrorCode, retryMs?: number): void {
    const fatal = isFinalCloseCode(code);
    this.send(socket, { type: 'error', code: error, fatal, ...(retryMs === undefined ? {} : { retryMs }) });
    this.close(socket, code);
    this.log({ event: 'refused', code });
  }

  /** Tells the owner's server, where there is one that wants to hear of it. */
  webhook(event: WebhookEvent): void {
    this.#effects.push({ type: 'webhook', event });
  }

  wakeAt(atMs: number): void {
    this.#effects.push({ type: 'alarm', atMs });
  }

  idleUntil(untilMs: number): void {
    this.#effects.push({ type: 'idle', untilMs });
  }

  deleteAll(): void {
    this.state = null;
    this.#isChanged = false;
    this.#effects.push({ type: 'delete-all' });
  }

  log(entry: LogEntry): void {
    this.#effects.push({ type: 'log', entry });
  }

  finish(): Effect[] {
    if (this.#isChanged && this.state !== null) this.#effects.unshift({ type: 'save', state: this.state });
    return this.#effects;
  }
}
