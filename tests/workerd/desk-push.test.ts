/** Web push of a real desk to push services that a test plays: keys, subscriptions, what is sent and sealed, and what each answer leads to. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskPush } from '#protocol';
import { app } from '../../worker/http/app.ts';
import { isPair, vapidSetting } from '../../worker/runtime/push/vapid-setting.ts';
import { PushBrowser, VAPID_PRIVATE_KEY, VAPID_SUBJECT, vapidOf } from './support/push-browser.ts';
import { until } from './support/client.ts';
import { type Settings, agentAt, ask, newDesk, newSession, storedKinds, visitorAt } from './support/desk-client.ts';
import { logLines } from './support/log-lines.ts';
import { travel } from './support/object.ts';

const VAPID = { VAPID_PRIVATE_KEY, VAPID_SUBJECT };
const stubOf = (desk: string): DurableObjectStub => env.DESK_OBJECTS.getByName(desk);

interface Pushed {
  readonly browser: string;
  readonly message: DeskPush;
  readonly audience: unknown;
}

/** The push services of all browsers: each push must be sealed for the browser whose address it is sent to, and signed by our key. */
class Services {
  readonly pushed: Pushed[] = [];
  status = 201;
  readonly #browsers = new Map<string, PushBrowser>();

  constructor() {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const browser = this.#browsers.get(request.url);
      if (browser === undefined) throw new Error(`nobody is at ${request.url}`);
      const { publicKey, claims } = await vapidOf(request.headers.get('authorization') ?? '');
      const setting = vapidSetting(VAPID);
      expect(setting.ok && setting.keys?.publicKey).toBe(publicKey);
      const message: DeskPush = JSON.parse(await browser.open(new Uint8Array(await request.arrayBuffer())));
      this.pushed.push({ browser: request.url.split('/').at(-1) ?? '', message, audience: claims['aud'] });
      return new Response(null, { status: this.status });
    });
  }

  async browser(name: string): Promise<PushBrowser> {
    const browser = await PushBrowser.at(`https://wns2-par02p.notify.windows.com/w/${name}`);
    this.#browsers.set(browser.subscription.endpoint, browser);
    return browser;
  }
}

let services: Services;

function say(desk: string, settings: Settings, sub: string, body: unknown, path = 'push'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { Authorization: `Bearer development-${sub}`, 'Content-Length': `${text.length}` };
  return ask(`${desk}/${path}`, { method: 'POST', headers, body: text }, settings);
}

/** An agent who can be pushed and whose page is closed. */
async function closedAgent(desk: string, settings: Settings, sub: string, browser: PushBrowser): Promise<void> {
  const agent = await agentAt(desk, settings, sub);
  await agent.ok('status', { status: 'available' });
  expect((await say(desk, settings, sub, browser.subscription)).status).toBe(204);
  agent.send({ type: 'bye', grace: true });
  expect(await agent.closing()).toBe(1000);
  // So that the desk does not wait for it any more.
  travel(61_000);
}

async function rung(desk: string, count: number): Promise<Pushed[]> {
  await runDurableObjectAlarm(stubOf(desk));
  return until(`${count} pushes`, () => services.pushed.length >= count && services.pushed);
}

beforeEach(() => {
  Object.assign(env, VAPID);
  // Alarms wait for the test to ring them: the runtime's own clock is behind.
  travel(3_600_000);
  services = new Services();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const name of Object.keys(VAPID)) Reflect.deleteProperty(env, name);
});

