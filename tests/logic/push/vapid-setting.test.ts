/** What VAPID_PRIVATE_KEY and VAPID_SUBJECT may be, and that nothing of them is ever said. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type VapidEnv, isPair, vapidSetting } from '../../../worker/runtime/push/vapid-setting.ts';
import { VAPID_PRIVATE_KEY, VAPID_SUBJECT, bytesOf } from '../../workerd/support/push-browser.ts';

const JWK: Record<string, unknown> = JSON.parse(VAPID_PRIVATE_KEY);

function messageOf(env: VapidEnv): string {
  const setting = vapidSetting(env);
  return setting.ok ? '' : setting.message;
}

/** @throws where the setting is wrong. */
function keysOf(env: VapidEnv): Parameters<typeof isPair>[0] {
  const setting = vapidSetting(env);
  if (!setting.ok || setting.keys === null) throw new Error(JSON.stringify(setting));
  return setting.keys;
}

describe('the key', () => {
  it.each([{}, { VAPID_PRIVATE_KEY: '', VAPID_SUBJECT: ' ' }])('is none in %j', (env) => {
    expect(vapidSetting(env)).toEqual({ ok: true, keys: null });
  });

  it('has the public half that browsers are given', async () => {
    const { publicKey, privateKey, subject } = keysOf({ VAPID_PRIVATE_KEY, VAPID_SUBJECT });
    const bytes = bytesOf(publicKey);
    expect([bytes.length, bytes[0]]).toEqual([65, 4]);
    expect(Buffer.from(bytes.slice(1, 33)).toString('base64url')).toBe(JWK['x']);
    expect(Buffer.from(bytes.slice(33)).toString('base64url')).toBe(JWK['y']);
    expect([privateKey, subject]).toEqual([JWK['d'], VAPID_SUBJECT]);
    expect(await isPair(keysOf({ VAPID_PRIVATE_KEY, VAPID_SUBJECT }))).toBe(true);
  });

  it('is made by the command that the message tells', async () => {
    const command = /node -p '(.+)'/.exec(messageOf({ VAPID_PRIVATE_KEY: 'x', VAPID_SUBJECT }))?.[1] ?? '';
    const made = execFileSync(process.execPath, ['-p', command], { encoding: 'utf8' });
    expect(await isPair(keysOf({ VAPID_PRIVATE_KEY: made, VAPID_SUBJECT }))).toBe(true);
    expect(made).not.toContain(String(JWK['d']));
  });

  it('with halves of two keys is found out', async () => {
    const other = { ...JWK, d: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94' };
    expect(await isPair(keysOf({ VAPID_PRIVATE_KEY: JSON.stringify(other), VAPID_SUBJECT }))).toBe(false);
  });

  it.each([
    ['hunter2'],
    ['{"hunter2":1}'],
    [JSON.stringify({ ...JWK, d: undefined })],
    [JSON.stringify({ ...JWK, crv: 'P-384' })],
    [JSON.stringify({ ...JWK, kty: 'OKP' })],
    [JSON.stringify({ ...JWK, x: `${String(JWK['x'])}AA` })],
    [JSON.stringify({ ...JWK, y: 7 })],
    ['x'.repeat(100_000)],
  ])('%# is none', (key) => {
    const message = messageOf({ VAPID_PRIVATE_KEY: key, VAPID_SUBJECT });
    expect(message).toMatch(/JSON Web Key/);
    expect(message).not.toContain('hunter2');
  });
});

describe('the subject', () => {
  it.each(['mailto:calls@shop.example', 'https://shop.example', 'https://shop.example/contact?a=1'])(
    '%s is one',
    (subject) => {
      expect(keysOf({ VAPID_PRIVATE_KEY, VAPID_SUBJECT: ` ${subject} ` }).subject).toBe(subject);
    },
  );

  it.each([
    'hunter2@shop.example',
    'mailto:hunter2',
    'http://hunter2.example',
    'https://',
    'mailto:a b@c',
    `mailto:${'h'.repeat(300)}@c`,
  ])('%# is none', (subject) => {
    const message = messageOf({ VAPID_PRIVATE_KEY, VAPID_SUBJECT: subject });
    expect(message).toMatch(/^VAPID_SUBJECT must/);
    expect(message).not.toContain('hunter2');
  });

  it('and the key belong together', () => {
    expect(messageOf({ VAPID_PRIVATE_KEY })).toMatch(/set both/);
    expect(messageOf({ VAPID_SUBJECT })).toMatch(/set both/);
  });
});
