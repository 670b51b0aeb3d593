/** The sockets of one object, as the rules see them. Knows the runtime's list, which holds more than it seems, and no rules. */
import type { IceServer } from '#protocol';
import type { LiveSocket } from '../room/inputs.ts';
import type { SocketId } from '../room/room-state.ts';
import { isOpenHere } from './close.ts';
import { readAttachment } from './socket-attachment.ts';

function isOpen({ readyState }: WebSocket): boolean {
  return readyState === WebSocket.OPEN;
}

type SocketList = Pick<DurableObjectState, 'getWebSockets' | 'getWebSocketAutoResponseTimestamp'>;

export class RoomSockets {
  readonly #list: SocketList;
  /** Those that were found once: to look one up takes as long as to send to it. */
  readonly #found = new Map<SocketId, WebSocket>();

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
    const known = this.#found.get(id);
    if (known !== undefined && isOpenHere(known)) return known;
    const socket = this.#list.getWebSockets(id).find(isOpen) ?? null;
    if (socket === null) this.#found.delete(id);
    else this.#found.set(id, socket);
    return socket;
  }

  /** Nobody will ask for it any more. */
  forget(id: SocketId): void {
    this.#found.delete(id);
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
