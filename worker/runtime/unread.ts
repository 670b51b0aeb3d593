/**
 * What was sent to each socket since it last showed a sign of life. A server-side socket has no `bufferedAmount`, and a
 * client that does not read would fill the object's memory; a client that is alive heartbeats every 15 s.
 */
import { MAX_UNREAD_BYTES } from '#protocol';

interface Sent {
  bytes: number;
  sinceMs: number;
}

export class UnreadMeter {
  readonly #sent = new WeakMap<WebSocket, Sent>();

  /** The socket said something: it reads. */
  alive(socket: WebSocket): void {
    this.#sent.delete(socket);
  }

  /** Counts `bytes` sent. @returns whether that is too much; `lastBeatMs` is asked for only when it seems to be. */
  isTooMuch(socket: WebSocket, bytes: number, nowMs: number, lastBeatMs: () => number | null): boolean {
    const sent = this.#sent.get(socket) ?? { bytes: 0, sinceMs: nowMs };
    sent.bytes += bytes;
    this.#sent.set(socket, sent);
    if (sent.bytes <= MAX_UNREAD_BYTES) return false;
    const beatMs = lastBeatMs();
    if (beatMs === null || beatMs < sent.sinceMs) return true;
    this.#sent.set(socket, { bytes, sinceMs: nowMs });
    return false;
  }
}
