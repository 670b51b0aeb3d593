/** One attempt against a real server: what is sent, and what each answer means. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deliver } from '../../../worker/runtime/webhooks/delivery.ts';
import { signatureHeaders } from '../../../worker/runtime/webhooks/signature.ts';
import { type Receiver, receiver } from './receiver.ts';

const NOW_MS = 1_614_265_330_999;
const OLD = Uint8Array.from(Buffer.from('q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=', 'base64'));
const NEW = Uint8Array.from(Buffer.from('ZnPZ0sPLOZ8ycZi9OO/8ZKHuNUrHdGrRKIMkKlOdkWY=', 'base64'));
const WEBHOOK = { id: 'msg_1', body: '{"type":"knock","name":"Zoë 🎈"}' };

const send = ({ url }: Pick<Receiver, 'url'>, timeoutMs?: number): ReturnType<typeof deliver> =>
  deliver({ url, keys: [OLD] }, WEBHOOK, NOW_MS, timeoutMs);

describe('the signature', () => {
  it('is that of the reference vector of Standard Webhooks', async () => {
    // https://github.com/standard-webhooks/standard-webhooks, libraries/python/tests/test_webhooks.py: test_sign_function
    const key = Uint8Array.from(Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'));
    expect(await signatureHeaders([key], 'msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', NOW_MS)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is one of each key, over the bytes that arrive', async () => {
    await using server = await receiver((response) => response.end());
    expect(await deliver({ url: server.url, keys: [NEW, OLD] }, WEBHOOK, NOW_MS)).toEqual({ type: 'taken' });
    const [{ headers, body } = { headers: {}, body: '' }] = server.received;
    const text = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
    const expected = [NEW, OLD].map((key) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`);
    expect(headers['webhook-signature']).toBe(expected.join(' '));
    expect([body, headers['content-type']]).toEqual([WEBHOOK.body, 'application/json']);
  });
});

describe('the answer', () => {
  it.each([
    [200, { type: 'taken' }],
    [204, { type: 'taken' }],
    [410, { type: 'gone' }],
    [400, { type: 'failed', code: 400 }],
    [429, { type: 'failed', code: 429 }],
    [503, { type: 'failed', code: 503 }],
  ])('%i is %j', async (status, outcome) => {
    await using server = await receiver((response) => response.writeHead(status).end());
    expect(await send(server)).toEqual(outcome);
  });

  it.each([301, 302, 307, 308])('%i is not followed', async (status) => {
    await using elsewhere = await receiver((response) => response.end());
    await using server = await receiver((response) => response.writeHead(status, { location: elsewhere.url }).end());
    expect(await send(server)).toEqual({ type: 'failed', code: status });
    expect(elsewhere.received).toEqual([]);
  });

  it('that never comes is none after the deadline', async () => {
    await using server = await receiver(() => {});
    expect(await send(server, 200)).toEqual({ type: 'failed', code: 0 });
    expect(server.received).toHaveLength(1);
  });

  it('that never ends counts as soon as it begins', async () => {
    await using server = await receiver((response) => response.writeHead(200).write('x'.repeat(100_000)));
    expect(await send(server)).toEqual({ type: 'taken' });
  });

  it('of a connection that is cut is none', async () => {
    await using server = await receiver((response) => response.destroy());
    expect(await send(server)).toEqual({ type: 'failed', code: 0 });
  });

  it('of nobody is none', async () => {
    const server = await receiver((response) => response.end());
    await server[Symbol.asyncDispose]();
    expect(await send(server)).toEqual({ type: 'failed', code: 0 });
  });
});
