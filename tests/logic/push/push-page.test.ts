/** Switching web push on and off in a page, and everything that can be in the way of it. */
import { describe, expect, it } from 'vitest';
import { type PushDesk, PushError, disablePush, enablePush, pushState, quietPush } from '../../../widget/desk/push.ts';
import type { TokenSource } from '../../../widget/signaling/signaling-channel.ts';
import { readPlace } from '../../../widget/desk/push-place.ts';
import { PushPage } from '../../support/push-page.ts';

const TEXTS = { waiting: 'Anruf', accepted: 'Angenommen', missed: 'Verpasst' };
const SCOPE = 'https://calls.example/desk-worker/calls.example/';

function deskOf(page: PushPage, desk = 'support'): PushDesk {
  return {
    server: 'https://calls.example',
    desk,
    tokens: () => ({ token: 'token-of-ann', getToken: null }),
    platform: page.platform,
  };
}

const enable = (page: PushPage, desk = 'support'): Promise<void> => enablePush({ ...deskOf(page, desk), texts: TEXTS });

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof PushError ? error.code : error),
  );

describe('switched on', () => {
  it('the desk is told where, and the service worker what to say and to open', async () => {
    const page = new PushPage();
    expect(await pushState(deskOf(page))).toBe('off');
    await enable(page);
    expect(page.asked.at(-1)).toEqual({
      path: '/v1/desks/support/push',
      method: 'POST',
      token: 'Bearer token-of-ann',
      // As the Worker reads it: base64url without an end.
      body: { endpoint: 'https://fcm.googleapis.com/fcm/send/1', keys: { p256dh: 'BA-_', auth: 'AAAA' } },
    });
    expect([page.script, page.scope]).toEqual(['/desk-worker.js', SCOPE]);
    expect(await readPlace(page.platform.caches, SCOPE, 'support')).toEqual({
      texts: TEXTS,
      page: 'https://calls.example/desk?desk=support',
    });
    expect(await pushState(deskOf(page))).toBe('on');
  });

  it('again says the same to the desk, asks nobody, and takes old notifications away', async () => {
    const page = new PushPage();
    await enable(page);
    page.answer = 'denied';
    page.shown.add('support').add('sales');
    await enable(page);
    expect(page.asked.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      Array(2).fill(page.asked.find(({ method }) => method === 'POST')?.body),
    );
    expect([...page.shown]).toEqual(['sales']);
  });

  it('takes old notifications away also where the Worker does not answer', async () => {
    const page = new PushPage();
    await enable(page);
    page.shown.add('support');
    page.status = 0;
    expect(await codeOf(enable(page))).toBe('failed');
    expect([...page.shown]).toEqual([]);
  });

  it('takes away a notification that came when the page was there already', async () => {
    const page = new PushPage();
    await quietPush(deskOf(page));
    await enable(page);
    page.shown.add('support').add('sales');
    await quietPush(deskOf(page));
    expect([...page.shown]).toEqual(['sales']);
  });

  it('with another key of the Worker, the browser gets another address', async () => {
    const page = new PushPage();
    await enable(page);
    page.publicKey = `BB${'A'.repeat(85)}`;
    await enable(page);
    expect(page.asked.at(-1)?.body).toMatchObject({ endpoint: 'https://fcm.googleapis.com/fcm/send/2' });
  });

  it('for a second desk, both are called at one address', async () => {
    const page = new PushPage();
    await enable(page);
    await enable(page, 'a.b-c_d');
    const posts = page.asked.filter(({ method }) => method === 'POST');
    expect(new Set(posts.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect([await pushState(deskOf(page)), await pushState(deskOf(page, 'a.b-c_d'))]).toEqual(['on', 'on']);
    await disablePush(deskOf(page));
    expect([await pushState(deskOf(page)), await pushState(deskOf(page, 'a.b-c_d'))]).toEqual(['off', 'on']);
    expect(page.subscription).not.toBeNull();
  });
});

describe('switched off', () => {
  it('for one of two desks, the Worker must know: the address is needed still', async () => {
    const page = new PushPage();
    await enable(page);
    await enable(page, 'sales');
    page.status = 0;
    expect(await codeOf(disablePush(deskOf(page)))).toBe('failed');
    expect(await pushState(deskOf(page))).toBe('on');
  });

  it('the desk is told, the address given back, and what is shown taken away', async () => {
    const page = new PushPage();
    await enable(page);
    page.shown.add('support');
    await disablePush(deskOf(page));
    expect(page.asked.at(-1)).toMatchObject({
      path: '/v1/desks/support/push/forget',
      body: { endpoint: 'https://fcm.googleapis.com/fcm/send/1' },
    });
    expect([page.subscription, page.shown.size, await pushState(deskOf(page))]).toEqual([null, 0, 'off']);
  });

  it('is off also where nobody answers: nothing is delivered any more', async () => {
    const page = new PushPage();
    await enable(page);
    page.status = 0;
    await disablePush(deskOf(page));
    expect(page.subscription).toBeNull();
  });

  it('twice, or without ever having been on, is nothing', async () => {
    const page = new PushPage();
    await disablePush(deskOf(page));
    await enable(page);
    await disablePush(deskOf(page));
    await disablePush(deskOf(page));
    await disablePush({ ...deskOf(page), platform: { ...page.platform, isSupported: false } });
    expect(page.asked.filter(({ path }) => path.endsWith('/forget'))).toHaveLength(1);
  });
});

describe('it cannot be had', () => {
  it('in a browser without push', async () => {
    const page = new PushPage();
    const desk = { ...deskOf(page), platform: { ...page.platform, isSupported: false } };
    expect(await pushState(desk)).toBe('unsupported');
    expect(await codeOf(enablePush({ ...desk, texts: TEXTS }))).toBe('unsupported');
    expect(page.asked).toEqual([]);
  });

  it.each(['denied', 'default'] as const)('where the person says %s', async (answer) => {
    const page = new PushPage();
    page.answer = answer;
    expect(await codeOf(enable(page))).toBe(answer === 'denied' ? 'denied' : 'failed');
    expect(await pushState(deskOf(page))).toBe(answer === 'denied' ? 'denied' : 'off');
    expect(page.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    [401, 'token-expired', 'refused'],
    [403, 'not-allowed', 'refused'],
    [404, 'invalid-desk', 'refused'],
    [429, null, 'failed'],
    [503, 'server-error', 'failed'],
    [500, '<b>', 'failed'],
    [0, null, 'failed'],
  ])('where the Worker says %i, %s: %s', async (status, why, code) => {
    const page = new PushPage();
    [page.status, page.code] = [status, why];
    expect(await codeOf(enable(page))).toBe(code);
    expect(await pushState(deskOf(page))).toBe('off');
    expect([page.subscription, page.script]).toEqual([null, null]);
  });

  it('where the Worker has no key', async () => {
    const page = new PushPage();
    page.publicKey = null;
    expect([await codeOf(enable(page)), await pushState(deskOf(page))]).toEqual(['not-configured', 'not-configured']);
    expect([page.subscription, page.script]).toEqual([null, null]);
  });

  it.each(['', 'x', `B${'A'.repeat(87)}`, `B${'A'.repeat(85)}=`])('with the key %j', async (key) => {
    const page = new PushPage();
    page.publicKey = key;
    expect(await codeOf(enable(page))).toBe('failed');
  });

  it('where the browser’s own push service does not want to', async () => {
    const page = new PushPage();
    page.refuse(new DOMException('no push service', 'AbortError'));
    expect(await codeOf(enable(page))).toBe('failed');
    page.refuse(new DOMException('no', 'NotAllowedError'));
    expect(await codeOf(enable(page))).toBe('denied');
  });

  it('where the page cannot make a token', async () => {
    const page = new PushPage();
    const getToken = (): Promise<string> => Promise.reject(new Error('signed out'));
    const desk = { ...deskOf(page), tokens: () => ({ token: '', getToken }) };
    expect(await codeOf(enablePush({ ...desk, texts: TEXTS }))).toBe('refused');
  });
});

it('is switched on with another token, where the first one is over', async () => {
  const page = new PushPage();
  page.goodToken = 'Bearer token-of-today';
  const tokens = (): TokenSource => ({ token: 'token-of-ann', getToken: () => 'token-of-today' });
  await enablePush({ ...deskOf(page), tokens, texts: TEXTS });
  expect(page.subscription).not.toBeNull();
});
