/**
 * The Cloudflare shell of a room: sockets and alarms become inputs, effects become frames, rows and alarms. Has no rules
 * of its own. Handlers are synchronous: two messages of one socket overlap as soon as a handler awaits.
 */
import { DurableObject } from 'cloudflare:workers';
import {
  CLOSE_CODES,
  HEARTBEAT_REQUEST,
  HEARTBEAT_RESPONSE,
  HELLO_SUBPROTOCOL,
  LOOK_INTERVAL_MS,
  MAX_LINGERING_SOCKETS,
  MAX_SOCKETS_PER_ROOM,
  SUBPROTOCOL,
  type ServerMessage,
  relayLineFrom,
} from '#protocol';
import type { Effect, HandedOn } from '../room/effects.ts';
import type { Input } from '../room/inputs.ts';
import { type RoomState, type SocketId, decodeRoomState, encodeRoomState } from '../room/room-state.ts';
import { Room } from '../room/room.ts';
import { AlarmClock } from './alarm-clock.ts';
import { frameOf } from './carried-hello.ts';
import { answerClose, closeQuietly, isOpenHere } from './close.ts';
import { newBootId, newSocketId } from './entropy.ts';
import type { Env } from './env.ts';
import { type ReadFrame, inputOf, readFrame } from './frame-input.ts';
import { IceRenewal } from './ice-renewal.ts';
import { log } from './log.ts';
import { readOpening } from './opening.ts';
import { RoomSockets } from './room-sockets.ts';
import { sendMetered, sendText } from './send-metered.ts';
import { RoomStore } from './room-store.ts';
import { type SocketAttachment, readAttachment, writeAttachment } from './socket-attachment.ts';
import { toldTerm } from './turn/ice-term.ts';
import type { IceIssue } from './turn/issue.ts';
import { UnreadMeter } from './unread.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** How long after a failed alarm the next one comes; the runtime itself gives up after six. */
const ALARM_RETRY_MS = 30_000;

export class RoomObject extends DurableObject<Env> {
  readonly #store: RoomStore;
  readonly #clock: AlarmClock;
  readonly #sockets: RoomSockets;
  readonly #unread = new UnreadMeter();
  readonly #ice: IceRenewal;
  readonly #webhooks: Webhooks;
  readonly #room: Room;
  /** When it last looked at its sockets; null before the first input of this loading. */
  #lookedAtMs: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(HEARTBEAT_REQUEST, HEARTBEAT_RESPONSE));
    this.#sockets = new RoomSockets(ctx);
    this.#store = new RoomStore(ctx.storage);
    this.#clock = new AlarmClock(ctx.storage);
    this.#ice = new IceRenewal(env);
    this.#webhooks = new Webhooks({ storage: ctx.storage, env, clock: this.#clock });
    this.#room = new Room(this.#load(), newBootId());
    void ctx.blockConcurrencyWhile(() => this.#clock.restore());
  }

