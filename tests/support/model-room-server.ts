/**
 * A room server in virtual time: the real rules of a room behind model sockets, which keep the order, take their time, and
 * lose everything that is on its way when they break. Alarms are left out: nothing here lasts as long as the grace time.
 */
import type { ClientMessage, Hello, PeerId, ServerMessage } from '#protocol';
import { OPEN_GRANT } from '../../worker/room/grant.ts';
import type { LiveSocket } from '../../worker/room/inputs.ts';
import { decodeRoomState, encodeRoomState, type SocketId } from '../../worker/room/room-state.ts';
import { Room } from '../../worker/room/room.ts';
import type { Clock } from '../../widget/link/clock.ts';
import type { Random } from './random.ts';

export interface ModelSocketHandlers {
  readonly onmessage: (message: ServerMessage) => void;
  /** The socket is gone, and the page has noticed. */
  readonly onclose: () => void;
}

export class ModelSocket {
  readonly id: SocketId;
  readonly openedAtMs: number;
  readonly handlers: ModelSocketHandlers;
  peer: PeerId | null = null;
  /** No longer a path in either direction, whether or not anybody knows. */
  isBroken = false;
  upAtMs = 0;
  downAtMs = 0;

  constructor(id: SocketId, openedAtMs: number, handlers: ModelSocketHandlers) {
    this.id = id;
    this.openedAtMs = openedAtMs;
    this.handlers = handlers;
  }
}

export class ModelRoomServer {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #maxLatencyMs: number;
  readonly #sockets = new Map<SocketId, ModelSocket>();
  #saved: string | null = null;
  #room = new Room(null, 'boot-0');
  #count = 0;
  #isAwake = true;
  #vanishing = 0;

  constructor(clock: Clock, random: Random, maxLatencyMs: number) {
    this.#clock = clock;
    this.#random = random;
    this.#maxLatencyMs = maxLatencyMs;
  }

  connect(handlers: ModelSocketHandlers): ModelSocket {
    const id = `s${this.#next()}` as SocketId;
    const socket = new ModelSocket(id, this.#clock.now(), handlers);
    this.#sockets.set(id, socket);
    return socket;
  }

  /** From the page to the room. */
  send(socket: ModelSocket, message: ClientMessage): void {
    socket.upAtMs = this.#arrivalMs(socket.upAtMs);
    this.#at(socket.upAtMs, () => {
      if (!socket.isBroken && this.#sockets.has(socket.id)) this.#receive(socket, message);
    });
  }

  /** Breaks a socket: what is on its way is lost, and both ends learn of it in their own time. */
  drop(socket: ModelSocket, maxNoticeMs: number): void {
    if (socket.isBroken) return;
    socket.isBroken = true;
    const nowMs = this.#clock.now();
    this.#at(nowMs + this.#random.int(0, maxNoticeMs), socket.handlers.onclose);
    this.#at(nowMs + this.#random.int(0, maxNoticeMs), () => this.#forget(socket));
  }

  /** The object is evicted, crashes or is deployed anew: memory and sockets go, what was saved stays. */
  restart(): void {
    const sockets = [...this.#sockets.values()];
    this.#sockets.clear();
    for (const socket of sockets) this.drop(socket, 300);
    const state = this.#saved === null ? null : decodeRoomState(this.#saved);
    this.#room = new Room(state, `boot-${this.#next()}`);
    this.#isAwake = false;
  }

  /** The next `count` relays vanish although no socket breaks: what should not happen, but must not matter. */
  vanish(count: number): void {
    this.#vanishing += count;
  }

  #receive(socket: ModelSocket, message: ClientMessage): void {
    const nowMs = this.#clock.now();
    this.#wake(nowMs);
    if (message.type === 'hello') return this.#handle(this.#hello(socket, message, nowMs));
    if (message.type === 'relay' && this.#vanishing > 0) {
      this.#vanishing -= 1;
      return;
    }
    const bytes = message.type === 'relay' ? 600 : 100;
    this.#handle({
      type: 'frame',
      nowMs,
      socket,
      decoded: { ok: true, message },
      bytes,
      iceServers: [],
    });
  }

  #hello(socket: ModelSocket, hello: Hello, nowMs: number): Parameters<Room['handle']>[0] {
    const key = `k${this.#next()}`;
    const fresh = {
      peer: this.#random.hex(8) as PeerId,
      session: `s${this.#next()}`,
      key,
      keyHash: `hash-${key}`,
    };
    const presentedKeyHash = hello.key === undefined ? null : `hash-${hello.key}`;
    const sockets = this.#live();
    return {
      type: 'hello',
      nowMs,
      socket,
      hello,
      grant: OPEN_GRANT,
      bytes: 200,
      presentedKeyHash,
      fresh,
      room: 'model',
      iceServers: [],
      sockets,
    };
  }

  #wake(nowMs: number): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#handle({ type: 'wake', nowMs, sockets: this.#live(), speaker: null });
  }

  #forget(socket: ModelSocket): void {
    if (!this.#sockets.delete(socket.id)) return;
    const nowMs = this.#clock.now();
    this.#wake(nowMs);
    this.#handle({ type: 'closed', nowMs, socket: socket.id, code: null });
  }

  #live(): LiveSocket[] {
    const lastBeatAtMs = this.#clock.now();
    return Array.from(this.#sockets.values(), ({ id, peer, openedAtMs }) => ({
      id,
      peer,
      openedAtMs,
      lastBeatAtMs,
    }));
  }

  #handle(input: Parameters<Room['handle']>[0]): void {
    for (const effect of this.#room.handle(input)) {
      if (effect.type === 'save') this.#saved = encodeRoomState(effect.state);
      else if (effect.type === 'send') for (const id of effect.to) this.#deliver(id, effect.message);
      else if (effect.type === 'close') this.#close(effect.socket);
      else if (effect.type === 'attach') {
        const socket = this.#sockets.get(effect.socket);
        if (socket !== undefined) socket.peer = effect.peer;
      }
    }
  }

  #deliver(id: SocketId, message: ServerMessage): void {
    const socket = this.#sockets.get(id);
    if (socket === undefined || socket.isBroken) return;
    socket.downAtMs = this.#arrivalMs(socket.downAtMs);
    this.#at(socket.downAtMs, () => {
      if (!socket.isBroken) socket.handlers.onmessage(message);
    });
  }

  /** Closed by the room: what was sent before still arrives. */
  #close(id: SocketId): void {
    const socket = this.#sockets.get(id);
    if (socket === undefined) return;
    this.#sockets.delete(id);
    socket.downAtMs = this.#arrivalMs(socket.downAtMs);
    this.#at(socket.downAtMs, () => {
      if (socket.isBroken) return;
      socket.isBroken = true;
      socket.handlers.onclose();
    });
  }

  #arrivalMs(lastMs: number): number {
    return Math.max(lastMs, this.#clock.now() + this.#random.int(0, this.#maxLatencyMs));
  }

  #at(atMs: number, callback: () => void): void {
    this.#clock.setTimeout(callback, atMs - this.#clock.now());
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}
