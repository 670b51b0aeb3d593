/**
 * The Cloudflare shell of a support desk: sockets, requests of the Worker and alarms become inputs, effects become frames, rows and alarms.
 * Has no rules of its own. Handlers of sockets are synchronous, as those of a room (room-object.ts).
 */
import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import {
  CLOSE_CODES,
  type DeskServerMessage,
  HEARTBEAT_REQUEST,
  HEARTBEAT_RESPONSE,
  HELLO_SUBPROTOCOL,
  SUBPROTOCOL,
  isMessageId,
  peerId,
} from '#protocol';
import { Desk } from '../../desk/desk.ts';
import { decodeDeskState } from '../../desk/desk-state.ts';
import type { DeskEffect } from '../../desk/effects.ts';
import type { DeskInput } from '../../desk/inputs.ts';
import type { SocketId } from '../../room/room-state.ts';
import { AlarmClock } from '../alarm-clock.ts';
import { frameOf, helloIn } from '../carried-hello.ts';
import { answerClose, closeQuietly, isOpenHere } from '../close.ts';
import { newDeskId, newSocketId } from '../entropy.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { OPEN_GRANT } from '../opening.ts';
import { RoomSockets } from '../room-sockets.ts';
import { sendMetered } from '../send-metered.ts';
import { type SocketAttachment, readAttachment, writeAttachment } from '../socket-attachment.ts';
import { UnreadMeter } from '../unread.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { deskInputOf } from './desk-frame.ts';
import { type DeskAddress, readAddress, readGrant, readOrder, readPushOrder } from './desk-opening.ts';
import { DeskStore } from './desk-store.ts';
import { Pushes } from './pushes.ts';
import { signPass } from './room-pass.ts';

/** Most open sockets of one desk: visitors who look at it, those who wait or speak, and agents. */
const MAX_SOCKETS_PER_DESK = 2_000;

/** Most with those that were closed and whose other end takes no notice; with one more the object starts again. */
const MAX_LINGERING_SOCKETS = 4_000;

