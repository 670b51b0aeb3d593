/** One push against a browser and a push service that keep to the specifications: what is sealed, who signs, and what each answer means. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskPush } from '#protocol';
import { type PushOutcome, deliverPush } from '../../../worker/runtime/push/push-delivery.ts';
import { type VapidKeys, vapidSetting } from '../../../worker/runtime/push/vapid-setting.ts';
import {
  PushBrowser,
  VAPID_PRIVATE_KEY,
  VAPID_SUBJECT,
  bytesOf,
  unseal,
  vapidOf,
} from '../../workerd/support/push-browser.ts';

const ENDPOINT = 'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk';
const MESSAGE: DeskPush = { type: 'waiting', desk: 'support', name: 'Zoë 🎈', topic: 'a printer', count: 2 };

function keys(): VapidKeys {
  const setting = vapidSetting({ VAPID_PRIVATE_KEY, VAPID_SUBJECT });
  if (!setting.ok || setting.keys === null) throw new Error(JSON.stringify(setting));
  return setting.keys;
}

/** The push service: it keeps what it is sent, and answers as it is told. */
function service(answer: () => Promise<Response> | Response): Request[] {
  const received: Request[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    received.push(new Request(input, init));
    return answer();
  });
  return received;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the browser of the tests', () => {
  it('opens the example of RFC 8291', async () => {
    const publicKey = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
    const publicBytes = bytesOf(publicKey);
    const [x, y] = [publicBytes.slice(1, 33), publicBytes.slice(33)].map((half) =>
      Buffer.from(half).toString('base64url'),
    );
    const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94' };
    const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
    const privateKey = await crypto.subtle.importKey('jwk', jwk, ecdh, false, ['deriveBits']);
    const body =
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';
    const auth = bytesOf('BTBZMqHH6r4Tts7J_aSIgg');
    expect(await unseal({ privateKey, publicBytes, auth }, bytesOf(body))).toBe(
      'When I grow up, I want to be a watermelon',
    );
  });
});

describe('a push', () => {
  it('is opened by its browser alone, and names who sends to the service that it is for', async () => {
    const received = service(() => new Response(null, { status: 201 }));
    const [browser, other] = [await PushBrowser.at(ENDPOINT), await PushBrowser.at(ENDPOINT)];
    expect(await deliverPush(keys(), browser.subscription, MESSAGE)).toEqual({ type: 'taken' });
    const [request] = received;
    expect([request?.url, request?.method, request?.redirect]).toEqual([ENDPOINT, 'POST', 'manual']);
    const sealed = new Uint8Array(await request!.arrayBuffer());
    expect(JSON.parse(await browser.open(sealed))).toEqual(MESSAGE);
    await expect(other.open(sealed)).rejects.toMatchObject({ name: 'OperationError' });
    const { headers } = request!;
    expect([headers.get('ttl'), headers.get('urgency'), headers.get('content-encoding')]).toEqual([
      '60',
      'high',
      'aes128gcm',
    ]);
    // RFC 8030 §5.4: at most 32 characters of base64url.
    expect(headers.get('topic')).toMatch(/^[\w-]{1,32}$/);
    const { publicKey, header, claims } = await vapidOf(headers.get('authorization') ?? '');
    expect([publicKey, header, claims['aud'], claims['sub']]).toEqual([
      keys().publicKey,
      { typ: 'JWT', alg: 'ES256' },
      new URL(ENDPOINT).origin,
      VAPID_SUBJECT,
    ]);
    // RFC 8292 §2: not more than 24 hours ahead.
    const aheadS = Number(claims['exp']) - Date.now() / 1_000;
    expect(aheadS).toBeGreaterThan(60);
    expect(aheadS).toBeLessThan(86_400);
  });

  it('has the same length whatever the name is, and is what every push service takes', async () => {
    const received = service(() => new Response(null, { status: 201 }));
    const browser = await PushBrowser.at(ENDPOINT);
    for (const name of ['', 'Zoë', '🎈'.repeat(32)])
      await deliverPush(keys(), browser.subscription, { ...MESSAGE, name });
    const lengths = await Promise.all(received.map(async (request) => (await request.arrayBuffer()).byteLength));
    expect(new Set(lengths).size).toBe(1);
    // RFC 8030 §7.2: 4,096 are taken by all. Telephones pay for each.
    expect(lengths[0]).toBeLessThan(1_024);
  });

  it('tells all who are pushed of a desk apart by the desk alone', async () => {
    const received = service(() => new Response(null, { status: 201 }));
    const browser = await PushBrowser.at(ENDPOINT);
    const over: DeskPush = { type: 'over', desk: 'support', reason: 'accepted' };
    for (const message of [MESSAGE, over, { ...over, desk: 'sales' }])
      await deliverPush(keys(), browser.subscription, message);
    const [first, second, third] = received.map(({ headers }) => headers.get('topic'));
    expect([second, third === first]).toEqual([first, false]);
  });
});

describe('the answer', () => {
  it.each<[number, PushOutcome]>([
    [200, { type: 'taken' }],
    [201, { type: 'taken' }],
    [202, { type: 'taken' }],
    [404, { type: 'gone' }],
    [410, { type: 'gone' }],
    [301, { type: 'failed', code: 301 }],
    [403, { type: 'failed', code: 403 }],
    [413, { type: 'failed', code: 413 }],
    [429, { type: 'failed', code: 429 }],
    [503, { type: 'failed', code: 503 }],
  ])('%i is %j', async (status, outcome) => {
    service(() => new Response(null, { status }));
    expect(await deliverPush(keys(), (await PushBrowser.at(ENDPOINT)).subscription, MESSAGE)).toEqual(outcome);
  });

  it('that never comes is none after the deadline', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    const { subscription } = await PushBrowser.at(ENDPOINT);
    expect(await deliverPush(keys(), subscription, MESSAGE, 20)).toEqual({ type: 'failed', code: 0 });
  });

  it('is not waited for where the browser’s key is no point of the curve: nobody could ever open it', async () => {
    const received = service(() => new Response(null, { status: 201 }));
    const { subscription } = await PushBrowser.at(ENDPOINT);
    const wrong = { ...subscription, keys: { ...subscription.keys, p256dh: `BA${'A'.repeat(85)}` } };
    expect(await deliverPush(keys(), wrong, MESSAGE)).toEqual({ type: 'gone' });
    expect(received).toEqual([]);
  });

  it('does not count against the browser where our own key is at fault', async () => {
    const received = service(() => new Response(null, { status: 201 }));
    const { subscription } = await PushBrowser.at(ENDPOINT);
    const other = { ...keys(), privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94' };
    expect(await deliverPush(other, subscription, MESSAGE)).toEqual({ type: 'failed', code: 0 });
    expect(received).toEqual([]);
  });
});
