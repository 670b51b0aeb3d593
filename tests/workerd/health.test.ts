/** What `GET /v1/health` says of a deployment, and that it says nothing else. */
import { listDurableObjectIds } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app } from '../../worker/http/app.ts';
import { logLines } from './support/log-lines.ts';

const TURN = { urls: ['turn:turn.example:3478?transport=udp'], username: 'u', credential: 'hunter2' };
const SHARED_SECRET = { TURN_URLS: 'turn:turn.example:3478', TURN_SECRET: '5f1c9a0be37d42688e1ab0c4d9f27356' };
const CLOUDFLARE = { TURN_KEY_ID: '0a1b2c3d4e5f6071', TURN_KEY_API_TOKEN: '9f8e7d6c5b4a39281706f5e4d3c2b1a0' };
const TOKEN_SECRETS = '{"2026-11":"q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE="}';
const SITE_KEYS = '{"pk_shop-2026_4f9b1c":{"origins":["https://shop.example"],"rooms":"shop-"}}';
const WEBHOOKS = {
  WEBHOOK_URL: 'https://shop.example/hook?key=hunter2',
  WEBHOOK_SECRET: `whsec_${TOKEN_SECRETS.slice(12, -2)}`,
};
const ADMIN_KEY = 'kW7rT2mZ9xQ4vB8nH3jL6pD1sF5gY0cA';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

async function health(settings: Record<string, unknown> = {}, query = '', key = ''): Promise<Answer> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await app.request(`https://calls.example.com/v1/health${query}`, { headers }, { ...env, ...settings });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a deployment without any setting', () => {
  it('is well, and told that TURN is missing and what to set', async () => {
    const { status, body } = await health();
    expect(status).toBe(200);
    expect(body).toEqual({
      ok: true,
      version: expect.any(String),
      protocol: 'p2pcall.v1',
      mode: 'open',
      origins: 'any',
      iceServers: 'default',
      turn: 'missing',
      rateLimits: 'on',
      webhooks: 'off',
      hints: [expect.stringMatching(/TURN_KEY_ID and TURN_KEY_API_TOKEN .* TURN_URLS and TURN_SECRET/)],
    });
  });

  it('wakes no room', async () => {
    const before = (await listDurableObjectIds(env.ROOMS)).length;
    await health();
    expect((await listDurableObjectIds(env.ROOMS)).length).toBe(before);
  });
});

