/** Who comes to a desk and as what, what each may read, and that nobody learns of others what is not theirs to know. */
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { SUBPROTOCOL } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { signToken } from '../../worker/http/sign-token.ts';
import { Client, until } from './support/client.ts';
import { DeskClient, agentAt, ask, newDesk, newSession, visitorAt } from './support/desk-client.ts';
import { travel } from './support/object.ts';

const SHOP = 'https://shop.example';
const KEY = 'pk_shop-2026_4f9b1c';
const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const TOKEN_SECRETS = JSON.stringify({ k1: secret });
const ADMIN_KEY = 'kW7rT2mZ9xQ4vB8nH3jL6pD1sF5gY0cA';

afterEach(() => {
  Reflect.deleteProperty(env, 'TOKEN_SECRETS');
});

/** A desk behind keys. The object signs with the setting that the Worker has. */
function keyedDesk(config: Record<string, unknown> = {}): ReturnType<typeof newDesk> {
  Object.assign(env, { TOKEN_SECRETS });
  const made = newDesk(config, { TOKEN_SECRETS, ADMIN_KEY });
  const SITE_KEYS = JSON.stringify({ [KEY]: { origins: [SHOP, 'http://localhost:8787'], desk: made.desk } });
  return { ...made, settings: { ...made.settings, SITE_KEYS } };
}

const withKey = `p2pcall.key.${KEY}`;

async function agentToken(desk: string, sub: string, more: Record<string, unknown> = {}): Promise<string> {
  return signToken({ desk, role: 'agent', sub, name: `Agent ${sub}`, secret, kid: 'k1', ...more });
}

function bearer(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}

describe('a desk behind keys', () => {
  it('takes visitors by its site key and agents by their tokens', async () => {
    const { desk, settings } = keyedDesk({ departments: ['sales', 'parts'] });
    const token = await agentToken(desk, 'ann', { departments: ['sales'] });
    const ann = await agentAt(desk, settings, 'somebody else', `p2pcall.token.${token}`);
    expect(ann.welcome.agents).toMatchObject([{ name: 'Agent ann', departments: ['sales'], status: 'away' }]);
    expect(ann.welcome.departments).toEqual(['sales', 'parts']);
    const vera = await visitorAt(desk, settings, undefined, withKey);
    expect(vera.welcome.availability.state).toBe('offline');
    await ann.ok('status', { status: 'available' });
    expect((await vera.event('availability')).availability.departments).toEqual([
      { name: 'sales', state: 'available' },
      { name: 'parts', state: 'offline' },
    ]);
  });

  it('refuses everything else in the same words', async () => {
    const { desk, settings } = keyedDesk();
    const expired = await agentToken(desk, 'ann', { ttlSeconds: 1 });
    const tokens = [
      '',
      'development-ann',
      await agentToken('another-desk', 'ann'),
      await signToken({ room: desk, role: 'agent', sub: 'ann', secret, kid: 'k1' }),
      await signToken({ desk, role: 'agent', secret, kid: 'k1' }),
      await signToken({ desk, role: 'host', sub: 'ann', secret, kid: 'k1' }),
      await signToken({
        desk,
        role: 'agent',
        sub: 'ann',
        secret: btoa('another secret of 32 bytes or more'),
        kid: 'k1',
      }),
      `${await agentToken(desk, 'ann')}x`,
    ];
    const answers = await Promise.all(tokens.map((token) => ask(`${desk}/socket`, bearer(token), settings)));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
    expect(new Set(bodies).size).toBe(1);
    const keyFromElsewhere = { headers: { 'P2pcall-Site-Key': KEY, Origin: 'https://evil.example' } };
    expect((await ask(desk, keyFromElsewhere, settings)).status).toBe(401);
    travel(120_000);
    expect(await (await ask(desk, bearer(expired), settings)).json()).toMatchObject({ code: 'token-expired' });
  });

  it('is unknown by another name to whoever may come in, and nothing at all to the others', async () => {
    const { settings } = keyedDesk();
    const known = await ask('nowhere', bearer(await agentToken('nowhere', 'ann')), settings);
    expect([known.status, await known.json()]).toMatchObject([404, { code: 'invalid-desk' }]);
    expect((await ask('nowhere', {}, settings)).status).toBe(401);
  });

  it('gives a token for the room of the call alone, which opens it in the role of each', async () => {
    const { desk, settings } = keyedDesk();
    const ann = await agentAt(desk, settings, '', `p2pcall.token.${await agentToken(desk, 'ann')}`);
    await ann.ok('status', { status: 'available' });
    const vera = await visitorAt(desk, settings, undefined, withKey);
    await vera.ok('call', { session: newSession(), name: 'Vera' });
    const { pass: annPass } = await ann.ok('accept', { call: (await ann.event('ring')).id });
    const { pass: veraPass } = await vera.own('active');
    if (annPass?.token === undefined || veraPass?.token === undefined) throw new Error('no tokens');
    expect(annPass.ttlMs).toBe(600_000);
    const enter = async (room: string, token: string): Promise<Response> => {
      const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, p2pcall.token.${token}` };
      return app.request(`http://localhost:8787/v1/rooms/${room}/socket`, { headers }, { ...env, ...settings });
    };
    const roles: unknown[] = [];
    for (const { room, token } of [annPass, veraPass]) {
      const client = Client.from(await enter(room, token ?? ''));
      client?.hello({ name: 'Mallory' });
      const { role, room: info } = (await client?.next('welcome')) ?? {};
      roles.push([role, info?.capacity]);
    }
    expect(roles).toEqual([
      ['agent', 4],
      ['visitor', 4],
    ]);
    expect((await enter(`${annPass.room}x`, veraPass.token)).status).toBe(401);
    expect((await ask(`${desk}/socket`, bearer(annPass.token), settings)).status).toBe(401);
    const fresh = await vera.ok('pass');
    expect(fresh.pass?.room).toBe(veraPass.room);
    expect(fresh.pass?.token).not.toBe(veraPass.token);
  });
});

