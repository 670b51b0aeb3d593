/**
 * One signaling socket from its opening to its loss: hello, frames, heartbeat, and the time limits of each. It must not know
 * sessions, rooms, desks or reconnection; whoever opens it gets messages and at most one loss, never from inside a call.
 */
import {
  HEARTBEAT_INTERVAL_MS,
  HEARTBEAT_REQUEST,
  HEARTBEAT_RESPONSE,
  HELLO_SUBPROTOCOL,
  type ClientMessage,
  type Decoded,
  type Probe,
} from '#protocol';
import { createPacer } from './frame-pacer.ts';
import { subprotocolsOf } from './subprotocols.ts';
import type { Platform } from './platform.ts';

/** After this long without a connection, in ms, another one is faster when the path may have just come back: a lost SYN is sent
 *  again only after 1, 3 and 7 s. @see https://www.rfc-editor.org/rfc/rfc6298#section-2 */
export const STUCK_MS = 1_000;

/** How long the answer to an ordinary heartbeat may take, in ms. */
export const PONG_TIMEOUT_MS = 5_000;

/** How long it may take when there is a reason to doubt the path, in ms: the network changed, a peer was lost or the page woke
 *  up. A path that is only slow costs one reconnection to the same seat. */
export const PROBE_TIMEOUT_MS = 1_000;

/** The code of a loss that this side noticed. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.1.5 */
export const ABNORMAL = 1006;

export interface RoomSocketHandlers<Message> {
  onmessage(message: Message): void;
  /** The socket is gone, without {@link RoomSocket.close} having been called. Nothing comes after it. */
  onlost(code: number): void;
  /** The heartbeat was answered. */
  onbeat(): void;
}

/** @typeParam Outgoing what may be said. */
export interface RoomSocket<Outgoing = ClientMessage> {
  /** Queues a message, or a frame, for the wire, as fast as the server lets one client talk. Lost with the socket. */
  send(message: Outgoing | string): void;
  /** Asks at once whether the path still works. @returns false when it has been connecting for so long that nothing can be asked. */
  probe(): boolean;
  /** Says `bye` where one is given, as soon as it can, and closes. */
  close(bye: Bye | null): void;
}

/** At once, or with grace, because the page goes away. */
export type Bye = Extract<ClientMessage, { type: 'bye' }>;

/** Opens a socket that says `hello` first.
 *  @param decode from a frame to a message; what is none is left alone.
 *  @param offer a subprotocol that is offered beside ours; '' where none is needed.
 *  @param connectTimeoutMs from the constructor to the first message.
 *  @param mayCarry whether `hello` goes with the request, where the server takes it there. A request that was given up may arrive all the
 *  same, and much later: what is said in it must do no harm then.
 *  @throws what the constructor of WebSocket throws: a wrong URL, an insecure one in a secure page, a token that can be none. */
export function openRoomSocket<Incoming extends { readonly type: string }, Outgoing extends object>(
  decode: (frame: string) => Decoded<Incoming | Probe>,
  url: string,
  offer: string,
  hello: Outgoing,
  handlers: RoomSocketHandlers<Exclude<Incoming, Probe>>,
  { WebSocket, clock }: Platform,
  connectTimeoutMs: number,
  mayCarry: boolean,
): RoomSocket<Outgoing> {
  const said = JSON.stringify(hello);
  const socket = new WebSocket(url, subprotocolsOf(mayCarry ? said : '', offer));
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const write = (text: string): void => {
    if (socket.readyState === 1) socket.send(text);
  };
  const pacer = createPacer(write, clock);
  const openedAtMs = clock.now();
  let timer = clock.setTimeout(() => lose(ABNORMAL), connectTimeoutMs);
  let isProbed = false;

  function release(bye: Bye | null): void {
    lifetime.abort();
    clock.clearTimeout(timer);
    pacer.clear();
    const close = (): void => {
      if (bye !== null) write(JSON.stringify(bye));
      socket.close(1000);
    };
    // The request may have brought a seat already, which nobody would leave.
    if (bye === null || socket.readyState !== 0) return close();
    socket.addEventListener('open', close);
    clock.setTimeout(close, STUCK_MS);
  }
  function lose(code: number): void {
    if (signal.aborted) return;
    release(null);
    handlers.onlost(code);
  }
  function ping(deadlineMs: number): void {
    write(HEARTBEAT_REQUEST);
    after(deadlineMs, () => lose(ABNORMAL));
  }
  function after(delayMs: number, action: () => void): void {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(action, delayMs);
  }

  socket.addEventListener('open', () => socket.protocol === HELLO_SUBPROTOCOL || write(said), { signal });
  socket.addEventListener('close', ({ code }) => lose(code), { signal });
  socket.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      // Whatever arrives proves the path.
      isProbed = false;
      after(HEARTBEAT_INTERVAL_MS, () => ping(PONG_TIMEOUT_MS));
      if (data === HEARTBEAT_RESPONSE) return handlers.onbeat();
      if (typeof data !== 'string') return;
      const decoded = decode(data);
      if (!decoded.ok) return;
      const { message } = decoded;
      if (message.type !== 'probe') return handlers.onmessage(message as Exclude<Incoming, Probe>);
      write(JSON.stringify({ type: 'read', nonce: (message as Probe).nonce } satisfies ClientMessage));
    },
    { signal },
  );

  return {
    send: (message) => pacer.push(typeof message === 'string' ? message : JSON.stringify(message)),
    probe() {
      if (socket.readyState === 0) return clock.now() - openedAtMs <= STUCK_MS;
      // Whoever asks again meanwhile must not put the answer off.
      if (!signal.aborted && socket.readyState === 1 && !isProbed) ping(PROBE_TIMEOUT_MS);
      isProbed = true;
      return true;
    },
    close(bye) {
      if (!signal.aborted) release(bye);
    },
  };
}
