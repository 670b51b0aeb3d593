/**
 * `GET /v1/rooms/{room}/socket`: everything that can be refused without waking the room is refused here. The same URL
 * without an upgrade tells a page why its socket failed, which no browser says by itself.
 */
import { Hono } from 'hono';
import { SUBPROTOCOL, isRoomName } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { openingRequest } from '../runtime/opening.ts';
import { iceServersFor } from './ice-servers.ts';
import { isOriginAllowed, parseAllowedOrigins } from './origin.ts';
import { problem } from './problem.ts';

function offersOurSubprotocol(header: string | undefined): boolean {
  return (header ?? '').split(',').some((name) => name.trim() === SUBPROTOCOL);
}

export const rooms = new Hono<{ Bindings: Env }>();

rooms.get('/:room/socket', async ({ req, env }) => {
  const url = new URL(req.url);
  const room = req.param('room');
  const allowed = parseAllowedOrigins(env.ALLOWED_ORIGINS);
  const ice = iceServersFor(env.ICE_SERVERS, url.hostname);
  for (const setting of [allowed, ice]) {
    if (setting.ok) continue;
    log({ event: setting === ice ? 'ice-servers-invalid' : 'allowed-origins-invalid' }, 'error');
    return problem(500, 'server-error', setting.message);
  }
  if (!isOriginAllowed(allowed, req.header('Origin') ?? null, url.origin)) {
    return problem(403, 'origin-not-allowed', 'This origin is not listed in ALLOWED_ORIGINS of the Worker.');
  }
  if (!isRoomName(room)) return problem(404, 'invalid-room', 'A room name has 3 to 64 of A-Z a-z 0-9 _ . -');
  if (req.header('Upgrade')?.toLowerCase() !== 'websocket') {
    return problem(426, null, 'Open a WebSocket here.', { Upgrade: 'websocket' });
  }
  if (!offersOurSubprotocol(req.header('Sec-WebSocket-Protocol'))) {
    return problem(426, 'unsupported-version', `Offer the WebSocket subprotocol ${SUBPROTOCOL}.`);
  }
  if (!ice.ok) return problem(500, 'server-error', ice.message);
  try {
    const answer = await env.ROOMS.getByName(room).fetch(openingRequest({ room, iceServers: ice.iceServers }));
    if (answer.status === 101) return answer;
  } catch {
    log({ event: 'room-unreachable' }, 'error');
  }
  return problem(503, 'server-error', 'The room cannot take a connection now; try again.', { 'Retry-After': '5' });
});
