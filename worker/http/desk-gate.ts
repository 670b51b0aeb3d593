/**
 * What every request for a desk has to pass before the desk is woken: settings that are right, an allowed origin, few enough requests, and
 * credentials for this desk. Knows no route.
 */
import type { HonoRequest } from 'hono';
import { isRoomName } from '#protocol';
import { type DeskAddress, type DeskGrant } from '../runtime/desks/desk-opening.ts';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { webhookSetting } from '../runtime/webhooks/webhook-setting.ts';
import { type ValidAccess, accessFor } from './access.ts';
import type { Credentials } from './carried-credentials.ts';
import { deskEntry } from './desk-access.ts';
import { desksFor } from './desk-setting.ts';
import { isOriginAllowed, originOf, parseAllowedOrigins } from './origin.ts';
import { problem } from './problem.ts';
import { isWithinRate, tooManyRequests } from './rate-limit.ts';

export interface Passed {
  readonly ok: true;
  readonly address: DeskAddress;
  readonly access: ValidAccess;
  /** What the credentials grant here. */
  readonly grant: DeskGrant;
  /** That messages are encrypted with; none: nothing can be left. */
  readonly secrets: readonly string[];
}

/** `access`: of one whose credentials are none for this desk, and who may still be somebody. */
export type Gate = Passed | { readonly ok: false; readonly response: Response; readonly isForCredentials: boolean };

/** The same words for whatever is wrong: each difference would help who makes one up. */
const TOKEN_MESSAGES = {
  'token-invalid': 'A valid token for this desk is needed, or a site key for it and for this origin.',
  'token-expired': 'The token has expired.',
} as const;

const refused = (response: Response, isForCredentials = false): Gate => ({ ok: false, response, isForCredentials });

function misconfigured(event: string, message: string): Gate {
  log({ event }, 'error');
  return refused(problem(500, 'server-error', message));
}

/** @param desk as the address says. */
export async function passGate(
  { req, env }: { readonly req: HonoRequest; readonly env: Env },
  desk: string,
  credentials: Credentials,
): Promise<Gate> {
  const url = new URL(req.url);
  const allowed = parseAllowedOrigins(env.ALLOWED_ORIGINS);
  const access = accessFor(env);
  const webhooks = webhookSetting(env);
  if (!allowed.ok) return misconfigured('allowed-origins-invalid', allowed.message);
  if (!access.ok) return misconfigured('access-invalid', access.message);
  if (!webhooks.ok) return misconfigured('webhooks-invalid', webhooks.message);
  const setting = desksFor(env, access, url.hostname);
  if (!setting.ok) return misconfigured('desks-invalid', setting.message);
  if (!isOriginAllowed(allowed, req.header('Origin') ?? null, url.origin)) {
    const message = 'This origin is not listed in ALLOWED_ORIGINS of the Worker.';
    return refused(problem(403, 'origin-not-allowed', message));
  }
  const address = req.header('CF-Connecting-IP');
  if (!isRoomName(desk)) return refused(problem(404, null, 'There is no desk of this name.'));
  if (!(await isWithinRate(env, address, `desk ${desk}`))) return refused(tooManyRequests());
  const origin = originOf(req.raw.headers, url.origin);
  const entry = await deskEntry(access, credentials, { desk, origin, hostname: url.hostname, address });
  if (!entry.ok) {
    const headers = { 'WWW-Authenticate': 'Bearer' };
    return refused(problem(401, entry.code, TOKEN_MESSAGES[entry.code], headers), true);
  }
  const config = setting.desks.get(desk);
  if (config === undefined) return refused(problem(404, 'invalid-desk', 'There is no desk of this name in DESKS.'));
  return { ok: true, address: { desk, config }, access, grant: entry.grant, secrets: setting.secrets };
}
