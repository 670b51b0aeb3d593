/**
 * Whether the server is there, asked without a WebSocket: after each socket that fails, Firefox lets a page wait half as long again
 * for the next one to the same server, up to a minute, so that a page which only tries is late when the server is back. To whoever
 * opened it, a knock is a socket that carries nothing. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.2.3
 */
import type { Platform } from './platform.ts';
import { askServer } from './refusal.ts';
import { type RoomSocket, STUCK_MS } from './room-socket.ts';
import { type StandInHandlers, standIn } from './stand-in.ts';

/** @param handlers `ondone`: the server answers, whatever it says. */
export function knock(
  url: string,
  handlers: StandInHandlers<Response>,
  { fetch, clock }: Platform,
  timeoutMs: number,
): RoomSocket<unknown> {
  return standIn((signal) => askServer(fetch, url, signal), handlers, clock, timeoutMs, STUCK_MS);
}