/** How long after a failed alarm the next one comes; the runtime itself gives up after six. */
const ALARM_RETRY_MS = 30_000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export class DeskObject extends DurableObject<Env> {
  readonly #store: DeskStore;
  readonly #clock: AlarmClock;
  readonly #sockets: RoomSockets;
  readonly #unread = new UnreadMeter();
  readonly #webhooks: Webhooks;
  readonly #pushes: Pushes;
  readonly #desk: Desk;
  #isAwake = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(HEARTBEAT_REQUEST, HEARTBEAT_RESPONSE));
    this.#sockets = new RoomSockets(ctx);
    this.#store = new DeskStore(ctx.storage);
    this.#clock = new AlarmClock(ctx.storage);
    this.#webhooks = new Webhooks({ storage: ctx.storage, env, clock: this.#clock });
    this.#pushes = new Pushes(env, (endpoint) => this.#unreachable(endpoint));
    const { state, unreadable } = decodeDeskState(ctx.id.name ?? '', this.#store.load());
    if (unreadable > 0) log({ event: 'row-unreadable', count: unreadable }, 'error');
    this.#desk = new Desk(state);
    void ctx.blockConcurrencyWhile(() => this.#clock.restore());
  }

  override async fetch(request: Request): Promise<Response> {
    const address = readAddress(request.headers);
    if (address === null) return new Response(null, { status: 400 });
    const { pathname } = new URL(request.url);
    const [, what, id = ''] = pathname.split('/');
    const isPost = request.method === 'POST';
    if (what === 'socket') return this.#open(request, address);
    if (what === 'messages' && isPost) return this.#leave(request.headers, address, await request.arrayBuffer());
    if (what === 'push' && isPost) return this.#reachable(request.headers, address);
    if (what === 'messages') return Response.json(this.#messages());
    if (what === 'voice') return this.#voice(id);
    if (what === 'stats') return Response.json(this.#desk.stats());
    if (what === 'availability') return Response.json(this.#desk.availability(address.config, Date.now()));
    return new Response(null, { status: 404 });
  }

  /** Accepts a socket that the Worker let through. What becomes of it is decided by its hello, which may have come with the request. */
  #open({ headers }: Request, { desk, config }: DeskAddress): Response {
    const grant = readGrant(headers);
    if (grant === null) return new Response(null, { status: 400 });
    if (this.#sockets.count >= MAX_LINGERING_SOCKETS) {
      log({ event: 'lingering-sockets', count: this.#sockets.count }, 'error');
      this.ctx.abort('sockets that do not close');
    }
    const nowMs = Date.now();
    this.#wake(nowMs);
    if (this.#sockets.openCount >= MAX_SOCKETS_PER_DESK)
      this.#run({ type: 'crowd', nowMs, sockets: this.#sockets.live() });
    if (this.#sockets.openCount >= MAX_SOCKETS_PER_DESK) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    const id = newSocketId();
    const attachment: SocketAttachment = {
      schema: 1,
      id,
      room: desk,
      openedAtMs: nowMs,
      peer: null,
      iceServers: [],
      iceTerm: null,
      grant: OPEN_GRANT,
      desk: grant,
      unread: null,
    };
    writeAttachment(server, attachment);
    this.ctx.acceptWebSocket(server, [id]);
    const hello = helloIn(headers);
    // Who has said hello already is not waited for.
    if (hello === null) this.#run({ type: 'open', nowMs, config });
    else this.#run({ ...deskInputOf(this.env, attachment, grant, frameOf(hello), nowMs), config });
    const protocol = hello === null ? SUBPROTOCOL : HELLO_SUBPROTOCOL;
    return new Response(null, { status: 101, webSocket: client, headers: { 'Sec-WebSocket-Protocol': protocol } });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    // What still comes after our close would be out of order: something before it may have been refused.
    if (!isOpenHere(socket)) return;
    const attachment = readAttachment(socket);
    if (attachment === null || attachment.desk === null) return closeQuietly(socket, CLOSE_CODES.draining);
    const nowMs = Date.now();
    this.#wake(nowMs);
    const input = deskInputOf(this.env, attachment, attachment.desk, data, nowMs);
    if (!this.#isProof(socket, input)) this.#run(input);
  }

  /** Whether it only proves that the socket reads what it is sent. */
  #isProof(socket: WebSocket, input: DeskInput): boolean {
    if (input.type !== 'frame' || !input.decoded.ok || input.decoded.message.type !== 'read') return false;
    return this.#unread.answer(socket, input.decoded.message.nonce);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#gone(socket);
    answerClose(socket, code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#gone(socket);
    closeQuietly(socket, CLOSE_CODES.tooLarge);
  }

  override async alarm(): Promise<void> {
    this.#clock.fired();
    const nowMs = Date.now();
    this.#webhooks.start(nowMs);
    try {
      const effects = this.#desk.handle({ type: 'alarm', nowMs, sockets: this.#sockets.live() });
      this.#isAwake = true;
      this.#apply(effects, nowMs);
      if (effects.some(({ type }) => type === 'delete-all')) await this.#forget();
    } catch {
      log({ event: 'alarm-failed' }, 'error');
      this.#clock.noLaterThan(nowMs + ALARM_RETRY_MS);
    }
    this.#webhooks.start(nowMs);
    this.#webhooks.arrange(nowMs);
  }

  /** Not before the owner's server was told what happened: an alarm comes after each attempt. */
  async #forget(): Promise<void> {
    if (this.#webhooks.hasPending) return;
    this.#webhooks.forget();
    await this.#store.deleteAll();
  }

  /** @returns 201, or 409 where there is no room for it. */
  #leave(headers: Headers, { config }: DeskAddress, body: ArrayBuffer): Response {
    const order = readOrder(headers);
    if (order === null) return new Response(null, { status: 400 });
    const nowMs = Date.now();
    this.#wake(nowMs);
    const { id, department, voice, network, textBytes } = order;
    const bytes = body.byteLength;
    const input = { type: 'message', nowMs, id, department, voice, bytes, network, config } as const;
    const effects = this.#desk.handle(input);
    const isKept = effects.some(({ type }) => type === 'keep-message');
    if (isKept) {
      this.#store.keepPart(id, 'text', new Uint8Array(body, 0, textBytes));
      if (voice) this.#store.keepPart(id, 'voice', new Uint8Array(body, textBytes));
    }
    this.#apply(effects, nowMs);
    this.#webhooks.arrange(nowMs);
    return new Response(null, { status: isKept ? 201 : 409 });
  }

  /** A browser of an agent is to be pushed, or not any more. */
  #reachable(headers: Headers, { config }: DeskAddress): Response {
    const order = readPushOrder(headers);
    if (order === null) return new Response(null, { status: 400 });
    const nowMs = Date.now();
    this.#wake(nowMs);
    this.#run(order.type === 'push-on' ? { ...order, nowMs, config } : { ...order, nowMs });
    return new Response(null, { status: 204 });
  }

  #unreachable(endpoint: string): void {
    const nowMs = Date.now();
    this.#wake(nowMs);
    this.#run({ type: 'push-off', nowMs, sub: null, endpoint });
  }

  #messages(): unknown {
    return this.#desk.messages().flatMap(({ id, at, department, voice }) => {
      const text = this.#store.part(id, 'text');
      return text === null ? [] : [{ id, at, department, voice, text: base64(text) }];
    });
  }

  #voice(id: string): Response {
    const voice = isMessageId(id) ? this.#store.part(id, 'voice') : null;
    return voice === null ? new Response(null, { status: 404 }) : new Response(voice.slice().buffer);
  }

  /** Before the first input of this loading: sockets may have been lost without a word. */
  #wake(nowMs: number): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#run({ type: 'wake', nowMs, sockets: this.#sockets.live() });
  }

  #gone(socket: WebSocket): void {
    const attachment = readAttachment(socket);
    if (attachment === null) return;
    const nowMs = Date.now();
    this.#wake(nowMs);
    this.#run({ type: 'closed', nowMs, socket: attachment.id });
    this.#sockets.forget(attachment.id);
  }

  #run(input: DeskInput): void {
    this.#apply(this.#desk.handle(input), input.nowMs);
    this.#webhooks.arrange(input.nowMs);
  }

  #apply(effects: readonly DeskEffect[], nowMs: number): void {
    const slow: SocketId[] = [];
    for (const effect of effects) {
      switch (effect.type) {
        case 'save':
          this.#save(effect.rows);
          break;
        case 'alarm':
          this.#clock.noLaterThan(effect.atMs);
          break;
        case 'attach':
          this.#attach(effect);
          break;
        case 'send':
          slow.push(...this.#send(effect.to, this.#withToken(effect, nowMs)));
          break;
        case 'tell-visitors':
          slow.push(...this.#send(this.#visitors(), effect.message));
          break;
        case 'close':
          this.#close(effect);
          break;
        case 'forget-message':
          this.#store.forgetParts(effect.id);
          break;
        case 'webhook':
          this.#webhooks.add(effect.event, nowMs);
          break;
        case 'push':
          this.#pushes.send(effect);
          break;
        case 'log':
          log(effect.entry);
          break;
        case 'keep-message':
        case 'delete-all':
          break; // Seen to by the one handler that brings it.
        default:
          effect satisfies never;
      }
    }
    for (const socket of slow) this.#run({ type: 'slow', nowMs, socket });
  }

  #save(rows: Extract<DeskEffect, { type: 'save' }>['rows']): void {
    try {
      this.#store.save(rows);
    } catch {
      // What is in memory is now ahead of what is kept. Starting again from what is kept is the only honest way on.
      log({ event: 'save-failed' }, 'error');
      this.ctx.abort('save failed');
    }
  }

  #attach({ socket: id, party }: Extract<DeskEffect, { type: 'attach' }>): void {
    const socket = this.#sockets.find(id);
    const attachment = socket === null ? null : readAttachment(socket);
    if (socket !== null && attachment !== null)
      writeAttachment(socket, { ...attachment, peer: v.parse(peerId, party) });
  }

  /** Visitors who have said hello. */
  #visitors(): SocketId[] {
    return this.ctx.getWebSockets().flatMap((socket) => {
      const attachment = readAttachment(socket);
      const hasGreeted = attachment !== null && attachment.peer !== null;
      return hasGreeted && attachment.desk?.role === 'visitor' ? [attachment.id] : [];
    });
  }

  /** The rules hand on the name of a room and know nothing of what opens it. */
  #withToken({ message, pass: order }: Extract<DeskEffect, { type: 'send' }>, nowMs: number): DeskServerMessage {
    if (order === undefined) return message;
    const pass = signPass(this.env, order, { nowMs, id: newDeskId() });
    if ('call' in message && message.call !== null && 'pass' in message.call)
      return { ...message, call: { ...message.call, pass } } as DeskServerMessage;
    return { ...message, pass } as DeskServerMessage;
  }

  /** @returns the sockets that do not read what they are sent. */
  #send(to: readonly SocketId[], message: DeskServerMessage): SocketId[] {
    return sendMetered(this.#sockets, this.#unread, to, message);
  }

  #close({ socket: id, code }: Extract<DeskEffect, { type: 'close' }>): void {
    const socket = this.#sockets.find(id);
    if (socket !== null) closeQuietly(socket, code);
  }
}
