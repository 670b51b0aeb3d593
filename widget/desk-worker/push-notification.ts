/** From a push to what is shown of it. Pure: knows no service worker and no clock. What a visitor chose is cleaned, and is never a title. */
import { type DeskPush, isDeskPush } from '#protocol';
import { cleanName } from '../call/display-name.ts';
import type { PushPlace } from '../desk/push-place.ts';

/** `renotify` is of the specification, and not in the types. @see https://notifications.spec.whatwg.org/#dictdef-notificationoptions */
export interface PushNotification {
  readonly title: string;
  readonly options: NotificationOptions & { readonly renotify: boolean };
}

/** Where the page left nothing, or the browser has thrown it away. */
export const NO_PLACE: PushPlace = {
  texts: {
    waiting: 'Somebody is calling',
    accepted: 'A colleague has answered',
    missed: 'You have missed a call',
  },
  page: '/desk',
};

/** @returns null for what is none of ours, or of a version that this one does not know. */
export function decodePush(text: string): DeskPush | null {
  try {
    const value: unknown = JSON.parse(text);
    return isDeskPush(value) ? value : null;
  } catch {
    return null;
  }
}

/** Of those who wait: who came first, and what for. */
function bodyOf({ name, topic, count }: Extract<DeskPush, { type: 'waiting' }>): string {
  const said = [name, topic].map(cleanName).filter((part) => part !== '');
  return [said.join(': '), ...(count > 1 ? [`(${Math.floor(count)})`] : [])].join(' ').trim();
}

/** One notification for each desk: the next one takes its place. Only what still waits stays until it is seen to. */
export function notificationOf(push: DeskPush, { texts, page }: PushPlace): PushNotification {
  const isWaiting = push.type === 'waiting';
  const title = isWaiting ? texts.waiting : push.reason === 'accepted' ? texts.accepted : texts.missed;
  return {
    title,
    options: {
      body: isWaiting ? bodyOf(push) : '',
      tag: push.desk,
      data: { page },
      requireInteraction: isWaiting,
      renotify: isWaiting && push.desk !== '',
      silent: !isWaiting,
    },
  };
}
