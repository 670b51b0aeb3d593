/**
 * Closing a socket without ever throwing. A hibernatable socket is not answered by the runtime when its client closes it:
 * without our own close() browsers wait ten seconds and report 1006.
 */
import { CLOSE_CODES, echoableCloseCode } from '#protocol';

/** Closes with `code`, or with 1000 where the runtime does not let us send it. Does nothing to a closed socket. */
export function closeQuietly(socket: WebSocket, code: number): void {
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
