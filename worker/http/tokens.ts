/**
 * `POST /v1/tokens`: tokens for sites without a server of their own that could sign them. For whoever has ADMIN_KEY; without the
 * setting there is nothing here. Meant for a command line or a server, so that no page may read its answers.
 */
import { Hono } from 'hono';
import { decode } from 'hono/jwt';
import * as v from 'valibot';
import { MAX_NAME_LENGTH, ROLES, isRoomName } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { departments } from '../runtime/desks/desk-opening.ts';
import { grantCapacity, grantId } from '../runtime/opening.ts';
import { accessFor } from './access.ts';
import { refuseAdmin } from './admin.ts';
import { problem } from './problem.ts';
import { DEFAULT_TTL_S, MAX_TOKEN_TTL_S, signToken } from './sign-token.ts';

/** Longest body, in UTF-16 code units. */
const MAX_BODY_LENGTH = 2_048;

/** Strict: a misspelt `ttlSeconds` or `role` must not silently be the default. */
const order = v.strictObject({
  room: v.optional(v.pipe(v.string(), v.check(isRoomName))),
  desk: v.optional(v.pipe(v.string(), v.check(isRoomName))),
  role: v.optional(v.picklist(ROLES), 'guest'),
  name: v.optional(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))),
  sub: v.optional(grantId),
  ttlSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TOKEN_TTL_S)), DEFAULT_TTL_S),
  departments: v.optional(departments),
  once: v.optional(v.boolean(), false),
  capacity: v.optional(grantCapacity),
});
type Order = v.InferOutput<typeof order>;

/** What would be refused by every desk is not even signed. */
function isForDesk({ role, sub, once, capacity }: Order): boolean {
  return (role === 'visitor' || (role === 'agent' && sub !== undefined)) && !once && capacity === undefined;
}

const body = v.pipe(
  v.string(),
  v.maxLength(MAX_BODY_LENGTH),
  v.parseJson(),
  order,
  v.check((it) => (it.room === undefined) !== (it.desk === undefined)),
  v.check((it) => (it.desk === undefined ? it.departments === undefined : isForDesk(it))),
);

function nothingHere(): Response {
  return problem(404, null, 'There is nothing at this address.');
}

function sign(
  { room, desk, departments: answers, once, capacity, ...claims }: Order,
  key: { readonly kid: string; readonly secret: string },
): Promise<string> {
  if (desk !== undefined) return signToken({ ...claims, ...key, desk, departments: answers });
  return signToken({ ...claims, ...key, room: room ?? '', once, capacity });
}

export const tokens = new Hono<{ Bindings: Env }>();

tokens.post('/', async ({ req, env }) => {
  const access = accessFor(env);
  if (!access.ok) {
    log({ event: 'access-invalid' }, 'error');
    return problem(500, 'server-error', access.message);
  }
  if (access.adminKey === null) return nothingHere();
  const refusal = await refuseAdmin(env, access, req.raw.headers);
  if (refusal !== null) return refusal;
  if (access.signingKey === null) return problem(409, null, 'Set TOKEN_SECRETS: there is no key to sign with.');
  const parsed = v.safeParse(body, await req.text());
  if (!parsed.success) {
    return problem(
      400,
      null,
      'Send JSON: {"room", "role"?, "name"?, "sub"?, "ttlSeconds"?, "once"?, "capacity"?}, ' +
        'or {"desk", "role": "agent" or "visitor", "sub", "name"?, "departments"?, "ttlSeconds"?}.',
    );
  }
  const { kid, k: secret } = access.signingKey;
  const token = await sign(parsed.output, { kid, secret });
  const { exp = 0 } = decode(token).payload;
  // As all times that we tell: ms since the epoch.
  return Response.json({ token, expiresAt: exp * 1000 }, { headers: { 'Cache-Control': 'no-store' } });
});

// Also a preflight ends here: it must not be answered as for the other addresses.
tokens.all('/', nothingHere);
