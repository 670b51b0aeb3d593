/** The sockets of one object, as the rules see them. Knows the runtime's list, which holds more than it seems, and no rules. */
import type { IceServer } from '#protocol';
import type { LiveSocket } from '../room/inputs.ts';
import type { SocketId } from '../room/room-state.ts';
import { readAttachment } from './socket-attachment.ts';

type SocketList = Pick<DurableObjectState, 'getWebSockets' | 'getWebSocketAutoResponseTimestamp'>;

export class RoomSockets {
  readonly #list: SocketList;

  constructor(list: SocketList) {
    this.#list = list;
  }

  /** All that the runtime still counts, closing ones too. */
  get count(): number {
    return this.#list.getWebSockets().length;
  }

  /** Those that are really open: the runtime also lists those that are closing. */
  live(): LiveSocket[] {
    const live: LiveSocket[] = [];
    for (const socket of this.#list.getWebSockets()) {
      const attachment = socket.readyState === WebSocket.OPEN ? readAttachment(socket) : null;
      if (attachment === null) continue;
      const { id, peer, openedAtMs } = attachment;
      const lastBeatAtMs = this.#list.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null;
      live.push({ id, peer, openedAtMs, lastBeatAtMs });
    }
    return live;
  }

  /** @returns null when it is not open any more. */
  find(id: SocketId): WebSocket | null {
    return this.#list.getWebSockets(id).find(({ readyState }) => readyState === WebSocket.OPEN) ?? null;
  }

  /** What those without a seat were given at their upgrade. */
  iceServersOfUnseated(): Map<SocketId, readonly IceServer[]> {
    const iceServers = new Map<SocketId, readonly IceServer[]>();
    for (const socket of this.#list.getWebSockets()) {
      const attachment = readAttachment(socket);
      if (attachment?.peer === null) iceServers.set(attachment.id, attachment.iceServers);
    }
    return iceServers;
  }
}
