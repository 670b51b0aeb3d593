/** `GET /v1/health`: whether this Worker could admit anyone, and by which settings. Wakes no room, names no secret. */
import { Hono } from 'hono';
import { SUBPROTOCOL } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { iceServersFor } from './ice-servers.ts';
import { parseAllowedOrigins } from './origin.ts';
import { VERSION } from './version.ts';

export const health = new Hono<{ Bindings: Env }>();

health.get('/', ({ req, env }) => {
  const origins = parseAllowedOrigins(env.ALLOWED_ORIGINS);
  const ice = iceServersFor(env.ICE_SERVERS, new URL(req.url).hostname);
  const problems = [origins, ice].flatMap((setting) => (setting.ok ? [] : [setting.message]));
  const body = {
    ok: problems.length === 0,
    version: VERSION,
    protocol: SUBPROTOCOL,
    /** Where the ICE servers come from: `setting`, `default` (public STUN) or `loopback` (none needed). */
    iceServers: ice.ok ? ice.source : 'invalid',
    ...(problems.length === 0 ? {} : { problems }),
  };
  return Response.json(body, { status: body.ok ? 200 : 500, headers: { 'Cache-Control': 'no-store' } });
});
