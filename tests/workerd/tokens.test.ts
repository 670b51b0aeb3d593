/** Tokens through the whole Worker: what a real upgrade with one gets, and that without one no room wakes. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { SUBPROTOCOL, type ServerMessage, decodeServerMessage } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { type SignTokenOptions, signToken } from '../../worker/http/sign-token.ts';
import { readAttachment } from '../../worker/runtime/socket-attachment.ts';
import { newInc, newRoom, socketUrl, until } from './support/client.ts';
import { logLines, print } from './support/log-lines.ts';
import { stubOf } from './support/object.ts';

const SHOP = 'https://shop.example';
const random = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const secret = random();
const ADMIN_KEY = random();
const SETTINGS = { TOKEN_SECRETS: JSON.stringify({ k1: secret }), ADMIN_KEY };

const tokenFor = (room: string, options: Partial<SignTokenOptions> = {}): Promise<string> =>
  signToken({ room, kid: 'k1', ...options, secret } as SignTokenOptions);

function request(url: string, init: RequestInit = {}, settings: Record<string, string> = SETTINGS): Promise<Response> {
  return Promise.resolve(app.request(url, init, { ...env, ...settings }));
}

/** An upgrade with these subprotocols. */
function upgradeWith(
  room: string,
  protocols: readonly string[],
  { headers = {}, settings = SETTINGS }: { headers?: Record<string, string>; settings?: Record<string, string> } = {},
): Promise<Response> {
  const offer = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': protocols.join(', '), ...headers };
  return request(socketUrl(room), { headers: offer }, settings);
}

const carried = (token: string): string => `p2pcall.token.${token}`;
const roomCount = async (): Promise<number> => (await listDurableObjectIds(env.ROOMS)).length;

describe('an upgrade with a token', () => {
  it('is answered with the subprotocol alone, never with the token', async () => {
    const room = newRoom();
    const answer = await upgradeWith(room, [SUBPROTOCOL, carried(await tokenFor(room))]);
    expect(answer.status).toBe(101);
    expect(answer.headers.get('Sec-WebSocket-Protocol')).toBe(SUBPROTOCOL);
    answer.webSocket?.accept();
    answer.webSocket?.close();
  });

  it('tells the room what it grants', async () => {
    const room = newRoom();
    const token = await tokenFor(room, { role: 'host', name: 'Ada 😀', sub: 'u-7', capacity: 6, once: true });
    const answer = await upgradeWith(room, [carried(token), SUBPROTOCOL]);
    answer.webSocket?.accept();
    const grants = await runInDurableObject(stubOf(room), (_, ctx) =>
      ctx.getWebSockets().map((socket) => readAttachment(socket)?.grant),
    );
    expect(grants).toEqual([
      {
        role: 'host',
        name: 'Ada 😀',
        sub: 'u-7',
        capacity: 6,
        once: true,
        tokenId: expect.any(String),
        expiresAtMs: expect.any(Number),
      },
    ]);
    answer.webSocket?.close();
  });

  it.each([
    ['no token', async () => []],
    ['a token for another room', async () => [carried(await tokenFor('another-room'))]],
    ['two tokens', async (room: string) => [carried(await tokenFor(room)), carried(await tokenFor(room))]],
    ['an empty token', async () => [carried('')]],
    ['half a token', async (room: string) => [carried((await tokenFor(room)).slice(0, -4))]],
    ['100 kB', async () => [carried('a'.repeat(100_000))]],
    [
      'a token of another secret',
      async (room: string) => [carried(await signToken({ room, kid: 'k1', secret: random() }))],
    ],
  ])('is refused for %s, in the same words', async (_, protocols) => {
    const room = newRoom();
    const answer = await upgradeWith(room, [SUBPROTOCOL, ...(await protocols(room))]);
    expect([answer.status, await answer.json()]).toEqual([
      401,
      {
        code: 'token-invalid',
        message: 'A valid token for this room is needed, or a site key for it and for this origin.',
      },
    ]);
  });

  it('is not let in by a header that browsers cannot send, nor by what the Worker tells the room', async () => {
    const room = newRoom();
    const grant = encodeURIComponent(JSON.stringify({ role: 'host' }));
    const headers = { Authorization: `Bearer ${await tokenFor(room)}`, 'p2pcall-grant': grant };
    expect((await upgradeWith(room, [SUBPROTOCOL], { headers })).status).toBe(401);
    const open = await upgradeWith(room, [SUBPROTOCOL], { headers: { 'p2pcall-grant': grant }, settings: {} });
    open.webSocket?.accept();
    const [role] = await runInDurableObject(stubOf(room), (_, ctx) =>
      ctx.getWebSockets().map((socket) => readAttachment(socket)?.grant.role),
    );
    expect(role).toBe('guest');
    open.webSocket?.close();
  });

  it('is not needed in mode open, and does no harm there', async () => {
    const room = newRoom();
    for (const protocols of [[SUBPROTOCOL], [SUBPROTOCOL, carried('anything')]]) {
      const answer = await upgradeWith(room, protocols, { settings: {} });
      expect([answer.status, answer.headers.get('Sec-WebSocket-Protocol')]).toEqual([101, SUBPROTOCOL]);
      answer.webSocket?.accept();
      answer.webSocket?.close();
    }
  });
});