  /** Accepts a socket that the Worker let through. Whether it gets a seat is decided by its hello, which may have come with the request;
   *  what is wrong with that is told on the socket, because a browser hides why a request is refused. */
  override fetch(request: Request): Response {
    const opening = readOpening(request.headers);
    if (opening === null) return new Response(null, { status: 400 });
    if (this.#sockets.count >= MAX_LINGERING_SOCKETS) {
      log({ event: 'lingering-sockets', count: this.#sockets.count }, 'error');
      this.ctx.abort('sockets that do not close');
    }
    const nowMs = Date.now();
    this.#look(nowMs, null);
    if (this.#sockets.openCount >= MAX_SOCKETS_PER_ROOM)
      this.#run({ type: 'crowd', nowMs, sockets: this.#sockets.live() });
    if (this.#sockets.openCount >= MAX_SOCKETS_PER_ROOM) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    const id = newSocketId();
    const attachment: SocketAttachment = {
      schema: 1,
      id,
      room: opening.room,
      openedAtMs: nowMs,
      peer: null,
      iceServers: [...opening.iceServers],
      iceTerm: opening.iceTerm,
      grant: opening.grant,
      desk: null,
      unread: null,
    };
    try {
      writeAttachment(server, attachment);
    } catch {
      // A socket without it would be one that nobody sees.
      log({ event: 'attachment-too-large' }, 'error');
      return new Response(null, { status: 503 });
    }
    this.ctx.acceptWebSocket(server, [id]);
    const { hello } = opening;
    // Who has said hello already is not waited for.
    if (hello === null) this.#run({ type: 'open', nowMs });
    else this.#run(inputOf(attachment, readFrame(frameOf(hello)), nowMs, this.#sockets));
    const protocol = hello === null ? SUBPROTOCOL : HELLO_SUBPROTOCOL;
    return new Response(null, { status: 101, webSocket: client, headers: { 'Sec-WebSocket-Protocol': protocol } });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    // What still comes after our close would be out of order: something before it may have been refused.
    if (!isOpenHere(socket)) return;
    const attachment = readAttachment(socket);
    if (attachment === null) return closeQuietly(socket, CLOSE_CODES.draining);
    const nowMs = Date.now();
    this.#look(nowMs, attachment.id);
    const frame = readFrame(data);
    if (this.#isHandedOn(attachment.id, frame, nowMs)) return;
    const input = inputOf(attachment, frame, nowMs, this.#sockets);
    if (!this.#isProof(socket, input)) this.#run(input);
  }

  /** Whether it was a line that only had to be handed on. */
  #isHandedOn(from: SocketId, { decoded, bytes }: ReadFrame, nowMs: number): boolean {
    if (!decoded.ok || decoded.message.type !== 'relay-line') return false;
    const line = this.#room.handOnLine(from, decoded.message, bytes, nowMs);
    if (line === null) return false;
    if (this.#relay(line)) this.#run({ type: 'slow', nowMs, socket: line.to });
    return true;
  }

  /** Whether it only proves that the socket reads what it is sent: asked for here, it is no word to the room. */
  #isProof(socket: WebSocket, input: Input): boolean {
    if (input.type !== 'frame' || !input.decoded.ok || input.decoded.message.type !== 'read') return false;
    return this.#unread.answer(socket, input.decoded.message.nonce);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#gone(socket, code);
    answerClose(socket, code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#gone(socket, null);
    closeQuietly(socket, CLOSE_CODES.tooLarge);
  }

  override async alarm(): Promise<void> {
    this.#clock.fired();
    const nowMs = Date.now();
    // Before the rules: its alarm is the earlier one, so that only one is set.
    this.#webhooks.start(nowMs);
    try {
      const effects = this.#room.handle({ type: 'alarm', nowMs, sockets: this.#sockets.live() });
      this.#lookedAtMs = nowMs;
      this.#apply(effects, nowMs);
      if (effects.some(({ type }) => type === 'delete-all')) await this.#forget();
    } catch {
      log({ event: 'alarm-failed' }, 'error');
      this.#clock.noLaterThan(nowMs + ALARM_RETRY_MS);
    }
    this.#webhooks.start(nowMs);
    this.#webhooks.arrange(nowMs);
  }

  #load(): RoomState | null {
    const text = this.#store.load();
    if (text === null) return null;
    const state = decodeRoomState(text);
    if (state === null) log({ event: 'row-unreadable' }, 'error');
    return state;
  }

  /** Forgets the room at once, and all the rest when the owner's server was told how it ended: an alarm comes after each attempt,
   *  and the rules forget a room that is gone once more. */
  async #forget(): Promise<void> {
    if (this.#webhooks.hasPending) return this.#store.forgetRoom();
    this.#webhooks.forget();
    await this.#store.deleteAll();
  }

  /** Before the first input of this loading, and every now and then: sockets may have been lost without a word. */
  #look(nowMs: number, speaker: SocketId | null): void {
    if (this.#lookedAtMs !== null && nowMs - this.#lookedAtMs < LOOK_INTERVAL_MS) return;
    this.#lookedAtMs = nowMs;
    this.#run({ type: 'wake', nowMs, sockets: this.#sockets.live(), speaker });
  }

  #gone(socket: WebSocket, code: number | null): void {
    const attachment = readAttachment(socket);
    if (attachment === null) return;
    const nowMs = Date.now();
    this.#look(nowMs, attachment.id);
    this.#run({ type: 'closed', nowMs, socket: attachment.id, code });
    this.#sockets.forget(attachment.id);
  }

  #run(input: Input): void {
    this.#apply(this.#room.handle(input), input.nowMs);
    this.#webhooks.arrange(input.nowMs);
  }

  #apply(effects: readonly Effect[], nowMs: number): void {
    const slow: SocketId[] = [];
    for (const effect of effects) {
      switch (effect.type) {
        case 'save':
          this.#save(effect.state);
          break;
        case 'alarm':
          this.#clock.noLaterThan(effect.atMs);
          break;
        case 'idle':
          if (!this.#webhooks.hasPending) this.#clock.notBefore(effect.untilMs);
          break;
        case 'attach':
          this.#attach(effect);
          break;
        case 'send':
          if (!this.#sendRenewed(effect, nowMs)) slow.push(...this.#send(effect));
          break;
        case 'relay':
          if (this.#relay(effect)) slow.push(effect.to);
          break;
        case 'close':
          this.#close(effect);
          break;
        case 'webhook':
          this.#webhooks.add(effect.event, nowMs);
          break;
        case 'log':
          log(effect.entry);
          break;
        case 'delete-all':
          break; // Awaited by the alarm, the only one that brings it.
        default:
          effect satisfies never;
      }
    }
    for (const socket of slow) this.#run({ type: 'slow', nowMs, socket });
  }

  #save(state: RoomState): void {
    try {
      this.#store.save(encodeRoomState(state));
    } catch {
      // What is in memory is now ahead of what is kept. Starting again from what is kept is the only honest way on.
      log({ event: 'save-failed' }, 'error');
      this.ctx.abort('save failed');
    }
  }

  #attach({ socket: id, peer }: Extract<Effect, { type: 'attach' }>): void {
    const socket = this.#sockets.find(id);
    const attachment = socket === null ? null : readAttachment(socket);
    if (socket !== null && attachment !== null) writeAttachment(socket, { ...attachment, peer });
  }

  /** @returns the sockets that do not read what they are sent. */
  #send({ to, message }: Extract<Effect, { type: 'send' }>): SocketId[] {
    return sendMetered(this.#sockets, this.#unread, to, this.#withTerm(to, message));
  }

  /** @returns whether the socket does not read what it is sent. */
  #relay({ to, from, inc, text, bytes }: HandedOn): boolean {
    const frame = relayLineFrom(from, inc, text);
    return sendText(this.#sockets, this.#unread, to, frame, bytes + frame.length - text.length);
  }

  /** The rules hand on ICE servers and know nothing of their end: whoever gets some is told it here. */
  #withTerm([to]: readonly SocketId[], message: ServerMessage): ServerMessage {
    if (to === undefined || !('iceServers' in message) || message.iceServers === undefined) return message;
    const socket = this.#sockets.find(to);
    const term = socket === null ? null : (readAttachment(socket)?.iceTerm ?? null);
    return { ...message, ...toldTerm(term, Date.now()) };
  }

  /** A result that carries ICE servers waits until there are fresh ones; everything else goes on meanwhile. A result that is
   *  lost with the object is asked for again.
   *  @returns whether it is taken care of. */
  #sendRenewed({ to, message }: Extract<Effect, { type: 'send' }>, nowMs: number): boolean {
    const socket = to[0] === undefined ? null : this.#sockets.find(to[0]);
    if (message.type !== 'result' || !message.ok || message.iceServers === undefined || socket === null) return false;
    const attachment = readAttachment(socket);
    if (attachment === null) return false;
    const renewed = this.#ice.renewed(socket, attachment, attachment.grant.expiresAtMs, nowMs);
    if (renewed === null) return false;
    const send = (fresh: IceIssue): void => {
      const attachment = isOpenHere(socket) ? readAttachment(socket) : null;
      if (attachment === null) return;
      const iceServers = [...fresh.iceServers];
      writeAttachment(socket, { ...attachment, iceServers, iceTerm: fresh.iceTerm });
      const sentAtMs = Date.now();
      const slow = this.#send({ type: 'send', to: [attachment.id], message: { ...message, iceServers } });
      for (const id of slow) this.#run({ type: 'slow', nowMs: sentAtMs, socket: id });
    };
    void renewed.then(send).catch(() => log({ event: 'ice-renewal-failed' }, 'error'));
    return true;
  }

  #close({ socket: id, code }: Extract<Effect, { type: 'close' }>): void {
    const socket = this.#sockets.find(id);
    if (socket === null) return;
    const iceServers = code === CLOSE_CODES.kicked ? (readAttachment(socket)?.iceServers ?? []) : [];
    if (iceServers.length > 0) void this.#ice.revoke(socket, iceServers);
    closeQuietly(socket, code);
  }
}
