/**
 * Whether the server is there, asked without a WebSocket: after each socket that fails, Firefox lets a page wait half as long again
 * for the next one to the same server, up to a minute, so that a page which only tries is late when the server is back. To whoever
 * opened it, a knock is a socket that carries nothing. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.2.3
 */
import type { Platform } from './platform.ts';
import { askServer } from './refusal.ts';
import { type RoomSocket, STUCK_MS } from './room-socket.ts';

export interface KnockHandlers {
  /** The server answers, whatever it says. */
  onanswer(): void;
  onlost(): void;
}

/** Calls one of the handlers, once, unless closed before. */
export function knock(
  url: string,
  { onanswer, onlost }: KnockHandlers,
  { fetch, clock }: Platform,
  timeoutMs: number,
): RoomSocket {
  const lifetime = new AbortController();
  const openedAtMs = clock.now();
  const end = (report: () => void): void => {
    if (lifetime.signal.aborted) return;
    close();
    report();
  };
  const timer = clock.setTimeout(() => end(onlost), timeoutMs);
  function close(): void {
    clock.clearTimeout(timer);
    lifetime.abort();
  }
  askServer(fetch, url, lifetime.signal).then(
    () => end(onanswer),
    () => end(onlost),
  );
  return { send() {}, probe: () => clock.now() - openedAtMs <= STUCK_MS, close };
}
