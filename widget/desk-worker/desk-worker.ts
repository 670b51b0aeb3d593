/**
 * The service worker of an agent's browser, served as `/desk-worker.js`: it shows who calls while the console is closed, and opens the console.
 * Keeps no page from the network, controls none, and asks no server anything.
 * @see https://www.w3.org/TR/push-api/#the-push-event
 */
import { readPlace } from '../desk/push-place.ts';
import { type Windows, openPage } from './open-page.ts';
import { NO_PLACE, decodePush, notificationOf } from './push-notification.ts';

/** Types of service workers cannot stand beside those of pages. */
interface LifetimeEvent extends Event {
  waitUntil(until: Promise<unknown>): void;
}
interface PushEvent extends LifetimeEvent {
  readonly data: { text(): string } | null;
}
interface ClickEvent extends LifetimeEvent {
  readonly notification: Notification;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: Windows;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: LifetimeEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void;
}

const scope = globalThis as unknown as Scope;

async function show(text: string): Promise<void> {
  const push = decodePush(text);
  if (push === null) return;
  const { registration } = scope;
  const place = await readPlace(caches, registration.scope, push.desk).catch(() => null);
  const { title, options } = notificationOf(push, place ?? NO_PLACE);
  await registration.showNotification(title, options);
}

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));

scope.addEventListener('push', (event) => event.waitUntil(show(event.data?.text() ?? '')));

scope.addEventListener('notificationclick', (event) => {
  const { notification } = event;
  notification.close();
  const { data } = notification as { data?: { page?: unknown } };
  const page = typeof data?.page === 'string' ? data.page : NO_PLACE.page;
  event.waitUntil(openPage(scope.clients, page, location.origin));
});
