/** All routes of the Worker. Everything else is a static asset and does not come here. */
import { Hono } from 'hono';
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { cors } from './cors.ts';
import { deskMessages } from './desk-messages.ts';
import { deskPush } from './desk-push.ts';
import { desks } from './desks.ts';
import { health } from './health.ts';
import { pages } from './pages.ts';
import { problem } from './problem.ts';
import { rooms } from './rooms.ts';
import { secured } from './secured.ts';
import { tokens } from './tokens.ts';

export const app = new Hono<{ Bindings: Env }>();

app.use(secured);
// Before the answers that pages may read: no page asks here.
app.route('/v1/tokens', tokens);
app.use('/v1/*', cors);
app.route('/v1/rooms', rooms);
app.route('/v1/desks', desks);
app.route('/v1/desks', deskMessages);
app.route('/v1/desks', deskPush);
app.route('/v1/health', health);
app.route('/r', pages);
app.notFound(() => problem(404, null, 'There is nothing at this address.'));
app.onError(() => {
  // The error's own text may hold what a client sent.
  log({ event: 'request-failed' }, 'error');
  return problem(500, 'server-error', 'The server failed; try again.');
});
