/**
 * Web push as the page of agents has it: its own service worker as it is built, under its own policy, and a notification of the system. What the
 * maker of the browser does between the Worker and the service worker is played: no test talks to the network.
 */
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/launch.ts';
import { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { VAPID_PRIVATE_KEY, VAPID_SUBJECT } from '../workerd/support/push-browser.ts';

let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  browser = await launchBrowser('chromium');
  server = await TestServer.start({ VAPID_PRIVATE_KEY, VAPID_SUBJECT });
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A push service that gives an address to whoever asks with a key that could be one. */
async function playPushService(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    let subscription: PushSubscription | null = null;
    PushManager.prototype.getSubscription = () => Promise.resolve(subscription);
    PushManager.prototype.subscribe = (options) => {
      const key: unknown = options?.applicationServerKey;
      if (!(key instanceof Uint8Array) || key.length !== 65) return Promise.reject(new TypeError('no key'));
      const keys = { p256dh: `BA${'A'.repeat(85)}`, auth: 'A'.repeat(22) };
      subscription = {
        options: { applicationServerKey: key.slice().buffer },
        toJSON: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/played', keys }),
      } as unknown as PushSubscription;
      return Promise.resolve(subscription);
    };
  });
}

const PATIENCE = { timeout: 20_000 };

/** Presses a button of the console, as soon as it is there. */
async function press(page: Page, button: string): Promise<void> {
  const found = await page.waitForSelector(`p2p-call-desk >>> [part~="button-${button}"]`, PATIENCE);
  await found?.click();
}

/** As the push service would. */
async function deliver(session: CDPSession, origin: string, data: unknown): Promise<void> {
  let registrationId = '';
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const one of registrations) if (one.scopeURL.startsWith(`${origin}/desk-worker/`)) ({ registrationId } = one);
  });
  await session.send('ServiceWorker.enable');
  await until('a service worker', () => Promise.resolve(registrationId !== ''));
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(data) });
}

it('an agent is called by the service worker of the built page, in the page’s own words', async () => {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(server.url, ['notifications']);
  const page = await context.newPage();
  await playPushService(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${server.url}/desk?desk=demo#token=development-Anna`);
  for (const button of ['online', 'settings', 'push']) await press(page, button);
  await page.waitForSelector('p2p-call-desk >>> [part~="button-push"][aria-checked="true"]', PATIENCE);
  const waiting = { type: 'waiting', desk: 'demo', name: 'Vera', topic: 'a printer', count: 1 };
  await deliver(await page.createCDPSession(), server.url, waiting);
  const shown = (): Promise<string[]> =>
    page.evaluate(async () => {
      const registrations = await navigator.serviceWorker.getRegistrations();
      const all = await Promise.all(registrations.map((one) => one.getNotifications()));
      return all.flat().map(({ title, body, tag }) => [title, body, tag].join(' | '));
    });
  await until('a notification', async () => (await shown()).length > 0);
  expect(await shown()).toEqual(['Somebody is calling | Vera: a printer | demo']);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  expect(faults).toEqual([]);
  await context.close();
});
