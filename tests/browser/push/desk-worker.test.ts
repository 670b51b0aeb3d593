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
const WAITING = { type: 'waiting', name: 'Vera', topic: 'a printer', count: 1 } as const;
const TEXTS = { waiting: 'Anruf', accepted: 'Angenommen', missed: 'Verpasst' };

let registration: ServiceWorkerRegistration;
let session: Session;
let registrationId = '';
/** Another one for each test: what comes late of the one before is of another desk. */
let desk = '';
let testCount = 0;

/** As the person would. The session belongs to one tab, of a window of its own. */
async function allowNotifications(setting: 'granted' | 'denied'): Promise<void> {
  const { targetInfo } = (await session.send('Target.getTargetInfo')) as { targetInfo: { browserContextId: string } };
  const { browserContextId } = targetInfo;
  const permission = { name: 'notifications' };
  await session.send('Browser.setPermission', { origin: location.origin, permission, setting, browserContextId });
}

/** In hooks too, where `expect.poll` is not to be had. */
const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 100 });

/** As the browser's push service would: the service worker gets a push event. */
async function deliver(data: unknown): Promise<void> {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  await session.send('ServiceWorker.deliverPushMessage', { origin: location.origin, registrationId, data: text });
}

/** Of the desks of this test. */
const shown = async (): Promise<Notification[]> =>
  (await registration.getNotifications()).filter(({ tag }) => tag.endsWith(desk));

/** What is shown, in short: `title | body`. */
const titles = async (): Promise<string[]> => (await shown()).map(({ title, body }) => `${title} | ${body}`).toSorted();

/** Delivers until this is shown and nothing else: Chromium loses a notification that is being made while somebody asks for all of them. */
async function expectShown(pushes: readonly unknown[], expected: readonly string[]): Promise<void> {
  const deliverAll = async (): Promise<void> => {
    for (const push of pushes) await deliver(push);
  };
  await deliverAll();
  await until(async () => {
    const found = await titles();
    if (found.join() !== expected.join()) await deliverAll();
    expect(found).toEqual(expected);
  });
}

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
  desk = `support-${(testCount += 1)}`;
  await keepPlace(caches, registration.scope, desk, { texts: TEXTS, page: location.href });
});

afterAll(async () => {
  await session.send('ServiceWorker.disable');
  await allowNotifications('denied');
  await registration.unregister();
  await caches.delete('p2p-call-desk');
});

describe('a push', () => {
  it('shows who calls, in the words of the page', async () => {
    await expectShown([{ ...WAITING, desk } satisfies DeskPush], ['Anruf | Vera: a printer']);
    const [notification] = await shown();
    expect([notification?.tag, notification?.requireInteraction]).toEqual([desk, true]);
  });

  it('takes the place of the one before it, and of none of another desk', async () => {
    const other = { ...WAITING, desk: `sales-${desk}`, name: 'Walt' };
    await expectShown(
      [{ ...WAITING, desk }, other],
      // Nothing was kept of the other desk.
      ['Anruf | Vera: a printer', 'Somebody is calling | Walt: a printer'],
    );
    await expectShown(
      [{ type: 'over', desk, reason: 'accepted' }],
      ['Angenommen | ', 'Somebody is calling | Walt: a printer'],
    );
  });

  it('that says nothing of ours shows nothing, and the next one is shown', async () => {
    const strange = ['', '{', '<img src=x onerror=alert(1)>', { ...WAITING, desk, name: 7 }];
    const next = { ...WAITING, desk, name: '<img src=x onerror=alert(1)>', topic: '\u202Ex' };
    await expectShown([...strange, next], ['Anruf | <img src=x onerror=alert(1)>: x']);
  });
});
