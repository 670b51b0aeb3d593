/** Somebody in a room over a bare socket: says hello, answers what the Worker wants to know, hears the rest. Has no opinion of it. */
import { randomBytes } from 'node:crypto';
import {
  SUBPROTOCOL,
  type ServerMessage,
  TOKEN_SUBPROTOCOL_PREFIX,
  type Welcome,
  decodeServerMessage,
} from '#protocol';
import { RawSocket } from '../../support/raw-socket.ts';

export const ANSWER_TIMEOUT_MS = 10_000;

export interface SocketOptions {
  readonly token?: string;
  /** Whether it goes when it is closed. Default: true. */
  readonly isPolite?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export function openSocket(workerUrl: string, room: string, options: SocketOptions = {}): Promise<RawSocket> {
  const { token, isPolite = true, headers = {} } = options;
  const subprotocols = token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL_PREFIX}${token}`];
  return RawSocket.open(`${workerUrl}/v1/rooms/${room}/socket`, { subprotocols, isPolite, headers });
}

export const helloText = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ type: 'hello', v: 1, inc: randomBytes(8).toString('hex'), caps: [], ...fields });

/** Rejects when `promise` takes longer than `timeoutMs`. */
export async function within<Value>(
  what: string,
  promise: Promise<Value>,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${timeoutMs} ms: ${what}.`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class Member {
  readonly raw: RawSocket;
  readonly welcome: Welcome;
  /** Heard for every message after the welcome. */
  onmessage: ((message: ServerMessage) => void) | null = null;
  #commandCount = 0;
  readonly #results = new Map<string, (isOk: boolean) => void>();

  private constructor(raw: RawSocket, welcome: Welcome) {
    this.raw = raw;
    this.welcome = welcome;
    raw.ontext = (text) => this.#hear(text);
  }

  /** Opens a socket and takes a seat. @returns the first answer in place of a member where there is none to take. */
  static async tryJoin(
    workerUrl: string,
    room: string,
    hello: Readonly<Record<string, unknown>> = {},
    options: SocketOptions = {},
  ): Promise<Member | { readonly refused: string; readonly raw: RawSocket }> {
    const raw = await within('an answer to the upgrade', openSocket(workerUrl, room, options));
    if (raw.status !== 101) return { refused: String(raw.status), raw };
    const first = new Promise<string>((resolve) => {
      raw.ontext = resolve;
      void raw.closed.then(({ code }) => resolve(`{"type":"error","code":"closed-${code}"}`));
    });
    raw.sendText(helloText(hello));
    const text = await within('an answer to hello', first);
    const decoded = decodeServerMessage(text);
    if (decoded.ok && decoded.message.type === 'welcome') return new Member(raw, decoded.message);
    return { refused: decoded.ok && decoded.message.type === 'error' ? decoded.message.code : text.slice(0, 80), raw };
  }

  /** As {@link tryJoin}. @throws when there is no seat. */
  static async join(
    workerUrl: string,
    room: string,
    hello: Readonly<Record<string, unknown>> = {},
    options: SocketOptions = {},
  ): Promise<Member> {
    const member = await Member.tryJoin(workerUrl, room, hello, options);
    if (member instanceof Member) return member;
    throw new Error(`No seat in ${room}: ${member.refused}.`);
  }

  get id(): string {
    return this.welcome.me;
  }

  relay(to: string, payload: unknown): void {
    this.raw.sendText(JSON.stringify({ type: 'relay', to, payload }));
  }

  /** @returns whether the room took it. */
  command(op: string, fields: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    this.#commandCount += 1;
    const id = `c${this.#commandCount}`;
    const result = new Promise<boolean>((resolve) => this.#results.set(id, resolve));
    this.raw.sendText(JSON.stringify({ type: 'command', id, op, ...fields }));
    return within(`the result of ${op}`, result);
  }

  #hear(text: string): void {
    if (text === 'pong') return;
    const decoded = decodeServerMessage(text);
    if (!decoded.ok) return;
    const { message } = decoded;
    if (message.type === 'probe') return this.raw.sendText(JSON.stringify({ type: 'read', nonce: message.nonce }));
    if (message.type === 'result') this.#results.get(message.id)?.(message.ok);
    this.onmessage?.(message);
  }
}
