/**
 * `/v1/desks/{desk}/push`: how an agent's browser comes to be called while its page is closed. Knows the public key of the Worker, and hands on
 * where browsers are reached without writing it anywhere.
 */
import { Hono } from 'hono';
import * as v from 'valibot';
import { isPushEndpoint, pushSubscription } from '#protocol';
import { type PushOrder, deskPushRequest } from '../runtime/desks/desk-opening.ts';
import type { Env } from '../runtime/env.ts';
import { vapidSetting } from '../runtime/push/vapid-setting.ts';
import { sentCredentials } from './carried-credentials.ts';
import { type Passed, passGate } from './desk-gate.ts';
import { problem } from './problem.ts';

/** Of a body: an address and two keys. */
const MAX_BODY_BYTES = 4_096;

const endpointOnly = v.object({ endpoint: v.custom<string>(isPushEndpoint) });

const NO_STORE = { 'Cache-Control': 'no-store' };

/** An agent's `sub`; or why this is not for whoever asks. */
function agentOf({ grant }: Passed): string | Response {
  const { role, sub } = grant;
  if (role !== 'agent' || sub === null) return problem(403, 'not-allowed', 'This is for agents of the desk.');
  return sub;
}

/** The same where something is to be kept. */
function pushedAgentOf(passed: Passed): string | Response {
  if (passed.address.config.canPush) return agentOf(passed);
  return problem(503, 'not-allowed', 'Nobody can be pushed: there is no VAPID_PRIVATE_KEY.');
}

/** @returns what was sent; or why it cannot be taken. */
async function read<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): Promise<{ readonly output: v.InferOutput<Schema> } | Response> {
  const length = Number(request.headers.get('Content-Length') ?? Number.NaN);
  if (Number.isNaN(length)) return problem(411, 'bad-message', 'Say the Content-Length.');
  if (length > MAX_BODY_BYTES) return problem(413, 'message-too-large', `At most ${MAX_BODY_BYTES} bytes.`);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), await request.text());
  if (parsed.success) return { output: parsed.output };
  return problem(400, 'bad-message', 'Send JSON of a PushSubscription of a browser: its endpoint and its keys.');
}

async function say(env: Env, { address }: Passed, order: PushOrder): Promise<Response> {
  const answer = await env.DESK_OBJECTS.getByName(address.desk).fetch(deskPushRequest(address, order));
  if (!answer.ok) return problem(503, 'server-error', 'The desk cannot take this now; try again.');
  return new Response(null, { status: 204, headers: NO_STORE });
}

export const deskPush = new Hono<{ Bindings: Env }>();

deskPush.get('/:desk/push', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  const sub = agentOf(gate);
  if (sub instanceof Response) return sub;
  const setting = vapidSetting(env);
  // Null where there is none, and no error: each console asks.
  return Response.json({ publicKey: setting.ok ? (setting.keys?.publicKey ?? null) : null }, { headers: NO_STORE });
});

deskPush.post('/:desk/push', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  const sub = pushedAgentOf(gate);
  if (sub instanceof Response) return sub;
  const body = await read(req.raw, pushSubscription);
  if (body instanceof Response) return body;
  const { departments } = gate.grant;
  return say(env, gate, { type: 'push-on', sub, departments, subscription: body.output });
});

deskPush.post('/:desk/push/forget', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  const sub = pushedAgentOf(gate);
  if (sub instanceof Response) return sub;
  const body = await read(req.raw, endpointOnly);
  if (body instanceof Response) return body;
  return say(env, gate, { type: 'push-off', sub, endpoint: body.output.endpoint });
});
