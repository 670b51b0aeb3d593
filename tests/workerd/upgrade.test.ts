/** What the Worker refuses before a room is woken, and what a page can learn from the refusal. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app } from '../../worker/http/app.ts';
import { Client, newRoom, socketUrl, upgrade } from './support/client.ts';
import { INTERRUPTIONS, stubOf } from './support/object.ts';

const OWN = 'https://calls.example.com';
const SHOP = 'https://shop.example';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

async function ask(
  url: string,
  headers: Record<string, string> = {},
  settings: Record<string, string> = {},
): Promise<Answer> {
  const answer = await app.request(url, { headers }, { ...env, ...settings });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers };
}

const statusFor = async (allowed: string, origin: string): Promise<number> =>
  (await ask(socketUrl('coffee'), { Origin: origin }, { ALLOWED_ORIGINS: allowed })).status;

describe('the origin', () => {
  it.each([
    ['*', SHOP],
    [SHOP, SHOP],
    [`https://other.example ${SHOP}`, SHOP],
    [`https://other.example,\n${SHOP}/`, SHOP],
    ['HTTPS://SHOP.example:443', SHOP],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['', OWN],
    [SHOP, OWN],
    ['null', 'null'],
    ['* null', 'null'],
  ])('allowed %j admits %s', async (allowed, origin) => {
    expect(await statusFor(allowed, origin)).toBe(426);
  });

  it.each([
    ['', SHOP],
    ['*', 'null'],
    [SHOP, 'null'],
    [SHOP, 'https://shop.example.evil.example'],
    [SHOP, 'https://evil-shop.example'],
    [SHOP, 'https://www.shop.example'],
    [SHOP, 'http://shop.example'],
    [SHOP, 'https://shop.example:8443'],
    [SHOP, 'https://SHOP.example'],
    [SHOP, 'https://shop.example/'],
    [SHOP, 'https://shop.example.'],
    [SHOP, `${SHOP} ${OWN}`],
    [SHOP, ''],
  ])('allowed %j refuses %j', async (allowed, origin) => {
    expect(await statusFor(allowed, origin)).toBe(403);
  });

  it('may be missing: that is no browser', async () => {
    expect((await ask(socketUrl('coffee'), {}, { ALLOWED_ORIGINS: SHOP })).status).toBe(426);
  });

  it('that is refused can read why, and nothing is cached for another', async () => {
    const { status, body, headers } = await ask(socketUrl('coffee'), { Origin: SHOP }, { ALLOWED_ORIGINS: OWN });
    expect([status, body]).toMatchObject([403, { code: 'origin-not-allowed' }]);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect(headers.get('Access-Control-Allow-Credentials')).toBe(null);
    expect(headers.get('Vary')).toContain('Origin');
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  it.each([
    'shop.example',
    'https://shop.example/path',
    'https://*.shop.example',
    'ftp://shop.example',
    'https://u:p@shop.example',
  ])('setting %j is called wrong, to everyone', async (allowed) => {
    const { status, body } = await ask(socketUrl('coffee'), { Origin: OWN }, { ALLOWED_ORIGINS: allowed });
    expect([status, body]).toMatchObject([
      500,
      { code: 'server-error', message: expect.stringContaining('ALLOWED_ORIGINS') },
    ]);
  });
});

describe('the room name', () => {
  it.each(['ab', 'x'.repeat(65), 'a%20b', 'caf%C3%A9', '%3Cscript%3E', 'a%2Fb', 'abc%00'])(
    '%s is refused',
    async (room) => {
      const { status, body } = await ask(socketUrl(room), { Origin: SHOP });
      expect([status, body]).toMatchObject([404, { code: 'invalid-room' }]);
    },
  );

  it.each(['abc', 'A-Z_0.9', 'x'.repeat(64)])('%s is taken', async (room) => {
    expect((await ask(socketUrl(room))).status).toBe(426);
  });

  it.each(['..', 'a/b'])('%s is another address', async (room) => {
    expect((await ask(socketUrl(room))).status).toBe(404);
  });

  it('is told apart by case', async () => {
    const [small, large] = [await Client.join('casing'), await Client.join('CASING')];
    expect([small.welcome.rv, large.welcome.rv]).toEqual([1, 1]);
  });
});

describe('the upgrade', () => {
  it('is asked for when it is missing, with no code: nothing is wrong', async () => {
    const { status, body, headers } = await ask(socketUrl('coffee'), { Origin: SHOP });
    expect([status, body]).toEqual([426, { code: null, message: 'Open a WebSocket here.' }]);
    expect(headers.get('Upgrade')).toBe('websocket');
    expect(headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
  });

  it.each(['', 'p2pcall.v2', 'xp2pcall.v1', 'p2pcall.v1x', 'chat, p2pcall'])(
    'with the subprotocol %j is unsupported',
    async (offer) => {
      const answer = await upgrade(newRoom(), { 'Sec-WebSocket-Protocol': offer });
      expect([answer.status, await answer.json()]).toMatchObject([426, { code: 'unsupported-version' }]);
    },
  );

  it('is refused without waking the room', async () => {
    const before = (await listDurableObjectIds(env.ROOMS)).length;
    await upgrade('ab');
    await upgrade(newRoom(), { 'Sec-WebSocket-Protocol': 'other' });
    await upgrade(newRoom(), { Origin: 'null' });
    await ask(socketUrl(newRoom()));
    expect((await listDurableObjectIds(env.ROOMS)).length).toBe(before);
  });

  it('does not let a client speak for the Worker', async () => {
    const room = newRoom();
    const answer = await upgrade(room, {
      'p2pcall-room': 'other-room',
      'p2pcall-ice-servers': encodeURIComponent('[{"urls":["stun:evil.example"]}]'),
    });
    const socket = answer.webSocket;
    const heard = new Promise<string>((resolve) => {
      socket?.addEventListener('message', ({ data }) => resolve(String(data)));
    });
    socket?.accept();
    socket?.send(JSON.stringify({ type: 'hello', v: 1, inc: '0'.repeat(16), caps: [] }));
    const welcome = await heard;
    expect(welcome).toContain(`"name":"${room}"`);
    expect(welcome).not.toContain('evil.example');
    socket?.close();
  });

  it('that finds 128 sockets of which none can make way is refused with 503', async () => {
    const room = newRoom();
    // As another version would leave them: nothing in them says who they are.
    const sockets = await Promise.all(Array.from({ length: 128 }, () => Client.open(room)));
    await runInDurableObject(stubOf(room), (_, ctx) => {
      for (const socket of ctx.getWebSockets()) socket.serializeAttachment(null);
    });
    await INTERRUPTIONS.hibernate(room);
    const answer = await upgrade(room);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'server-error' }]);
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => socket.closing()));
    expect((await upgrade(room)).status).toBe(101);
  });
});

describe('a preflight', () => {
  it('is answered for an allowed origin only', async () => {
    const preflight = (origin: string): Response | Promise<Response> =>
      app.request(
        socketUrl('coffee'),
        { method: 'OPTIONS', headers: { Origin: origin } },
        { ...env, ALLOWED_ORIGINS: SHOP },
      );
    const allowed = await preflight(SHOP);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect((await preflight('https://evil.example')).headers.get('Access-Control-Allow-Origin')).toBe(null);
  });
});

describe('other addresses', () => {
  it.each(['/v1/', '/v1/rooms', '/v1/rooms/coffee', '/v1/rooms/coffee/other', '/v1/nothing'])(
    '%s is nothing, in JSON',
    async (path) => {
      const { status, body } = await ask(`${OWN}${path}`, { Origin: SHOP });
      expect([status, body]).toMatchObject([404, { code: null }]);
    },
  );

  it('take no other method', async () => {
    expect((await exports.default.fetch(new Request(socketUrl('coffee'), { method: 'POST' }))).status).toBe(404);
  });
});
