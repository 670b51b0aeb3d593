/**
 * Which pages may read the answers of `/v1/`. No cookie and no credential is ever used, so that a page can do nothing with
 * an answer that it could not do from its own server.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import type { MiddlewareHandler } from 'hono';
import { SITE_KEY_HEADER } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { isOriginAllowed, parseAllowedOrigins } from './origin.ts';

/** Echoes an allowed origin. A page that is not allowed may read exactly one thing: the refusal, so that it can say why. */
export const cors: MiddlewareHandler<{ Bindings: Env }> = async (context, next) => {
  const origin = context.req.header('Origin') ?? null;
  const isPreflight = context.req.method === 'OPTIONS';
  if (!isPreflight) await next();
  const { res } = context;
  if (!isPreflight && res.status === 101) return;
  const headers = new Headers(isPreflight ? {} : res.headers);
  headers.append('Vary', 'Origin');
  const isAllowed = isOriginAllowed(
    parseAllowedOrigins(context.env.ALLOWED_ORIGINS),
    origin,
    new URL(context.req.url).origin,
  );
  if (origin !== null && (isAllowed || (!isPreflight && res.status >= 400)))
    headers.set('Access-Control-Allow-Origin', origin);
  if (isPreflight && isAllowed) {
    headers.set('Access-Control-Allow-Methods', 'GET');
    // A page that asks why its socket failed sends its token or its site key along.
    headers.set('Access-Control-Allow-Headers', `Authorization, ${SITE_KEY_HEADER}`);
    headers.set('Access-Control-Max-Age', '600');
  }
  context.res = isPreflight
    ? new Response(null, { status: 204, headers })
    : new Response(res.body, { status: res.status, headers });
};