describe('an agent whose page is closed', () => {
  it('is told who calls, comes, and gets the call', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    await closedAgent(desk, settings, 'ann', await services.browser('laptop'));
    const vera = await visitorAt(desk, settings);
    expect(vera.welcome.availability.state).toBe('busy');
    await vera.ok('call', { session: newSession(), name: 'Vera', topic: 'a printer', form: { order: '17' } });
    const message = { type: 'waiting', desk, name: 'Vera', topic: 'a printer', count: 1 };
    const audience = 'https://wns2-par02p.notify.windows.com';
    expect(await rung(desk, 1)).toEqual([{ browser: 'laptop', message, audience }]);
    const ann = await agentAt(desk, settings, 'ann');
    const [ring] = ann.welcome.rings;
    await ann.ok('accept', { call: ring?.id });
    expect((await vera.own('active')).agent).toEqual({ name: 'ann' });
    await runDurableObjectAlarm(stubOf(desk));
    expect(services.pushed.length).toBe(1);
  });

  it('is told on all its browsers that a colleague has answered', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    const [laptop, telephone] = [await services.browser('laptop'), await services.browser('telephone')];
    await closedAgent(desk, settings, 'ann', laptop);
    expect((await say(desk, settings, 'ann', telephone.subscription)).status).toBe(204);
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session: newSession() });
    const { id: call } = await vera.own('waiting');
    expect((await rung(desk, 2)).map(({ browser }) => browser).toSorted()).toEqual(['laptop', 'telephone']);
    const bob = await agentAt(desk, settings, 'bob');
    await bob.ok('accept', { call });
    const over = (await rung(desk, 4)).slice(2).map(({ message }) => message);
    expect(over).toEqual(Array(2).fill({ type: 'over', desk, reason: 'accepted' }));
  });

  it('is pushed once, whatever becomes of the object in between', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    await closedAgent(desk, settings, 'ann', await services.browser('laptop'));
    const vera = await visitorAt(desk, settings);
    const session = newSession();
    await vera.ok('call', { session });
    await abortAllDurableObjects();
    await visitorAt(desk, settings, session);
    await rung(desk, 1);
    await abortAllDurableObjects();
    await visitorAt(desk, settings, session);
    await runDurableObjectAlarm(stubOf(desk));
    expect(services.pushed.length).toBe(1);
  });

  it.each([404, 410])('and whose browser is gone (%i) is not there any more', async (status) => {
    const { desk, settings } = newDesk({}, VAPID);
    await closedAgent(desk, settings, 'ann', await services.browser('laptop'));
    services.status = status;
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session: newSession() });
    await rung(desk, 1);
    expect((await vera.event('availability')).availability.state).toBe('offline');
    expect(await storedKinds(desk)).not.toHaveProperty('push');
  });

  it('stays within reach where the push service fails; the log says so and not where', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    await closedAgent(desk, settings, 'ann', await services.browser('hunter2'));
    services.status = 503;
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session: newSession(), name: 'Vera' });
    await rung(desk, 1);
    await until('a line', () => logLines.some((line) => line.includes('push-failed')));
    expect(logLines.join('\n')).not.toMatch(/hunter2|notify|Vera/);
    expect(await storedKinds(desk)).toMatchObject({ push: 1 });
  });
});

describe('GET /v1/desks/{desk}/push', () => {
  const get = (desk: string, settings: Settings, token?: string): Promise<Response> =>
    ask(`${desk}/push`, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }, settings);

  it('tells agents the public key, and visitors nothing', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    const answer = await get(desk, settings, 'development-ann');
    const { publicKey } = await answer.json<{ publicKey: string }>();
    expect([answer.status, answer.headers.get('cache-control'), publicKey.length]).toEqual([200, 'no-store', 87]);
    expect((await get(desk, settings)).status).toBe(403);
    expect((await get(desk, settings, 'wrong')).status).toBe(401);
  });

  it('says that nothing is set', async () => {
    for (const name of Object.keys(VAPID)) Reflect.deleteProperty(env, name);
    const { desk, settings } = newDesk();
    const answer = await get(desk, settings, 'development-ann');
    expect([answer.status, await answer.json()]).toEqual([200, { publicKey: null }]);
    const { subscription } = await services.browser('laptop');
    expect((await say(desk, settings, 'ann', subscription)).status).toBe(503);
  });
});

