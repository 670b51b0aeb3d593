/**
 * A client of the signaling socket for tests: speaks the wire, keeps everything it heard, waits with a deadline. Uses a
 * real WebSocket through the Worker's own fetch handler.
 */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { exports } from 'cloudflare:workers';
import {
  type ErrorMessage,
  HELLO_SUBPROTOCOL,
  HELLO_SUBPROTOCOL_PREFIX,
  type Result,
  type RoomEvent,
  SUBPROTOCOL,
  type ServerMessage,
  type Welcome,
  decodeServerMessage,
} from '#protocol';

const ORIGIN = 'https://calls.example.com';
const WAIT_MS = 5_000;

export function socketUrl(room: string): string {
  return `${ORIGIN}/v1/rooms/${room}/socket`;
}

export function upgrade(room: string, headers: Record<string, string> = {}): Promise<Response> {
  const all = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': SUBPROTOCOL, ...headers };
  return exports.default.fetch(new Request(socketUrl(room), { headers: all }));
}

/** Of the UTF-8 of a text. */
export function hexOf(text: string): string {
  return bytesToHex(utf8ToBytes(text));
}

/** What a page offers whose hello comes with its request. */
export function offersOf(hello: unknown, ...credentials: readonly string[]): string[] {
  return [HELLO_SUBPROTOCOL, HELLO_SUBPROTOCOL_PREFIX + hexOf(JSON.stringify(hello)), SUBPROTOCOL, ...credentials];
}

let incCount = 0;

/** An incarnation that no other test of this file uses. */
export function newInc(): string {
  incCount += 1;
  return incCount.toString(16).padStart(16, '0');
}

let roomCount = 0;

/** A room name that no other test of this file uses. */
export function newRoom(): string {
  roomCount += 1;
  return `room-${roomCount}`;
}

/** Polls until `check` gives something, at most {@link WAIT_MS}. */
export async function until<T>(what: string, check: () => T | undefined | null | false): Promise<T> {
  const deadlineMs = Date.now() + WAIT_MS;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== null && value !== false) return value;
    if (Date.now() > deadlineMs) throw new Error(`waited ${WAIT_MS} ms for ${what}`);
    await scheduler.wait(1);
  }
}

export interface Closed {
  readonly code: number;
  readonly atMs: number;
}

export class Client {
  readonly heard: ServerMessage[] = [];
  readonly raw: string[] = [];
  readonly undecodable: string[] = [];
  readonly inc: string;
  closed: Closed | null = null;
  /** Whether it proves to the server that it reads, as a page does. */
  isReading = true;
  #read = 0;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket, inc: string) {
    this.#socket = socket;
    this.inc = inc;
    socket.addEventListener('message', ({ data }) => {
      const text = String(data);
      this.raw.push(text);
      if (text === 'pong') return;
      const decoded = decodeServerMessage(text);
      if (!decoded.ok) this.undecodable.push(text);
      else if (decoded.message.type !== 'probe') this.heard.push(decoded.message);
      else if (this.isReading) this.send({ type: 'read', nonce: decoded.message.nonce });
    });
    socket.addEventListener('close', ({ code }) => {
      this.closed ??= { code, atMs: Date.now() };
    });
    socket.accept();
  }

  /** Opens a socket and says nothing yet. */
  static async open(room: string, inc = newInc()): Promise<Client> {
    const response = await upgrade(room);
    const client = Client.from(response, inc);
    if (client === null) throw new Error(`no socket: ${response.status}`);
    return client;
  }

  /** Opens a socket whose request says hello. */
  static async greet(room: string, hello: Record<string, unknown> = {}): Promise<Client> {
    const inc = newInc();
    const offers = offersOf({ type: 'hello', v: 1, inc, caps: [], ...hello });
    const response = await upgrade(room, { 'Sec-WebSocket-Protocol': offers.join(', ') });
    const client = Client.from(response, inc);
    if (client === null) throw new Error(`no socket: ${response.status}`);
    return client;
  }

  /** @returns null where the answer is no socket. */
  static from({ webSocket }: Response, inc = newInc()): Client | null {
    return webSocket === null ? null : new Client(webSocket, inc);
  }

  /** Opens a socket, says hello, waits for the welcome. */
  static async join(room: string, hello: Record<string, unknown> = {}): Promise<Client & { welcome: Welcome }> {
    const client = await Client.open(room, typeof hello['inc'] === 'string' ? hello['inc'] : newInc());
    client.hello(hello);
    const welcome = await client.next('welcome');
    return Object.assign(client, { welcome });
  }

  /** Comes back with the session and the key of an earlier welcome. */
  static resume(
    room: string,
    { session, key }: Welcome,
    hello: Record<string, unknown> = {},
  ): Promise<Client & { welcome: Welcome }> {
    return Client.join(room, { session, key, ...hello });
  }

  hello(fields: Record<string, unknown> = {}): void {
    this.send({ type: 'hello', v: 1, inc: this.inc, caps: [], ...fields });
  }

  send(message: unknown): void {
    this.sendRaw(JSON.stringify(message));
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.#socket.send(data);
  }

  close(code?: number): void {
    this.#socket.close(code);
  }

  /** The next unread message of a type; what comes before it counts as read. */
  async next<Type extends ServerMessage['type']>(type: Type): Promise<Extract<ServerMessage, { type: Type }>> {
    return until(`${type}, heard ${JSON.stringify(this.raw.slice(-5))} closed ${JSON.stringify(this.closed)}`, () => {
      for (let i = this.#read; i < this.heard.length; i++) {
        const message = this.heard[i];
        if (message?.type !== type) continue;
        this.#read = i + 1;
        return message as Extract<ServerMessage, { type: Type }>;
      }
      return null;
    });
  }

  async event<Kind extends RoomEvent['event']>(kind: Kind): Promise<Extract<RoomEvent, { event: Kind }>> {
    for (;;) {
      const event = await this.next('event');
      if (event.event === kind) return event as Extract<RoomEvent, { event: Kind }>;
    }
  }

  /** Sends a command and waits for its result, without counting anything as read. */
  async command(id: string, op: string, fields: Record<string, unknown> = {}): Promise<Result> {
    const { length } = this.heard;
    this.send({ type: 'command', id, op, ...fields });
    return until(
      `result ${id}, heard ${JSON.stringify(this.raw.slice(-3))} closed ${JSON.stringify(this.closed)}`,
      () => {
        const result = this.heard.slice(length).find((message) => message.type === 'result' && message.id === id);
        return result?.type === 'result' ? result : null;
      },
    );
  }

  /** A round trip: everything sent before is answered when it returns. */
  async settled(): Promise<void> {
    await this.command(`s${newInc()}`, 'ice');
  }

  async closing(): Promise<Closed> {
    return until(`close, heard ${JSON.stringify(this.raw.slice(-5))}`, () => this.closed);
  }

  get errors(): readonly ErrorMessage[] {
    return this.heard.filter((message) => message.type === 'error');
  }

  get events(): readonly RoomEvent[] {
    return this.heard.filter((message) => message.type === 'event' && message.event !== 'unknown');
  }

  get relays(): readonly unknown[] {
    return this.heard.flatMap((message) => (message.type === 'relay' ? [message.payload] : []));
  }
}
