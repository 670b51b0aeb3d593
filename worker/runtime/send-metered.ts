/** One message to some sockets of an object, and what of it they have not read. Knows no message and no rules. */
import { utf8Length } from '#protocol';
import type { SocketId } from '../room/room-state.ts';
import type { RoomSockets } from './room-sockets.ts';
import type { UnreadMeter } from './unread.ts';

/** @returns the sockets that do not read what they are sent. */
export function sendMetered(
  sockets: Pick<RoomSockets, 'find'>,
  unread: Pick<UnreadMeter, 'isTooMuch'>,
  to: readonly SocketId[],
  message: object,
): SocketId[] {
  const text = JSON.stringify(message);
  const bytes = utf8Length(text);
  return to.filter((id) => {
    const socket = sockets.find(id);
    if (socket === null) return false;
    try {
      socket.send(text);
      return unread.isTooMuch(socket, bytes);
    } catch {
      return false; // Its close is on the way.
    }
  });
}
