/** Which settings make a target of webhooks, and what is said about those that do not. */
import { DESK_WEBHOOK_TYPES } from '../../../worker/desk/desk-webhooks.ts';
import { WEBHOOK_TYPES } from '../../../worker/room/webhook-events.ts';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type WebhookEnv, webhookSetting } from '../../../worker/runtime/webhooks/webhook-setting.ts';

const WEBHOOK_URL = 'https://shop.example/hooks/calls?key=hunter2';
const OTHER_SECRET = 'whsec_ZnPZ0sPLOZ8ycZi9OO/8ZKHuNUrHdGrRKIMkKlOdkWY=';
const WEBHOOK_SECRET = 'whsec_q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=';

const ofBytes = (count: number): string => `whsec_${randomBytes(count).toString('base64')}`;

describe('the target', () => {
  it('is none where nothing is set, or empty lines', () => {
    expect(webhookSetting({})).toEqual({ ok: true, target: null });
    expect(webhookSetting({ WEBHOOK_URL: ' ', WEBHOOK_SECRET: '', WEBHOOK_EVENTS: 'knock' })).toEqual({
      ok: true,
      target: null,
    });
  });

  it.each([
    [undefined, [...WEBHOOK_TYPES, ...DESK_WEBHOOK_TYPES]],
    ['', [...WEBHOOK_TYPES, ...DESK_WEBHOOK_TYPES]],
    ['call.missed', ['call.missed']],
    [' knock,\n room.ended knock ', ['knock', 'room.ended']],
  ])('of the events %j hears %j', (WEBHOOK_EVENTS, types) => {
    const env = { WEBHOOK_URL, WEBHOOK_SECRET, ...(WEBHOOK_EVENTS === undefined ? {} : { WEBHOOK_EVENTS }) };
    const setting = webhookSetting(env);
    expect(setting.ok && [...(setting.target?.types ?? [])]).toEqual(types);
  });

  it('has one key, or two while they are rotated', () => {
    const keysOf = (secret: string): string[] | false => {
      const setting = webhookSetting({ WEBHOOK_URL, WEBHOOK_SECRET: secret });
      return setting.ok && (setting.target?.keys ?? []).map((key) => `whsec_${Buffer.from(key).toString('base64')}`);
    };
    expect(keysOf(` ${WEBHOOK_SECRET}\n`)).toEqual([WEBHOOK_SECRET]);
    expect(keysOf(`${OTHER_SECRET} ${WEBHOOK_SECRET}`)).toEqual([OTHER_SECRET, WEBHOOK_SECRET]);
    // The shortest and the longest that the specification allows.
    for (const count of [24, 64]) expect(keysOf(ofBytes(count))).toHaveLength(1);
  });

  it.each(['https://a.example', 'https://10.0.0.1:8443/x', 'http://localhost:3000/hook', 'http://[::1]:1/'])(
    'may be %s',
    (url) => {
      expect(webhookSetting({ WEBHOOK_URL: url, WEBHOOK_SECRET })).toMatchObject({ ok: true, target: { types: {} } });
    },
  );
});

describe('a wrong setting', () => {
  it.each<[string, WebhookEnv]>([
    ['WEBHOOK_SECRET', { WEBHOOK_URL }],
    ['WEBHOOK_URL', { WEBHOOK_SECRET }],
    ...[
      'http://shop.example/hook',
      'http://localhost.shop.example/hook',
      'http://127.0.0.1.shop.example/hook',
      'ftp://shop.example',
      'shop.example/hook',
      'https://user:hunter2@shop.example/hook',
      'https://shop.example/hook#hunter2',
      'https://',
      `https://shop.example/${'a'.repeat(2_048)}`,
    ].map((url): [string, WebhookEnv] => ['WEBHOOK_URL', { WEBHOOK_URL: url, WEBHOOK_SECRET }]),
    ...[
      WEBHOOK_SECRET.slice('whsec_'.length),
      'whsec_hunter2hunter2hunter2',
      `${WEBHOOK_SECRET}!`,
      `${WEBHOOK_SECRET} ${OTHER_SECRET} ${ofBytes(32)}`,
      ofBytes(23),
      ofBytes(65),
      `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      `whsec_${Buffer.from('change-me-please-change-me-now').toString('base64')}`,
      `${WEBHOOK_SECRET} whsec_`,
    ].map((secret): [string, WebhookEnv] => ['WEBHOOK_SECRET', { WEBHOOK_URL, WEBHOOK_SECRET: secret }]),
    ...['room', 'knock participant.muted', '*', 'Knock'].map((events): [string, WebhookEnv] => [
      'WEBHOOK_EVENTS',
      { WEBHOOK_URL, WEBHOOK_SECRET, WEBHOOK_EVENTS: events },
    ]),
  ])('is named: %s in %j', (name, env) => {
    const setting = webhookSetting(env);
    expect(setting).toEqual({ ok: false, message: expect.stringContaining(name) });
    for (const hidden of ['hunter2', 'shop.example', 'q9/3', 'ZnPZ', 'muted'])
      expect(JSON.stringify(setting)).not.toContain(hidden);
  });
});
