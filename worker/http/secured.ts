/** Gives every answer of the Worker the headers of what is no page, unless its route has set its own. */
import type { MiddlewareHandler } from 'hono';
import { DATA_HEADERS } from './security-headers.ts';

export const secured: MiddlewareHandler = async (context, next) => {
  await next();
  const { res } = context;
  // An answer that opens a socket is the room's, and cannot be made anew.
  if (res.status === 101) return;
  const headers = new Headers(res.headers);
  for (const [name, value] of Object.entries(DATA_HEADERS)) if (!headers.has(name)) headers.set(name, value);
  context.res = new Response(res.body, { status: res.status, headers });
};
