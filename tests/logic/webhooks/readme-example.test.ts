/** The example of README.md that checks a webhook: run as it stands there, on what is really sent. */
import { expect, it } from 'vitest';
import { DESK_WEBHOOK_TYPES } from '../../../worker/desk/desk-webhooks.ts';
import { WEBHOOK_TYPES } from '../../../worker/room/webhook-events.ts';
import { deliver } from '../../../worker/runtime/webhooks/delivery.ts';
import { webhookSetting } from '../../../worker/runtime/webhooks/webhook-setting.ts';
import { readmeCheck, webhookSection } from './readme-check.ts';
import { type Received, receiver } from './receiver.ts';

const SECRET = 'whsec_q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=';
const OTHER_SECRET = 'whsec_ZnPZ0sPLOZ8ycZi9OO/8ZKHuNUrHdGrRKIMkKlOdkWY=';

/** What arrives when a webhook is sent that many ms ago. */
async function sent(secrets: string, agoMs = 0): Promise<Received> {
  await using server = await receiver((response) => response.end());
  const setting = webhookSetting({ WEBHOOK_URL: server.url, WEBHOOK_SECRET: secrets });
  if (!setting.ok || setting.target === null) throw new Error('the setting is wrong');
  await deliver(setting.target, { id: 'msg_1', body: '{"type":"knock","name":"Zoë"}' }, Date.now() - agoMs);
  const [received] = server.received;
  if (received === undefined) throw new Error('nothing arrived');
  return received;
}

it('takes what the Worker sends, also while secrets are rotated', async () => {
  const check = await readmeCheck();
  for (const secrets of [SECRET, `${OTHER_SECRET} ${SECRET}`]) {
    const { headers, body } = await sent(secrets);
    expect(check(headers, body, SECRET)).toBe(true);
  }
});

it('takes nothing else', async () => {
  const check = await readmeCheck();
  const { headers, body } = await sent(SECRET);
  expect(check(headers, body, OTHER_SECRET)).toBe(false);
  expect(check(headers, `${body} `, SECRET)).toBe(false);
  expect(check({}, body, SECRET)).toBe(false);
  for (const [name, value] of [
    ['webhook-id', 'msg_2'],
    ['webhook-timestamp', String(Number(headers['webhook-timestamp']) + 1)],
    ['webhook-timestamp', 'soon'],
    ['webhook-signature', 'v1,'],
    ['webhook-signature', String(headers['webhook-signature']).replace('v1,', 'v2,')],
    ['webhook-signature', 'ü'.repeat(String(headers['webhook-signature']).length)],
  ] as const)
    expect(check({ ...headers, [name]: value }, body, SECRET), `${name}: ${value}`).toBe(false);
  const old = await sent(SECRET, 301_000);
  expect(check(old.headers, old.body, SECRET), 'five minutes later').toBe(false);
});

it('README names every event', async () => {
  const text = await webhookSection();
  for (const type of [...WEBHOOK_TYPES, ...DESK_WEBHOOK_TYPES]) expect(text).toContain(`\`${type}\``);
});
