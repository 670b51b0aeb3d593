/**
 * `/r/{room}`: the built page `r.html` under every room's address, with the headers of our other pages. Knows no room: the page
 * itself connects.
 */
import { Hono } from 'hono';
import { isRoomName } from '#protocol';
import type { Env } from '../runtime/env.ts';
import { PAGE_HEADERS } from './security-headers.ts';

export const pages = new Hono<{ Bindings: Env }>();

pages.get('/:room', async ({ req, env }) => {
  // Assets answer `/r` with r.html, and `/r.html` with a redirect.
  const page = await env.ASSETS.fetch(new Request(new URL('/r', req.url)));
  if (!page.ok) return new Response('The page is not built: run npm run build.', { status: 503 });
  const headers = new Headers(page.headers);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
  // A wrong name still gets the page, which says in words what is wrong with it.
  return new Response(page.body, { status: isRoomName(req.param('room')) ? 200 : 404, headers });
});
