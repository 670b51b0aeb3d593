/**
 * `/r/{room}`: the built page `r.html` under every room's address, with the headers that our other pages get from
 * `_headers`. Knows no room: the page itself connects.
 */
import { Hono } from 'hono';
import { isRoomName } from '#protocol';
import type { Env } from '../runtime/env.ts';

/** Only our own files, no inline code, no framing (a framed call page could be clicked through unseen).
 *  @see https://www.w3.org/TR/CSP3/ */
function contentSecurityPolicy({ protocol, host }: URL): string {
  const socket = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const PERMISSIONS_POLICY =
  'camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), payment=(), usb=()';

export const pages = new Hono<{ Bindings: Env }>();

pages.get('/:room', async ({ req, env }) => {
  const url = new URL(req.url);
  // Assets answer `/r` with r.html, and `/r.html` with a redirect.
  const page = await env.ASSETS.fetch(new Request(new URL('/r', url)));
  if (!page.ok) return new Response('The page is not built: run npm run build.', { status: 503 });
  const headers = new Headers(page.headers);
  headers.set('Content-Security-Policy', contentSecurityPolicy(url));
  headers.set('Permissions-Policy', PERMISSIONS_POLICY);
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Strict-Transport-Security', 'max-age=31536000');
  headers.set('Cache-Control', 'no-cache');
  // A wrong name still gets the page, which says in words what is wrong with it.
  return new Response(page.body, { status: isRoomName(req.param('room')) ? 200 : 404, headers });
});
