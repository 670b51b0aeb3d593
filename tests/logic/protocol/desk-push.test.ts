/** Which addresses and keys of a browser are taken: the Worker will ask those addresses, so that each that is none is refused. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isDeskPush, isPushEndpoint, pushSubscription } from '#protocol';

const P256DH = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const AUTH = 'BTBZMqHH6r4Tts7J_aSIgg';
const ENDPOINT = 'https://fcm.googleapis.com/fcm/send/dHIoDxE7Hdg:APA91bH1Zj0kNa';

describe('the address of a browser', () => {
  it.each([
    ENDPOINT,
    'https://fcm.googleapis.com/wp/dHIoDxE7Hdg:APA91bH1Zj0kNa-_',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk',
    'https://web.push.apple.com/QGuQyavXutnMH',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2bx%3d%3d',
    `https://wns2-by3p.notify.windows.com/w/?token=${'a'.repeat(900)}`,
  ])('%s is taken, and is where it seems to be', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(true);
    expect(new URL(endpoint).href).toBe(endpoint);
  });

  it.each([
    'http://fcm.googleapis.com/a',
    'HTTPS://fcm.googleapis.com/a',
    'https://FCM.googleapis.com/a',
    '//fcm.googleapis.com/a',
    'https:fcm.googleapis.com/a',
    'https:\\\\fcm.googleapis.com\\a',
    'https://fcm.googleapis.com',
    'https://fcm.googleapis.com/',
    'https://fcm.googleapis.com./a',
    'https://fcm.googleapis.com:443/a',
    'https://fcm.googleapis.com:8080/a',
    'https://fcm.googleapis.com@evil.example/a',
    'https://user:pass@fcm.googleapis.com/a',
    'https://evil.example/fcm.googleapis.com/a',
    'https://evil.example\\.fcm.googleapis.com/a',
    'https://evil.example#.fcm.googleapis.com/a',
    'https://evil.example?.fcm.googleapis.com/a',
    'https://evilfcm.googleapis.com/a',
    'https://fcm.googleapis.com.evil.example/a',
    'https://evilpush.apple.com/a',
    'https://storage.googleapis.com/bucket/a',
    'https://xn--fcm.googleapis.com.evil/a',
    'https://%66cm.googleapis.com/a',
    'https://fcm。googleapis。com/a',
    'https://fcm.googleapis.com/a b',
    'https://fcm.googleapis.com/a\n',
    'https://fcm.googleapis.com/a\r\nX: y',
    'https://fcm.googleapis.com/a#b',
    'https://fcm.googleapis.com/ä',
    'https://localhost/a',
    'https://localhost.push.apple.com.localhost/a',
    'https://127.0.0.1/a',
    'https://[::1]/a',
    'https://169.254.169.254/latest',
    'https://2130706433/a',
    'wss://fcm.googleapis.com/a',
    'file:///etc/passwd',
    '',
    `https://fcm.googleapis.com/${'a'.repeat(1_024)}`,
    null,
    7,
    [ENDPOINT],
    { toString: () => ENDPOINT },
  ])('%j is refused', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(false);
  });

  it('is looked at in a moment, however it is made', () => {
    const startMs = performance.now();
    for (const text of ['a.'.repeat(500), 'a-'.repeat(500), '/'.repeat(1_000), '%'.repeat(1_000)])
      expect(isPushEndpoint(`https://${text}`)).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});

describe('the keys of a browser', () => {
  const take = (keys: unknown): boolean => v.is(pushSubscription, { endpoint: ENDPOINT, keys });

  it('are a point and a secret', () => {
    expect(take({ p256dh: P256DH, auth: AUTH })).toBe(true);
  });

  it('are all that is kept, beside the address', () => {
    const more = { endpoint: ENDPOINT, expirationTime: null, keys: { p256dh: P256DH, auth: AUTH, x: 1 }, name: 'x' };
    const kept = v.parse(pushSubscription, more);
    expect(kept).toEqual({ endpoint: ENDPOINT, keys: { p256dh: P256DH, auth: AUTH } });
  });

  it.each([
    undefined,
    {},
    { p256dh: P256DH },
    { p256dh: `${P256DH}A`, auth: AUTH },
    { p256dh: P256DH.slice(1), auth: AUTH },
    { p256dh: `A${P256DH.slice(1)}`, auth: AUTH },
    { p256dh: `${P256DH.slice(0, -1)}x`, auth: AUTH },
    { p256dh: `${P256DH}=`, auth: AUTH },
    { p256dh: P256DH.replace('_', '/'), auth: AUTH },
    { p256dh: 'B'.repeat(100_000), auth: AUTH },
    { p256dh: P256DH, auth: `${AUTH}A` },
    { p256dh: P256DH, auth: '' },
    { p256dh: P256DH, auth: 'A'.repeat(100_000) },
    { p256dh: [P256DH], auth: AUTH },
  ])('%# are none', (keys) => {
    expect(take(keys)).toBe(false);
  });
});

describe('what a service worker is told', () => {
  const waiting = { type: 'waiting', desk: 'support', name: 'Vera', topic: '', count: 1 };

  it.each([waiting, { type: 'over', desk: 'support', reason: 'accepted' }, { ...waiting, more: 1 }])(
    '%j is something',
    (it) => {
      expect(isDeskPush(it)).toBe(true);
    },
  );

  it.each([
    null,
    'waiting',
    {},
    { ...waiting, name: 'x'.repeat(65) },
    { ...waiting, topic: 'x'.repeat(129) },
    { ...waiting, desk: 'x'.repeat(65) },
    { ...waiting, count: '1' },
    { ...waiting, type: 'other' },
    { type: 'over', desk: 'support' },
  ])('%j is nothing', (it) => {
    expect(isDeskPush(it)).toBe(false);
  });
});
