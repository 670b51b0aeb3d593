/** A site key through the whole Worker and into a real room: whom it lets in, and what nobody gets by it. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type Result, SUBPROTOCOL, type ServerMessage, decodeServerMessage } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { signToken } from '../../worker/http/sign-token.ts';
import { readAttachment } from '../../worker/runtime/socket-attachment.ts';
import { newInc, newRoom, socketUrl, until } from './support/client.ts';
import { stubOf } from './support/object.ts';

const SHOP = 'https://shop.example';
const KEY = 'pk_shop-2026_4f9b1c';
const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const SETTINGS = {
  TOKEN_SECRETS: JSON.stringify({ k1: secret }),
  SITE_KEYS: JSON.stringify({ [KEY]: { origins: [SHOP], rooms: 'room-', role: 'visitor' } }),
};

function upgradeAs(
  room: string,
  offer: string,
  { origin = SHOP, settings = SETTINGS }: { origin?: string | null; settings?: Record<string, string> } = {},
): Promise<Response> {
  const headers = {
    Upgrade: 'websocket',
    'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, ${offer}`,
    ...(origin === null ? {} : { Origin: origin }),
  };
  return Promise.resolve(app.request(socketUrl(room), { headers }, { ...env, ...settings }));
}

const withKey = `p2pcall.key.${KEY}`;

/** Enters a room. */
async function enter(room: string, offer: string, hello: Record<string, unknown> = {}) {
  const { webSocket: socket, status } = await upgradeAs(room, offer);
  if (socket === null) throw new Error(`no socket: ${status}`);
  const heard: ServerMessage[] = [];
  socket.addEventListener('message', ({ data }) => {
    const decoded = decodeServerMessage(String(data));
    if (decoded.ok && decoded.message.type !== 'probe') heard.push(decoded.message);
  });
  socket.accept();
  socket.send(JSON.stringify({ type: 'hello', v: 1, inc: newInc(), caps: [], ...hello }));
  const first = await until('an answer to hello', () => heard[0]);
  if (first.type !== 'welcome') throw new Error(first.type);
  let count = 0;
  const command = (op: string, fields: Record<string, unknown> = {}): Promise<Result> => {
    const id = `c${(count += 1)}`;
    socket.send(JSON.stringify({ type: 'command', id, op, ...fields }));
    return until(op, () => heard.find((message): message is Result => message.type === 'result' && message.id === id));
  };
  return { welcome: first, heard, command, leave: () => socket.close() };
}

describe('a site key', () => {
  it('is answered with the subprotocol alone, and tells the room a role', async () => {
    const room = newRoom();
    const answer = await upgradeAs(room, withKey);
    expect([answer.status, answer.headers.get('Sec-WebSocket-Protocol')]).toEqual([101, SUBPROTOCOL]);
    answer.webSocket?.accept();
    const grants = await runInDurableObject(stubOf(room), (_, ctx) =>
      ctx.getWebSockets().map((socket) => readAttachment(socket)?.grant),
    );
    expect(grants).toMatchObject([{ role: 'visitor', sub: null, name: null, once: false }]);
    answer.webSocket?.close();
  });

  it('opens no other room, to no other origin, and nothing once it is taken out of the setting', async () => {
    const rotated = { ...SETTINGS, SITE_KEYS: SETTINGS.SITE_KEYS.replace(KEY, 'pk_shop-2027_aa01b2') };
    const answers = [
      await upgradeAs('team-1', withKey),
      await upgradeAs(newRoom(), withKey, { origin: 'https://shop.example.evil.example' }),
      await upgradeAs(newRoom(), withKey, { origin: 'https://calls.example.com' }),
      await upgradeAs(newRoom(), withKey, { settings: rotated }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect((await upgradeAs(newRoom(), withKey, { origin: null })).status).toBe(401);
    const listed = { ...SETTINGS, ALLOWED_ORIGINS: 'https://other.example' };
    expect((await upgradeAs(newRoom(), withKey, { settings: listed })).status).toBe(403);
  });

  it('gives two visitors no power over each other: nobody is host, whoever comes first or is left', async () => {
    const room = newRoom();
    const [ann, bob] = [await enter(room, withKey), await enter(room, withKey)];
    expect([ann.welcome.role, bob.welcome.role]).toEqual(['visitor', 'visitor']);
    for (const [op, fields] of [
      ['kick', { peer: bob.welcome.me }],
      ['mute', { peer: bob.welcome.me }],
      ['lock', { on: true }],
      ['lobby', { on: true }],
      ['end', {}],
    ] as const)
      expect(await ann.command(op, fields), op).toMatchObject({ ok: false, code: 'not-allowed' });
    ann.leave();
    expect(await bob.command('lock', { on: true })).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(bob.heard.some((message) => message.type === 'event' && message.event === 'role')).toBe(false);
    bob.leave();
  });

  it('leaves the room to whoever comes with a token of a host', async () => {
    const room = newRoom();
    const visitor = await enter(room, withKey);
    const host = await enter(room, `p2pcall.token.${await signToken({ room, kid: 'k1', secret, role: 'host' })}`);
    expect(host.welcome.role).toBe('host');
    expect(await host.command('kick', { peer: visitor.welcome.me })).toMatchObject({ ok: true });
    host.leave();
  });

  it('brings a visitor back to the own seat', async () => {
    const room = newRoom();
    const { welcome } = await enter(room, withKey);
    const again = await enter(room, withKey, { session: welcome.session, key: welcome.key });
    expect(again.welcome).toMatchObject({ resumed: true, me: welcome.me, role: 'visitor' });
    again.leave();
  });
});
