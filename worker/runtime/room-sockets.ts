/** The sockets of one object, as the rules see them. Knows the runtime's list, which holds more than it seems, and no rules. */
import type { IceServer } from '#protocol';
import type { LiveSocket } from '../room/inputs.ts';
import type { SocketId } from '../room/room-state.ts';
import { readAttachment } from './socket-attachment.ts';

function isOpen({ readyState }: WebSocket): boolean {
  return readyState === WebSocket.OPEN;
}

type SocketList = Pick<DurableObjectState, 'getWebSockets' | 'getWebSocketAutoResponseTimestamp'>;

export class RoomSockets {
  readonly #list: SocketList;

  constructor(list: SocketList) {
    this.#list = list;
  }

  /** All that the runtime still lists: who takes no notice of a close stays in it for as long as it likes. */
  get count(): number {
    return this.#list.getWebSockets().length;
  }

  get openCount(): number {
    return this.#list.getWebSockets().filter(isOpen).length;
  }

  /** Those that are really open: the runtime also lists those that are closing. */
  live(): LiveSocket[] {
    const live: LiveSocket[] = [];
    for (const socket of this.#list.getWebSockets()) {
      const attachment = isOpen(socket) ? readAttachment(socket) : null;
      if (attachment === null) continue;
      const { id, peer, openedAtMs } = attachment;
      const lastBeatAtMs = this.#list.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null;
      live.push({ id, peer, openedAtMs, lastBeatAtMs });
    }
    return live;
  }

  /** @returns null when it is not open any more. */
  find(id: SocketId): WebSocket | null {
    return this.#list.getWebSockets(id).find(isOpen) ?? null;
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