/** Says hello on a socket that was let through. @returns what the room says first. */
async function helloOn(answer: Response, fields: Record<string, unknown> = {}): Promise<ServerMessage> {
  const socket = answer.webSocket;
  if (socket === null) throw new Error(`no socket: ${answer.status}`);
  const heard: ServerMessage[] = [];
  socket.addEventListener('message', ({ data }) => {
    const decoded = decodeServerMessage(String(data));
    if (decoded.ok && decoded.message.type !== 'probe') heard.push(decoded.message);
  });
  socket.accept();
  socket.send(JSON.stringify({ type: 'hello', v: 1, inc: newInc(), caps: [], ...fields }));
  return until('an answer to hello', () => heard[0]);
}

describe('a token that is good for one session', () => {
  it('lets nobody else in, and its own session back', async () => {
    const room = newRoom();
    const protocols = [SUBPROTOCOL, carried(await tokenFor(room, { once: true, role: 'host', name: 'Ada' }))];
    const first = await helloOn(await upgradeWith(room, protocols), { name: 'Eve', capacity: 8 });
    if (first.type !== 'welcome') throw new Error(first.type);
    expect(first).toMatchObject({ resumed: false, role: 'host' });
    expect(await helloOn(await upgradeWith(room, protocols))).toMatchObject({
      type: 'error',
      code: 'token-invalid',
    });
    const { session, key, me } = first;
    expect(await helloOn(await upgradeWith(room, protocols), { session, key })).toMatchObject({
      type: 'welcome',
      resumed: true,
      me,
    });
  });
});

