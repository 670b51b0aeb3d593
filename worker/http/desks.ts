/**
 * `/v1/desks/{desk}`: whether somebody could answer, the socket of visitors and agents, and figures. Everything that can be refused without
 * waking the desk is refused here.
 */
import { Hono } from 'hono';
import { SUBPROTOCOL, isLoopbackHost } from '#protocol';
import { deskReadRequest, deskSocketRequest } from '../runtime/desks/desk-opening.ts';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { accessFor } from './access.ts';
import { refuseAdmin } from './admin.ts';
import { offeredCredentials, offeredHello, offersSubprotocol, sentCredentials } from './carried-credentials.ts';
import { type Passed, passGate } from './desk-gate.ts';
import { desksFor } from './desk-setting.ts';
import { problem } from './problem.ts';

/** How old the availability may be that a page is told: a desk is woken no more often, however many look at its site. A developer, who has
 *  gone online in one tab, looks into the other one at once. */
const AVAILABILITY_TTL_MS = 10_000;
const DEVELOPMENT_TTL_MS = 1_000;

const ttlMsOf = (url: string): number =>
  isLoopbackHost(new URL(url).hostname) ? DEVELOPMENT_TTL_MS : AVAILABILITY_TTL_MS;

/** By desk, and so no more than there are desks. */
const known = new Map<string, { readonly atMs: number; readonly body: string }>();

async function availabilityOf(env: Env, { address }: Passed, ttlMs: number): Promise<string> {
  const nowMs = Date.now();
  const cached = known.get(address.desk);
  if (cached !== undefined && Math.abs(nowMs - cached.atMs) < ttlMs) return cached.body;
  const answer = await env.DESK_OBJECTS.getByName(address.desk).fetch(deskReadRequest(address, 'availability'));
  const body = await answer.text();
  if (answer.ok) known.set(address.desk, { atMs: nowMs, body });
  return body;
}

function unreachable(): Response {
  log({ event: 'desk-unreachable' }, 'error');
  return problem(503, 'server-error', 'The desk cannot take a connection now; try again.', { 'Retry-After': '5' });
}

export const desks = new Hono<{ Bindings: Env }>();

desks.get('/:desk', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  try {
    const ttlMs = ttlMsOf(req.url);
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': `private, max-age=${ttlMs / 1_000}` };
    return new Response(await availabilityOf(env, gate, ttlMs), { headers });
  } catch {
    return unreachable();
  }
});

desks.get('/:desk/socket', async ({ req, env }) => {
  const { headers } = req.raw;
  const isUpgrade = req.header('Upgrade')?.toLowerCase() === 'websocket';
  if (isUpgrade && !offersSubprotocol(headers, SUBPROTOCOL)) {
    return problem(426, 'unsupported-version', `Offer the WebSocket subprotocol ${SUBPROTOCOL}.`);
  }
  const credentials = isUpgrade ? offeredCredentials(headers) : sentCredentials(headers);
  const gate = await passGate({ req, env }, req.param('desk'), credentials);
  if (!gate.ok) return gate.response;
  if (!isUpgrade) return problem(426, null, 'Open a WebSocket here.', { Upgrade: 'websocket' });
  const { address, grant } = gate;
  try {
    const opening = deskSocketRequest(address, grant, offeredHello(headers));
    const answer = await env.DESK_OBJECTS.getByName(address.desk).fetch(opening);
    if (answer.status === 101) return answer;
  } catch {
    // Told as every other failure.
  }
  return unreachable();
});

desks.get('/:desk/stats', async ({ req, env }) => {
  const desk = req.param('desk');
  const gate = await passGate({ req, env }, desk, sentCredentials(req.raw.headers));
  if (gate.ok && gate.grant.role !== 'agent') return problem(403, 'not-allowed', 'This is for agents of the desk.');
  if (!gate.ok && !gate.isForCredentials) return gate.response;
  const access = accessFor(env);
  const refusal = gate.ok ? null : await refuseAdmin(env, access, req.raw.headers);
  if (refusal !== null) return refusal;
  const setting = desksFor(env, access, new URL(req.url).hostname);
  const config = setting.ok ? setting.desks.get(desk) : undefined;
  if (config === undefined) return problem(404, 'invalid-desk', 'There is no desk of this name in DESKS.');
  const answer = await env.DESK_OBJECTS.getByName(desk).fetch(deskReadRequest({ desk, config }, 'stats'));
  return new Response(answer.body, {
    status: answer.status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
});
