/**
 * A visitor or an agent on a real socket of a desk, through the Worker's own routes: speaks the wire, keeps everything it heard, waits with a
 * deadline. On a loopback host, where a desk is there without any setting and agents say who they are.
 */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import {
  type AgentWelcome,
  type DeskEvent,
  type DeskResult,
  type DeskServerMessage,
  type OwnCall,
  SUBPROTOCOL,
  type VisitorWelcome,
  decodeDeskServerMessage,
} from '#protocol';
import { app } from '../../../worker/http/app.ts';
import { newInc, offersOf, until } from './client.ts';

const ORIGIN = 'http://localhost:8787';

/** Without these nothing is set, as for a developer. */
export type Settings = Readonly<Record<string, string>>;

/** A request to the Worker with these settings. */
export function ask(path: string, init: RequestInit = {}, settings: Settings = {}): Promise<Response> {
  return Promise.resolve(app.request(`${ORIGIN}/v1/desks/${path}`, init, { ...env, ...settings }));
}

let deskCount = 0;

/** Settings with a desk that no other test of this file uses. */
export function newDesk(
  config: Record<string, unknown> = {},
  more: Settings = {},
): { desk: string; settings: Settings } {
  deskCount += 1;
  const desk = `desk-${deskCount}`;
  return { desk, settings: { ...more, DESKS: JSON.stringify({ [desk]: config }) } };
}

export class DeskClient {
  readonly heard: DeskServerMessage[] = [];
  readonly inc = newInc();
  closedWith: number | null = null;
  readonly #socket: WebSocket;
  #commandCount = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const decoded = decodeDeskServerMessage(String(data));
      if (!decoded.ok) throw new Error(`not understood: ${String(data)}`);
      if (decoded.message.type === 'probe') this.send({ type: 'read', nonce: decoded.message.nonce });
      else this.heard.push(decoded.message);
    });
    socket.addEventListener('close', ({ code }) => {
      this.closedWith ??= code;
    });
    socket.accept();
  }

  static open(desk: string, offer: string | null, settings: Settings): Promise<DeskClient> {
    return DeskClient.#offering(offer === null ? [SUBPROTOCOL] : [SUBPROTOCOL, offer], desk, settings);
  }

  /** Opens a socket whose request says hello. */
  static greet(
    desk: string,
    offer: string | null,
    settings: Settings,
    hello: Record<string, unknown> = {},
  ): Promise<DeskClient> {
    const offers = offersOf({ type: 'hello', v: 1, inc: newInc(), ...hello }, ...(offer === null ? [] : [offer]));
    return DeskClient.#offering(offers, desk, settings);
  }

  static async #offering(offers: readonly string[], desk: string, settings: Settings): Promise<DeskClient> {
    const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': offers.join(', '), Origin: ORIGIN };
    const { webSocket, status } = await ask(`${desk}/socket`, { headers }, settings);
    if (webSocket === null) throw new Error(`no socket: ${status}`);
    return new DeskClient(webSocket);
  }

  send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  hello(fields: Record<string, unknown> = {}): void {
    this.send({ type: 'hello', v: 1, inc: this.inc, ...fields });
  }

  async command(op: string, fields: Record<string, unknown> = {}): Promise<DeskResult> {
    this.#commandCount += 1;
    const id = `c${this.#commandCount}`;
    this.send({ type: 'command', id, op, ...fields });
    return until(`result of ${op}, heard ${JSON.stringify(this.heard.slice(-4))} closed ${this.closedWith}`, () =>
      this.heard.find((message): message is DeskResult => message.type === 'result' && message.id === id),
    );
  }

  /** @throws when it is refused. */
  async ok(op: string, fields: Record<string, unknown> = {}): Promise<Extract<DeskResult, { ok: true }>> {
    const result = await this.command(op, fields);
    if (!result.ok) throw new Error(`${op}: ${result.code}`);
    return result;
  }

  /** The next or an earlier event of a kind. */
  event<Kind extends DeskEvent['event']>(kind: Kind): Promise<Extract<DeskEvent, { event: Kind }>> {
    return until(`${kind}, heard ${JSON.stringify(this.heard.slice(-4))}`, () => {
      const event = this.heard.findLast((message) => message.type === 'event' && message.event === kind);
      return event as Extract<DeskEvent, { event: Kind }> | undefined;
    });
  }

  /** Of a visitor: the own call, once it is as wanted. */
  own(phase: OwnCall['phase']): Promise<OwnCall> {
    return until(`own ${phase}, heard ${JSON.stringify(this.heard.slice(-4))}`, () => {
      const last = this.heard.findLast((message) => message.type === 'event' && message.event === 'own');
      return last?.type === 'event' && last.event === 'own' && last.call.phase === phase && last.call;
    });
  }

  closing(): Promise<number> {
    return until(`close, heard ${JSON.stringify(this.heard.slice(-4))}`, () => this.closedWith);
  }

  close(code?: number): void {
    this.#socket.close(code);
  }
}

async function welcomed<Welcome extends AgentWelcome | VisitorWelcome>(
  client: DeskClient,
  role: Welcome['role'],
): Promise<Welcome> {
  return until(`welcome, heard ${JSON.stringify(client.heard)} closed ${client.closedWith}`, () => {
    const welcome = client.heard.find((message) => message.type === 'welcome' && message.role === role);
    return welcome as Welcome | undefined;
  });
}

/** @param offer how it proves who it is; by default as a developer's agent. */
export async function agentAt(
  desk: string,
  settings: Settings,
  name: string,
  offer = `p2pcall.token.development-${name}`,
): Promise<DeskClient & { welcome: AgentWelcome }> {
  const client = await DeskClient.open(desk, offer, settings);
  client.hello({ name });
  return Object.assign(client, { welcome: await welcomed<AgentWelcome>(client, 'agent') });
}

export async function visitorAt(
  desk: string,
  settings: Settings,
  session?: string,
  offer: string | null = null,
): Promise<DeskClient & { welcome: VisitorWelcome }> {
  const client = await DeskClient.open(desk, offer, settings);
  client.hello(session === undefined ? {} : { session });
  return Object.assign(client, { welcome: await welcomed<VisitorWelcome>(client, 'visitor') });
}

let sessionCount = 0;

/** A secret of a visitor's page. */
export function newSession(): string {
  sessionCount += 1;
  return `session-${sessionCount}`.padEnd(24, 'x');
}

/** Rows of the desk by kind, and parts of messages. */
export function storedKinds(desk: string): Promise<Record<string, number>> {
  return runInDurableObject(env.DESK_OBJECTS.getByName(desk), (_, { storage }) => {
    const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'desk'").toArray();
    if (tables.length === 0) return {};
    const rows = storage.sql.exec('SELECT kind, COUNT(*) AS n FROM desk GROUP BY kind ORDER BY kind').toArray();
    return Object.fromEntries(rows.map(({ kind, n }) => [typeof kind === 'string' ? kind : '', Number(n)]));
  });
}
