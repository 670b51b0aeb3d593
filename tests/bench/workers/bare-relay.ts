/**
 * The least that a Durable Object can do for a room: it gives each socket an id, and hands each text to the one that its first line names.
 * Hibernatable like ours; no rules, no checks, no storage. The yardstick for what the rules of a room cost.
 */
import { DurableObject } from 'cloudflare:workers';

interface RelayEnv {
  readonly ROOMS: DurableObjectNamespace;
}

export class Room extends DurableObject<RelayEnv> {
  constructor(ctx: DurableObjectState, env: RelayEnv) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    const id = crypto.randomUUID();
    this.ctx.acceptWebSocket(server, [id]);
    server.send(id);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(_: WebSocket, data: string | ArrayBuffer): void {
    if (typeof data !== 'string') return;
    const end = data.indexOf('\n');
    const [to] = this.ctx.getWebSockets(data.slice(0, end));
    to?.send(data.slice(end + 1));
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }
}

/** The settings name it; nobody asks for one. */
export class Desk extends DurableObject {}

// oxlint-disable-next-line import/no-default-export -- the runtime asks for it
export default {
  fetch(request: Request, env: RelayEnv): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    return request.headers.has('Upgrade') ? env.ROOMS.getByName(pathname).fetch(request) : new Response('ok');
  },
};