describe('POST /v1/desks/{desk}/push', () => {
  it('keeps nothing that is no browser of a known push service', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    const { subscription } = await services.browser('laptop');
    const { keys } = subscription;
    const bodies: unknown[] = [
      ...['http://fcm.googleapis.com/a', 'https://localhost/a', 'https://169.254.169.254/a', 'https://shop.example/a'],
      ...['https://fcm.googleapis.com@shop.example/a', 'https://fcm.googleapis.com:8443/a', 7, null],
    ].map((endpoint) => ({ endpoint, keys }));
    bodies.push('{', '[]', {}, { endpoint: subscription.endpoint }, { ...subscription, keys: { ...keys, auth: '' } });
    for (const body of bodies) {
      const answer = await say(desk, settings, 'ann', body);
      expect([body, answer.status, await answer.json()]).toMatchObject([body, 400, { code: 'bad-message' }]);
    }
    expect((await say(desk, settings, 'ann', 'x'.repeat(5_000))).status).toBe(413);
    expect(await storedKinds(desk)).toEqual({});
  });

  it('keeps three of fifty browsers of one agent', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    const { subscription } = await services.browser('laptop');
    for (let i = 0; i < 50; i++)
      await say(desk, settings, 'ann', { ...subscription, endpoint: `${subscription.endpoint}${i}` });
    expect(await storedKinds(desk)).toEqual({ desk: 1, push: 1 });
    const rows = await runInDurableObject(stubOf(desk), (_, { storage }) =>
      storage.sql.exec<{ body: string }>("SELECT body FROM desk WHERE kind = 'push'").toArray(),
    );
    expect(JSON.parse(rows[0]?.body ?? '{}').subscriptions).toHaveLength(3);
  });

  it('is for agents, each for itself', async () => {
    const { desk, settings } = newDesk({}, VAPID);
    const browser = await services.browser('laptop');
    await closedAgent(desk, settings, 'ann', browser);
    const { endpoint } = browser.subscription;
    expect((await say(desk, settings, 'bob', { endpoint }, 'push/forget')).status).toBe(204);
    expect(await storedKinds(desk)).toMatchObject({ push: 1 });
    const body = JSON.stringify({ endpoint });
    const headers = { 'Content-Length': `${body.length}` };
    expect((await ask(`${desk}/push/forget`, { method: 'POST', headers, body }, settings)).status).toBe(403);
    expect((await say(desk, settings, 'ann', { endpoint }, 'push/forget')).status).toBe(204);
    expect(Object.keys(await storedKinds(desk))).not.toContain('push');
  });
});

describe('GET /v1/health', () => {
  const health = async (settings: Settings): Promise<[number, { push?: string; problems?: string[] }]> => {
    const answer = await app.request('http://localhost:8787/v1/health', {}, { ...env, ...settings });
    return [answer.status, await answer.json()];
  };

  it('says whether agents can be pushed', async () => {
    expect(await health(VAPID)).toMatchObject([200, { push: 'on' }]);
    expect(await health({ VAPID_PRIVATE_KEY: '', VAPID_SUBJECT: '' })).toMatchObject([200, { push: 'off' }]);
  });

  it('finds a wrong key, and halves of two keys, and shows neither', async () => {
    const key: Record<string, unknown> = JSON.parse(VAPID_PRIVATE_KEY);
    const halves = { ...key, d: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94' };
    const setting = vapidSetting({ VAPID_SUBJECT, VAPID_PRIVATE_KEY: JSON.stringify(halves) });
    if (!setting.ok || setting.keys === null) throw new Error(JSON.stringify(setting));
    expect(await isPair(setting.keys)).toBe(false);
    for (const wrong of [JSON.stringify(halves), 'hunter2']) {
      const [status, { problems }] = await health({ VAPID_SUBJECT, VAPID_PRIVATE_KEY: wrong });
      expect([status, problems?.length]).toEqual([500, 1]);
      expect(problems?.[0]).toMatch(/^VAPID_PRIVATE_KEY/);
      expect(problems?.[0]).not.toMatch(/hunter2|q1dX/);
    }
  });
});