describe('a setting', () => {
  it.each([
    [{ ICE_SERVERS: JSON.stringify([TURN]) }, { turn: 'static', iceServers: 'setting' }],
    [SHARED_SECRET, { turn: 'coturn', iceServers: 'default' }],
    [CLOUDFLARE, { turn: 'cloudflare', iceServers: 'default' }],
    [{ ALLOWED_ORIGINS: 'https://shop.example' }, { origins: 'listed' }],
    [{ ALLOWED_ORIGINS: '' }, { origins: 'own' }],
    [WEBHOOKS, { webhooks: 'on' }],
    [{ TOKEN_SECRETS, DESKS: '{"support":{}}' }, { desks: 1 }],
    [
      { TOKEN_SECRETS, ADMIN_KEY },
      { mode: 'token', tokenKeys: 1, siteKeys: 0 },
    ],
    [
      { TOKEN_SECRETS, SITE_KEYS },
      { mode: 'token', tokenKeys: 1, siteKeys: 1 },
    ],
  ])('%j is told as %j', async (settings, told) => {
    const { status, text, body } = await health(settings);
    expect([status, body]).toMatchObject([200, { ok: true, ...told }]);
    if ('turn' in told) expect(body).not.toHaveProperty('hints');
    for (const hidden of [
      'turn.example',
      'shop.example',
      'hunter2',
      ADMIN_KEY,
      '5f1c9a0b',
      '9f8e7d6c',
      '0a1b2c3d',
      'q9/3',
      'pk_',
      'shop-',
    ])
      expect(text).not.toContain(hidden);
  });

  it.each([
    [{ ICE_SERVERS: '{' }, 'ICE_SERVERS', { iceServers: 'invalid', turn: 'invalid' }],
    [{ ALLOWED_ORIGINS: 'shop' }, 'ALLOWED_ORIGINS', { origins: 'invalid' }],
    [{ ...SHARED_SECRET, TURN_SECRET: 'hunter2' }, 'TURN_SECRET', { turn: 'invalid' }],
    [{ ...SHARED_SECRET, ...CLOUDFLARE }, 'TURN_KEY_ID', { turn: 'invalid' }],
    [{ ...CLOUDFLARE, ICE_SERVERS: JSON.stringify([TURN]) }, 'ICE_SERVERS', { turn: 'invalid' }],
    [{ TOKEN_SECRETS: '{"a":"aHVudGVyMg=="}' }, 'TOKEN_SECRETS', { mode: 'invalid' }],
    [{ ADMIN_KEY: 'hunter2' }, 'ADMIN_KEY', { mode: 'invalid' }],
    [{ SITE_KEYS: '{"pk_short":{}}' }, 'SITE_KEYS', { mode: 'invalid' }],
    [{ ...WEBHOOKS, WEBHOOK_SECRET: 'whsec_hunter2' }, 'WEBHOOK_SECRET', { webhooks: 'invalid' }],
    [{ DESKS: '{"support":{"hunter2":1}}' }, 'DESKS', {}],
    [{ ROOMS: undefined }, 'ROOMS', {}],
    [{ DESK_OBJECTS: undefined }, 'DESK_OBJECTS', {}],
    [{ ASSETS: undefined }, 'ASSETS', {}],
  ])('%j is called wrong: %s', async (settings, name, told) => {
    const { status, text, body } = await health(settings);
    expect([status, body]).toMatchObject([500, { ok: false, problems: [expect.stringContaining(name)], ...told }]);
    for (const hidden of ['hunter2', 'aHVudGVyMg', '5f1c9a0b', '9f8e7d6c']) expect(text).not.toContain(hidden);
  });

  it('that is missing in an older wrangler.toml is a hint: counters of requests', async () => {
    const { status, body } = await health({ REQUESTS_PER_ADDRESS: undefined, ...CLOUDFLARE });
    expect([status, body]).toMatchObject([200, { rateLimits: 'missing' }]);
    expect(body['hints']).toEqual([expect.stringContaining('REQUESTS_PER_ADDRESS')]);
  });

  it('that lets in visitors without a host, from pages that may not ask, is a hint', async () => {
    const { status, body } = await health({ SITE_KEYS, ALLOWED_ORIGINS: '', ...CLOUDFLARE });
    expect([status, body]).toMatchObject([200, { ok: true, tokenKeys: 0, siteKeys: 1 }]);
    expect(body['hints']).toEqual([
      expect.stringContaining('ALLOWED_ORIGINS'),
      expect.stringContaining('nobody is host'),
    ]);
  });

  it('that is wrong is told together with all others', async () => {
    const { body } = await health({ ALLOWED_ORIGINS: 'shop', ICE_SERVERS: '{', ADMIN_KEY: 'x' });
    expect(body['problems']).toHaveLength(3);
  });
});

describe('?probe=turn', () => {
  const PROBE = '?probe=turn';

  /** Cloudflare's API. */
  function answering(status: number): readonly string[] {
    const asked: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation((input) => {
      const url = String(input instanceof Request ? input.url : input);
      asked.push(url.split('/').slice(-2).join('/'));
      if (url.endsWith('/revoke')) return Promise.resolve(new Response(null, { status: 204 }));
      const relay = { urls: ['turn:turn.cloudflare.com:3478'], username: 'user-1', credential: 'hunter2' };
      return Promise.resolve(Response.json({ iceServers: [relay] }, { status }));
    });
    return asked;
  }

  it.each([
    [{ ...CLOUDFLARE, ADMIN_KEY }, ''],
    [{ ...CLOUDFLARE, ADMIN_KEY }, ADMIN_KEY.slice(1)],
    [CLOUDFLARE, ''],
    [CLOUDFLARE, 'undefined'],
  ])('is refused without the admin key, and asks nobody: %#', async (settings, key) => {
    const asked = answering(201);
    expect((await health(settings, PROBE, key)).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('makes credentials, ends them and does not show them', async () => {
    const asked = answering(201);
    const { status, text, body } = await health({ ...CLOUDFLARE, ADMIN_KEY }, PROBE, ADMIN_KEY);
    expect([status, body]).toMatchObject([200, { ok: true, turn: 'cloudflare', turnProbe: 'answers' }]);
    expect(asked).toEqual(['credentials/generate-ice-servers', 'user-1/revoke']);
    for (const hidden of ['hunter2', 'user-1', ADMIN_KEY]) expect(text).not.toContain(hidden);
  });

  it('tells that the provider refuses', async () => {
    answering(401);
    const { body } = await health({ ...CLOUDFLARE, ADMIN_KEY }, PROBE, ADMIN_KEY);
    expect(body).toMatchObject({ turnProbe: 'fails' });
    expect(logLines).toEqual(['{"event":"turn-refused","code":401}']);
  });

  it('does not pretend to know more of a shared secret', async () => {
    const { body } = await health({ ...SHARED_SECRET, ADMIN_KEY }, PROBE, ADMIN_KEY);
    expect(body).toMatchObject({ turn: 'coturn', turnProbe: 'not-possible' });
  });
});
