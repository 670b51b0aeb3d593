/**
 * Closing a socket without ever throwing, and which ones are closed. A hibernatable socket is not answered by the runtime when its client closes it:
 * without our own close() browsers wait ten seconds and report 1006.
 */
import { CLOSE_CODES, echoableCloseCode } from '#protocol';

/** Whether a socket was open when it was first looked at, and has not been closed here since. To ask the runtime takes several times as long
 *  as all the rules of a relayed message, and the runtime tells us of every other end itself. */
const openHere = new WeakMap<WebSocket, boolean>();

/** Whether we have not closed it. One that its client has just closed may still count: to send to it throws. */
export function isOpenHere(socket: WebSocket): boolean {
  const known = openHere.get(socket);
  if (known !== undefined) return known;
  const isOpen = socket.readyState === WebSocket.OPEN;
  openHere.set(socket, isOpen);
  return isOpen;
}

/** Closes with `code`, or with 1000 where the runtime does not let us send it. Does nothing to a closed socket. */
export function closeQuietly(socket: WebSocket, code: number): void {
  openHere.set(socket, false);
  for (const candidate of [code, CLOSE_CODES.normal]) {
    try {
      socket.close(candidate);
      return;
    } catch {
      // The runtime refuses some codes that a client may send (999, 1004); a second close() throws too.
    }
  }
}

/** Completes the close handshake that a client began. */
export function answerClose(socket: WebSocket, code: number): void {
  closeQuietly(socket, echoableCloseCode(code));
}
