/**
 * `GET /v1/rooms/{room}/socket`: everything that can be refused without waking the room is refused here. The same URL
 * without an upgrade tells a page why its socket failed, which no browser says by itself.
 */
import { Hono } from 'hono';
import { SUBPROTOCOL, isRoomName } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { OPEN_GRANT, openingRequest } from '../runtime/opening.ts';
import { webhookSetting } from '../runtime/webhooks/webhook-setting.ts';
import { type ValidAccess, accessFor } from './access.ts';
import {
  type Credentials,
  offeredCredentials,
  offeredHello,
  offersSubprotocol,
  sentCredentials,
} from './carried-credentials.ts';
import { iceSettingFor, issueIceServers, noteMissingTurn } from './ice-servers.ts';
import { isOriginAllowed, originOf, parseAllowedOrigins } from './origin.ts';
import { problem } from './problem.ts';
import { isWithinRate, tooManyRequests } from './rate-limit.ts';
import { siteRole } from './site-keys.ts';
import { MAX_TOKEN_TTL_S } from './sign-token.ts';
import { type VerifiedToken, verifyToken } from './verify-token.ts';

/** The same words for whatever is wrong with a token or a site key: each difference would help who makes one up. */
const TOKEN_MESSAGES = {
  'token-invalid': 'A valid token for this room is needed, or a site key for it and for this origin.',
  'token-expired': 'The token has expired.',
} as const;

function misconfigured(event: string, message: string): Response {
  log({ event }, 'error');
  return problem(500, 'server-error', message);
}

/** In mode `open` nothing is even looked at. A token counts before a site key, also when it is wrong. What a site key grants is what
 *  the longest token could: it says who may come in, not how long one may stay, and makes nobody a host. */
function admit(
  { mode, keys, siteKeys }: ValidAccess,
  { token, siteKey }: Credentials,
  { room, origin }: { readonly room: string; readonly origin: string | null },
): VerifiedToken | Promise<VerifiedToken> {
  if (mode === 'open') return { ok: true, grant: OPEN_GRANT };
  const nowMs = Date.now();
  if (token !== null || siteKey === null) return verifyToken(token ?? '', keys, { room, nowMs });
  const role = siteRole(siteKeys, siteKey, origin, { kind: 'room', name: room });
  if (role === null) return { ok: false, code: 'token-invalid' };
  return { ok: true, grant: { ...OPEN_GRANT, role, expiresAtMs: nowMs + MAX_TOKEN_TTL_S * 1_000 } };
}

export const rooms = new Hono<{ Bindings: Env }>();

rooms.get('/:room/socket', async ({ req, env }) => {
  const url = new URL(req.url);
  const room = req.param('room');
  const allowed = parseAllowedOrigins(env.ALLOWED_ORIGINS);
  const ice = iceSettingFor(env, url.hostname);
  const access = accessFor(env);
  const webhooks = webhookSetting(env);
  if (!allowed.ok) return misconfigured('allowed-origins-invalid', allowed.message);
  if (!ice.ok) return misconfigured('ice-servers-invalid', ice.message);
  if (!access.ok) return misconfigured('access-invalid', access.message);
  if (!webhooks.ok) return misconfigured('webhooks-invalid', webhooks.message);
  if (!isOriginAllowed(allowed, req.header('Origin') ?? null, url.origin)) {
    return problem(403, 'origin-not-allowed', 'This origin is not listed in ALLOWED_ORIGINS of the Worker.');
  }
  if (!isRoomName(room)) return problem(404, 'invalid-room', 'A room name has 3 to 64 of A-Z a-z 0-9 _ . -');
  if (!(await isWithinRate(env, req.header('CF-Connecting-IP'), room))) return tooManyRequests();
  const { headers } = req.raw;
  const isUpgrade = req.header('Upgrade')?.toLowerCase() === 'websocket';
  if (isUpgrade && !offersSubprotocol(headers, SUBPROTOCOL)) {
    return problem(426, 'unsupported-version', `Offer the WebSocket subprotocol ${SUBPROTOCOL}.`);
  }
  const credentials = isUpgrade ? offeredCredentials(headers) : sentCredentials(headers);
  const verified = await admit(access, credentials, { room, origin: originOf(headers, url.origin) });
  if (!verified.ok) {
    return problem(401, verified.code, TOKEN_MESSAGES[verified.code], { 'WWW-Authenticate': 'Bearer' });
  }
  if (!isUpgrade) return problem(426, null, 'Open a WebSocket here.', { Upgrade: 'websocket' });
  try {
    const { grant } = verified;
    noteMissingTurn(ice);
    const issue = await issueIceServers(ice, grant.expiresAtMs, Date.now());
    const opening = openingRequest({ room, ...issue, grant, hello: offeredHello(headers) });
    const answer = await env.ROOMS.getByName(room).fetch(opening);
    if (answer.status === 101) return answer;
  } catch {
    log({ event: 'room-unreachable' }, 'error');
  }
  return problem(503, 'server-error', 'The room cannot take a connection now; try again.', { 'Retry-After': '5' });
});
