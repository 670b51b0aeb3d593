/** The service worker of an agent's browser, in a real one: what a push makes it show, and what a click does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import type { DeskPush } from '#protocol';
import { keepPlace } from '../../../widget/desk/push-place.ts';

interface Registered {
  readonly registrationId: string;
  readonly scopeURL: string;
  readonly isDeleted: boolean;
}
interface Session {
  send(method: string, parameters?: object): Promise<unknown>;
  on(event: string, listener: (parameters: { readonly registrations: readonly Registered[] }) => void): void;
}

const SCRIPT = new URL('../../../widget/desk-worker/desk-worker.ts', import.meta.url);
const WAITING: DeskPush = { type: 'waiting', desk: 'support', name: 'Vera', topic: 'a printer', count: 1 };
const TEXTS = { waiting: 'Anruf', accepted: 'Angenommen', missed: 'Verpasst' };

let registration: ServiceWorkerRegistration;
let session: Session;
let registrationId = '';

/** As the person would. The session belongs to one tab, of a window of its own. */
async function allowNotifications(setting: 'granted' | 'denied'): Promise<void> {
  const { targetInfo } = (await session.send('Target.getTargetInfo')) as { targetInfo: { browserContextId: string } };
  const { browserContextId } = targetInfo;
  const permission = { name: 'notifications' };
  await session.send('Browser.setPermission', { origin: location.origin, permission, setting, browserContextId });
}

/** In hooks, where `expect.poll` is not to be had. */
const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

/** As the browser's push service would: the service worker gets a push event. */
async function deliver(data: unknown): Promise<void> {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  await session.send('ServiceWorker.deliverPushMessage', { origin: location.origin, registrationId, data: text });
}

const shown = (): Promise<Notification[]> => registration.getNotifications();

/** What is shown, in short: `title | body`. */
const titles = async (): Promise<string[]> => (await shown()).map(({ title, body }) => `${title} | ${body}`);

beforeAll(async () => {
  session = cdp() as unknown as Session;
  await allowNotifications('granted');
  registration = await navigator.serviceWorker.register(SCRIPT, { type: 'module' });
  await until(() => expect(registration.active?.state).toBe('activated'));
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations.find(({ scopeURL, isDeleted }) => scopeURL === registration.scope && !isDeleted);
    if (found !== undefined) registrationId = found.registrationId;
  });
  await session.send('ServiceWorker.enable');
  await until(() => expect(registrationId).not.toBe(''));
});

beforeEach(async () => {
  await keepPlace(caches, registration.scope, 'support', { texts: TEXTS, page: location.href });
  for (const notification of await shown()) notification.close();
  await until(async () => expect(await titles()).toEqual([]));
});

afterAll(async () => {
  await session.send('ServiceWorker.disable');
  await allowNotifications('denied');
  await registration.unregister();
  await caches.delete('p2p-call-desk');
});

describe('a push', () => {
  it('shows who calls, in the words of the page', async () => {
    await deliver(WAITING);
    await expect.poll(titles).toEqual(['Anruf | Vera: a printer']);
    const [notification] = await shown();
    expect([notification?.tag, notification?.requireInteraction]).toEqual(['support', true]);
  });

  it('takes the place of the one before it, and of none of another desk', async () => {
    await deliver(WAITING);
    await deliver({ ...WAITING, desk: 'sales', name: 'Walt' });
    await expect
      .poll(async () => (await titles()).toSorted())
      .toEqual([
        'Anruf | Vera: a printer',
        // Nothing was kept of that desk.
        'Somebody is calling | Walt: a printer',
      ]);
    await deliver({ type: 'over', desk: 'support', reason: 'accepted' });
    await expect
      .poll(async () => (await titles()).toSorted())
      .toEqual(['Angenommen | ', 'Somebody is calling | Walt: a printer']);
  });

  it('that says nothing of ours shows nothing, and the next one is shown', async () => {
    for (const data of ['', '{', '<img src=x onerror=alert(1)>', { ...WAITING, name: 7 }]) await deliver(data);
    await deliver({ ...WAITING, name: '<img src=x onerror=alert(1)>', topic: '\u202Ex' });
    await expect.poll(titles).toEqual(['Anruf | <img src=x onerror=alert(1)>: x']);
  });
});
