/** One message to some sockets of an object, and what of it they have not read. Knows no message and no rules. */
import type { SocketId } from '../room/room-state.ts';
import { frameBytes } from './frame-bytes.ts';
import type { RoomSockets } from './room-sockets.ts';
import type { UnreadMeter } from './unread.ts';

type Sockets = Pick<RoomSockets, 'find'>;
type Meter = Pick<UnreadMeter, 'isTooMuch'>;

/** @param bytes of `text` in UTF-8. @returns whether the socket does not read what it is sent. */
export function sendText(sockets: Sockets, unread: Meter, to: SocketId, text: string, bytes: number): boolean {
  const socket = sockets.find(to);
  if (socket === null) return false;
  try {
    socket.send(text);
    return unread.isTooMuch(socket, bytes);
  } catch {
    return false; // Its close is on the way.
  }
}

/** @returns the sockets that do not read what they are sent. */
export function sendMetered(sockets: Sockets, unread: Meter, to: readonly SocketId[], message: object): SocketId[] {
  const text = JSON.stringify(message);
  const bytes = frameBytes(text);
  return to.filter((id) => sendText(sockets, unread, id, text, bytes));
}
