/**
 * `GET /v1/health`: the doctor of a deployment. Whether this Worker could admit anyone, by which settings, and what to set so that
 * calls work everywhere. Wakes no room, names no secret and no address, and asks nobody else but for whoever has ADMIN_KEY:
 * `?probe=turn` makes credentials at Cloudflare and revokes them.
 */
import { Hono } from 'hono';
import { SUBPROTOCOL } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { newMemberId } from '../runtime/entropy.ts';
import { isPair, vapidSetting } from '../runtime/push/vapid-setting.ts';
import type { TurnProvider } from '../runtime/turn/turn-provider.ts';
import { webhookSetting } from '../runtime/webhooks/webhook-setting.ts';
import { accessFor } from './access.ts';
import { refuseAdmin } from './admin.ts';
import { deskHints, desksFor } from './desk-setting.ts';
import { iceSettingFor } from './ice-servers.ts';
import { isOriginAllowed, parseAllowedOrigins } from './origin.ts';
import { siteKeyHints } from './site-keys.ts';
import { VERSION } from './version.ts';

const TURN_HINT =
  'There is no TURN server: calls between some networks cannot connect. Set TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), ' +
  'or TURN_URLS and TURN_SECRET (coturn).';
const RATE_HINT =
  'There is no limit for one address: add [[ratelimits]] REQUESTS_PER_ADDRESS and REQUESTS_PER_ADDRESS_AND_ROOM to wrangler.toml.';

/** What has to be in wrangler.toml, and what for. */
const BINDINGS = [
  ['ROOMS', '[[durable_objects.bindings]] ROOMS with the class Room'],
  ['DESK_OBJECTS', '[[durable_objects.bindings]] DESK_OBJECTS with the class Desk'],
  ['ASSETS', '[assets] with the binding ASSETS'],
] as const;

const PAIR_PROBLEM = 'VAPID_PRIVATE_KEY: x and y do not belong to d. Make a new key.';

/** Whether the provider answers. A shared secret and a list are not asked for anywhere: whether that server takes them, only a
 *  call can tell. */
async function probe(turn: TurnProvider | null): Promise<'answers' | 'fails' | 'not-possible'> {
  if (turn === null || turn.kind !== 'cloudflare') return 'not-possible';
  const issued = await turn.issue(newMemberId(), Date.now());
  for (const { username } of issued ?? []) if (username !== undefined) await turn.revoke(username);
  return issued === null ? 'fails' : 'answers';
}

export const health = new Hono<{ Bindings: Env }>();

health.get('/', async ({ req, env }) => {
  const origins = parseAllowedOrigins(env.ALLOWED_ORIGINS);
  const url = new URL(req.url);
  const ice = iceSettingFor(env, url.hostname);
  const access = accessFor(env);
  const webhooks = webhookSetting(env);
  const desks = desksFor(env, access, url.hostname);
  const vapid = vapidSetting(env);
  const vapidKeys = vapid.ok ? vapid.keys : null;
  const isProbe = req.query('probe') === 'turn';
  const refusal = isProbe ? await refuseAdmin(env, access, req.raw.headers) : null;
  if (refusal !== null) return refusal;
  const missing = BINDINGS.filter(([name]) => env[name] === undefined);
  const problems = [
    ...missing.map(([name, what]) => `${name} is missing: add ${what} to wrangler.toml.`),
    ...[origins, ice, access, webhooks, desks].flatMap((setting) => (setting.ok ? [] : [setting.message])),
    ...(vapidKeys === null || (await isPair(vapidKeys)) ? [] : [PAIR_PROBLEM]),
  ];
  const isLimited = env.REQUESTS_PER_ADDRESS !== undefined && env.REQUESTS_PER_ADDRESS_AND_ROOM !== undefined;
  const turn = ice.ok ? (ice.turn?.kind ?? 'missing') : 'invalid';
  const hints = [
    ...(turn === 'missing' ? [TURN_HINT] : []),
    ...(isLimited ? [] : [RATE_HINT]),
    ...(access.ok
      ? siteKeyHints(access.siteKeys, access.keys.size > 0, (origin) => isOriginAllowed(origins, origin, url.origin))
      : []),
    ...(access.ok && desks.ok ? deskHints(env, desks, access) : []),
  ];
  const body = {
    ok: problems.length === 0,
    version: VERSION,
    protocol: SUBPROTOCOL,
    /** Who may enter: `open` (whoever knows a room's name) or `token`. */
    mode: access.ok ? access.mode : 'invalid',
    ...(access.ok && access.mode === 'token' ? { tokenKeys: access.keys.size, siteKeys: access.siteKeys.size } : {}),
    /** Which pages may: `any`, `listed` or `own`. */
    origins: !origins.ok ? 'invalid' : origins.any ? 'any' : origins.list.size > 0 ? 'listed' : 'own',
    /** Where the ICE servers come from: `setting`, `default` (public STUN) or `loopback` (none needed). */
    iceServers: ice.ok ? ice.source : 'invalid',
    /** Who makes credentials for a relay: `cloudflare`, `coturn`, `static` (in ICE_SERVERS) or `missing`. */
    turn,
    ...(isProbe ? { turnProbe: await probe(ice.ok ? ice.turn : null) } : {}),
    rateLimits: isLimited ? 'on' : 'missing',
    webhooks: !webhooks.ok ? 'invalid' : webhooks.target === null ? 'off' : 'on',
    ...(desks.ok && desks.desks.size > 0 ? { desks: desks.desks.size, push: vapidKeys === null ? 'off' : 'on' } : {}),
    ...(problems.length === 0 ? {} : { problems }),
    ...(hints.length === 0 ? {} : { hints }),
  };
  return Response.json(body, { status: body.ok ? 200 : 500, headers: { 'Cache-Control': 'no-store' } });
});