describe('a question without an upgrade', () => {
  const ask = async (room: string, token: string | null): Promise<Response> =>
    request(socketUrl(room), {
      headers: { Origin: SHOP, ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
    });

  it('learns why, and can read it', async () => {
    const room = newRoom();
    const [none, good] = [await ask(room, null), await ask(room, await tokenFor(room))];
    expect([none.status, await none.json()]).toMatchObject([401, { code: 'token-invalid' }]);
    expect(none.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect(none.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect([good.status, await good.json()]).toMatchObject([426, { code: null }]);
  });

  it('may send its token from another origin', async () => {
    const preflight = await request(socketUrl('coffee'), { method: 'OPTIONS', headers: { Origin: SHOP } });
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe('Authorization, P2pcall-Site-Key');
  });
});

describe('2,000 upgrades without a valid token', () => {
  const text = (part: object): string => btoa(JSON.stringify(part)).replaceAll('=', '');
  const nowS = Math.floor(Date.now() / 1000);
  const base64Url = (bytes: ArrayBuffer): string =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');

  /** Claims that `signToken` would not sign, signed with the secret of the Worker. */
  async function signed(claims: object): Promise<string> {
    const bytes = Uint8Array.from(atob(secret), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const body = `${text({ alg: 'HS256', kid: 'k1' })}.${text({ aud: 'p2pcall', ...claims })}`;
    return `${body}.${base64Url(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(body)))}`;
  }

  /** One of each kind; `room` is the one that is asked for. The whole corpus is in tests/logic/http/token-corpus.ts. */
  const kinds: readonly ((room: string) => Promise<readonly string[]>)[] = [
    async () => [],
    async () => [carried(await tokenFor('elsewhere'))],
    async (room) => [carried(await tokenFor(room)), carried(await tokenFor(room))],
    async (room) => [carried(await signToken({ room, kid: 'k1', secret: random() }))],
    async (room) => [carried(await signToken({ room, kid: 'k2', secret }))],
    async (room) => [carried((await tokenFor(room)).replace(/[^.]+$/, ''))],
    async (room) => [carried((await tokenFor(room)).slice(0, -1))],
    async (room) => [carried(`${await tokenFor(room)}=`)],
    async (room) => [carried(`${text({ alg: 'none' })}.${text({ aud: 'p2pcall', room, exp: nowS + 600 })}.`)],
    async (room) => [carried(await signed({ room }))],
    async (room) => [carried(await signed({ room, exp: nowS + 90_000 }))],
    async (room) => [carried(await signed({ room, exp: nowS + 600, aud: 'other' }))],
    async (room) => [carried(await signed({ room, exp: nowS + 600, nbf: nowS + 300 }))],
    async (room) => [carried(await signed({ room, exp: nowS + 600, iat: nowS + 300 }))],
    async (room) => [carried(await signed({ room: `${room}x`, exp: nowS + 600 }))],
    async () => ['p2pcall.key.pk_0123456789abcdef'],
    async (room) => [`p2pcall.key.${await tokenFor(room)}`],
  ];

  it('wake no room', async () => {
    const before = await roomCount();
    const asked = await Promise.all(
      Array.from({ length: 2_000 }, async (_, i) => {
        const room = newRoom();
        return { room, protocols: [SUBPROTOCOL, ...((await kinds[i % kinds.length]?.(room)) ?? [])] };
      }),
    );
    const startedAtMs = performance.now();
    const answers = await Promise.all(asked.map(({ room, protocols }) => upgradeWith(room, protocols)));
    const tookMs = performance.now() - startedAtMs;
    const seen = await Promise.all(
      answers.map(async (answer) => JSON.stringify([answer.status, [...answer.headers], await answer.text()])),
    );
    expect([...new Set(seen)]).toEqual([expect.stringMatching(/^\[401,.*token-invalid/)]);
    expect(await roomCount()).toBe(before);
    print(`2,000 upgrades without a valid token: ${tookMs.toFixed(0)} ms, 0 rooms woken`);
  });

  it('of which some are over is told, and they wake no room either', async () => {
    const before = await roomCount();
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const room = newRoom();
        return upgradeWith(room, [SUBPROTOCOL, carried(await signed({ room, exp: nowS - 100 }))]);
      }),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect([...new Set(bodies)]).toEqual([expect.stringContaining('token-expired')]);
    expect(await roomCount()).toBe(before);
  });
});

describe('a wrong setting', () => {
  it.each([
    ['TOKEN_SECRETS', { TOKEN_SECRETS: JSON.stringify({ k1: btoa('short') }) }],
    ['ADMIN_KEY', { ADMIN_KEY: 'hunter2hunter2' }],
    ['ACCESS', { ACCESS: 'token' }],
  ])('%s refuses everyone, says so, and logs no secret', async (name, settings) => {
    const answer = await upgradeWith(newRoom(), [SUBPROTOCOL], { settings });
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toMatchObject([
      500,
      { code: 'server-error', message: expect.stringContaining(name) },
    ]);
    expect(logLines.join('\n')).toContain('access-invalid');
    for (const word of ['hunter2', btoa('short')]) expect(text + logLines.join('\n')).not.toContain(word);
  });
});

describe('POST /v1/tokens', () => {
  const order = (
    body: unknown,
    { key = ADMIN_KEY, settings = SETTINGS }: { key?: string | null; settings?: Record<string, string> } = {},
  ): Promise<Response> =>
    request(
      'https://calls.example.com/v1/tokens',
      {
        method: 'POST',
        headers: { Origin: SHOP, ...(key === null ? {} : { Authorization: `Bearer ${key}` }) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      settings,
    );

  it('makes a token that opens the room', async () => {
    const room = newRoom();
    const answer = await order({ room, role: 'host', name: 'Ada', ttlSeconds: 60, once: true, capacity: 2, sub: 'u' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    const body: { token: string; expiresAt: number } = await answer.json();
    expect(Math.abs(body.expiresAt - Date.now() - 60_000)).toBeLessThan(5_000);
    const opened = await upgradeWith(room, [SUBPROTOCOL, carried(body.token)]);
    expect(opened.status).toBe(101);
    opened.webSocket?.accept();
    opened.webSocket?.close();
  });

  it.each([null, '', 'wrong', ADMIN_KEY.slice(0, -1), `${ADMIN_KEY}x`, ADMIN_KEY.toLowerCase()])(
    'is refused with the key %#',
    async (key) => {
      const answer = await order({ room: 'coffee' }, { key });
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: null }]);
    },
  );

  it.each([
    '',
    '{',
    [],
    {},
    { room: 'a b' },
    { room: 'coffee', role: 'admin' },
    { room: 'coffee', ttl: 60 },
    { room: 'coffee', ttlSeconds: 0 },
    { room: 'coffee', ttlSeconds: 86_401 },
    { room: 'coffee', ttlSeconds: 1.5 },
    { room: 'coffee', capacity: 9 },
    { room: 'coffee', name: 'x'.repeat(65) },
    { room: 'coffee', sub: '' },
    `{"room":"coffee","name":"${' '.repeat(3_000)}"}`,
  ])('does not take %j', async (body) => {
    expect((await order(body)).status).toBe(400);
  });

  it('lets one address try few keys, the right one too, in the same words', async () => {
    const asked: string[] = [];
    const tried = async (address: string | null, key: string, left: number): Promise<Response> => {
      const counter = {
        limit: ({ key: counted }: { key: string }) => {
          asked.push(counted);
          return Promise.resolve({ success: asked.length <= left });
        },
      };
      const headers = { Authorization: `Bearer ${key}`, ...(address === null ? {} : { 'CF-Connecting-IP': address }) };
      const init = { method: 'POST', headers, body: '{"room":"coffee"}' };
      return app.request('https://calls.example.com/v1/tokens', init, {
        ...env,
        ...SETTINGS,
        REQUESTS_PER_ADDRESS: counter,
      });
    };
    const answers = [
      await tried('198.51.100.7', 'wrong', 2),
      await tried('198.51.100.7', ADMIN_KEY, 2),
      await tried('198.51.100.7', 'wrong', 2),
      await tried('198.51.100.7', ADMIN_KEY, 2),
      await tried(null, ADMIN_KEY, 2),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 429, 429, 200]);
    expect(await answers[2]?.text()).toBe(await answers[3]?.text());
    // Not counted together with sockets: an office in a call must not stop its own server, nor the other way round.
    expect(asked).toEqual(Array.from({ length: 4 }, () => '198.51.100.7 admin'));
  });

  it('is nothing without ADMIN_KEY, and says so to who has it when there is no key to sign with', async () => {
    expect((await order({ room: 'coffee' }, { settings: { TOKEN_SECRETS: SETTINGS.TOKEN_SECRETS } })).status).toBe(404);
    expect((await order({ room: 'coffee' }, { settings: { ADMIN_KEY } })).status).toBe(409);
  });

  it('can be asked by no page, and by no other method', async () => {
    const headers = { Origin: SHOP, 'Access-Control-Request-Method': 'POST' };
    const preflight = await request('https://calls.example.com/v1/tokens', { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([404, null]);
    expect((await order({ room: 'coffee' })).headers.get('Access-Control-Allow-Origin')).toBe(null);
    expect((await request('https://calls.example.com/v1/tokens')).status).toBe(404);
  });
});

it('the settings of wrangler.toml are mode open', async () => {
  const answer = await exports.default.fetch(new Request(socketUrl(newRoom())));
  expect(answer.status).toBe(426);
});