describe('a visitor', () => {
  it('learns of agents nothing before one answers, and of other visitors nothing at all', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann-secret-name');
    await ann.ok('status', { status: 'busy' });
    const bob = await agentAt(desk, settings, 'bob-secret-name');
    await bob.ok('status', { status: 'available' });
    const [vera, walt] = [await visitorAt(desk, settings), await visitorAt(desk, settings)];
    await vera.ok('call', { session: newSession(), name: 'Vera', topic: 'veras-topic' });
    await walt.ok('call', { session: newSession(), name: 'Walt', topic: 'walts-topic' });
    const [first, second] = [await vera.own('ringing'), await walt.own('waiting')];
    await bob.ok('decline', { call: first.id });
    await vera.own('waiting');
    for (const [who, other] of [
      [vera, second.id],
      [walt, first.id],
    ] as const) {
      const told = JSON.stringify(who.heard);
      expect(told).not.toMatch(/secret-name|agents|calls/);
      expect(told).not.toContain(other);
      expect(told).not.toContain(who === vera ? 'walts-topic' : 'veras-topic');
    }
    await ann.ok('accept', { call: first.id });
    expect((await vera.own('active')).agent).toEqual({ name: 'ann-secret-name' });
    expect(JSON.stringify([vera.heard, walt.heard])).not.toContain('bob-secret');
    expect(JSON.stringify(walt.heard)).not.toContain('ann-secret');
  });

  it('can do nothing that is an agent’s, nor anything to the call of another', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'busy' });
    const [vera, walt] = [await visitorAt(desk, settings), await visitorAt(desk, settings)];
    await vera.ok('call', { session: newSession() });
    await walt.ok('call', { session: newSession() });
    const { id: call } = await walt.own('waiting');
    for (const [op, fields] of Object.entries({
      status: { status: 'available' },
      accept: { call },
      decline: { call },
      hold: { call, on: true },
      transfer: { call, department: 'sales' },
      note: { call, text: 'x' },
      clear: { call },
      handled: { message: call },
    }))
      expect(await vera.command(op, fields), op).toMatchObject({ ok: false, code: 'not-allowed' });
    // What names another call ends the own one, if any.
    await vera.ok('end', { call });
    expect((await walt.ok('page', { page: { url: 'https://shop.example/', title: '' } })).ok).toBe(true);
    expect(await ann.command('call', { session: newSession() })).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  it('cannot take the call of another without its secret', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'busy' });
    const vera = await visitorAt(desk, settings);
    const session = newSession();
    await vera.ok('call', { session });
    const { id } = await vera.own('waiting');
    for (const guess of [id.padEnd(22, 'x'), `${session}x`, session.slice(0, -1)])
      expect((await visitorAt(desk, settings, guess)).welcome.call).toBe(null);
    expect((await visitorAt(desk, settings, session)).welcome.call).toMatchObject({ id });
    expect(await vera.closing()).toBe(4409);
  });

  it('is vouched for by the hash of its id alone', async () => {
    const userSecret = 'b7RkT2mZ9xQ4vB8nH3jL6pD1sF5gY0cAq';
    Object.assign(env, { USER_HASH_SECRET: userSecret });
    try {
      const { desk, settings } = newDesk();
      const ann = await agentAt(desk, settings, 'ann');
      await ann.ok('status', { status: 'busy' });
      const vera = await visitorAt(desk, settings);
      const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));
      const hmac = { name: 'HMAC', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('raw', bytes(userSecret), hmac, false, ['sign']);
      const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes('customer-7')));
      const userHash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      for (const wrong of [undefined, userHash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))])
        expect(
          await vera.command('call', { session: newSession(), userId: 'customer-7', userHash: wrong }),
        ).toMatchObject({
          ...{ ok: false, code: 'not-allowed' },
        });
      await vera.ok('call', { session: newSession(), userId: 'customer-7', userHash });
      expect((await ann.event('call')).call.user).toEqual({ id: 'customer-7', verified: true });
    } finally {
      Reflect.deleteProperty(env, 'USER_HASH_SECRET');
    }
  });
});

