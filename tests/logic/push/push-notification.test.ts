/** What an agent is shown of a push, also of a hostile one. */
import { describe, expect, it } from 'vitest';
import type { DeskPush } from '#protocol';
import { NO_PLACE, decodePush, notificationOf } from '../../../widget/desk-worker/push-notification.ts';

const WAITING: DeskPush = { type: 'waiting', desk: 'support', name: 'Vera', topic: 'a printer', count: 1 };
const PLACE = { texts: { waiting: 'Anruf', accepted: 'Angenommen', missed: 'Verpasst' }, page: 'https://a.b/desk?x=1' };

describe('a call', () => {
  it('is shown with who and what for, in the words of the page, until it is seen to', () => {
    expect(notificationOf(WAITING, PLACE)).toEqual({
      title: 'Anruf',
      options: {
        body: 'Vera: a printer',
        tag: 'support',
        data: { page: PLACE.page },
        requireInteraction: true,
        renotify: true,
        silent: false,
      },
    });
  });

  it.each([
    [{ topic: '' }, 'Vera'],
    [{ name: '' }, 'a printer'],
    [{ name: '', topic: '' }, ''],
    [{ count: 3 }, 'Vera: a printer (3)'],
    [{ name: '\u202Eevil\n\u0000', topic: '\u2066x' }, 'evil: x'],
  ])('%j reads %j', (fields, body) => {
    expect(notificationOf({ ...WAITING, ...fields }, PLACE).options.body).toBe(body);
  });

  it('that is over takes the place of the notification, and makes no noise', () => {
    for (const [reason, title] of [
      ['accepted', 'Angenommen'],
      ['missed', 'Verpasst'],
      ['of-a-newer-version' as 'missed', 'Verpasst'],
    ] as const)
      expect(notificationOf({ type: 'over', desk: 'support', reason }, PLACE)).toMatchObject({
        title,
        options: { body: '', tag: 'support', requireInteraction: false, renotify: false, silent: true },
      });
  });

  it('has words where the page left none', () => {
    expect(notificationOf(WAITING, NO_PLACE)).toMatchObject({ title: 'Somebody is calling' });
  });
});

describe('a push', () => {
  it('is read, with spaces behind it', () => {
    expect(decodePush(`${JSON.stringify(WAITING)}${' '.repeat(300)}`)).toEqual(WAITING);
  });

  it.each(['', '{', 'null', '[]', '{"type":"hello"}', JSON.stringify({ ...WAITING, name: 'x'.repeat(65) })])(
    '%j is none',
    (text) => {
      expect(decodePush(text)).toBeNull();
    },
  );
});