describe('figures', () => {
  it('are for agents and for whoever has the admin key', async () => {
    const { desk, settings } = keyedDesk();
    const visitor = await signToken({ desk, role: 'visitor', secret, kid: 'k1' });
    const of = async (token: string): Promise<Response> => ask(`${desk}/stats`, bearer(token), settings);
    expect([(await of(visitor)).status, (await of('guess')).status]).toEqual([403, 401]);
    const stats = { waiting: 0, answered: 0, missed: 0, medianWaitMs: null };
    expect(await (await of(ADMIN_KEY)).json()).toMatchObject(stats);
    expect(await (await of(await agentToken(desk, 'ann'))).json()).toMatchObject(stats);
  });
});

describe('availability', () => {
  it('is asked for without waking the desk each time, and readable from an allowed origin', async () => {
    const { desk, settings } = keyedDesk();
    const init = { headers: { 'P2pcall-Site-Key': KEY, Origin: SHOP } };
    const look = async (origin = 'https://calls.example.com'): Promise<Response> =>
      app.request(`${origin}/v1/desks/${desk}`, init, { ...env, ...settings });
    const first = await look();
    expect(first.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    expect(first.headers.get('Cache-Control')).toBe('private, max-age=10');
    expect(await first.json()).toEqual({ state: 'offline', departments: [], messages: false });
    const ann = await agentAt(desk, settings, '', `p2pcall.token.${await agentToken(desk, 'ann')}`);
    await ann.ok('status', { status: 'available' });
    travel(9_000);
    expect(await (await look()).json()).toMatchObject({ state: 'offline' });
    // Whoever tries both sides on one machine has two tabs, and no patience.
    expect(await (await look('http://localhost:8787')).json()).toMatchObject({ state: 'available' });
    travel(10_000);
    expect(await (await look()).json()).toMatchObject({ state: 'available' });
  });
});

describe('a developer', () => {
  it('has a desk without any setting, on the own machine alone', async () => {
    expect((await ask('demo')).status).toBe(200);
    const elsewhere = await app.request('https://calls.example.com/v1/desks/demo', {}, env);
    expect(elsewhere.status).toBe(401);
    const client = await DeskClient.open('demo', null, {});
    client.send({ type: 'hello', v: 2, inc: client.inc });
    expect(await client.closing()).toBe(4426);
    await until('its reason', () => client.heard.some(({ type }) => type === 'error'));
  });
});
