/** The settings of support desks: what is taken, what is refused and in which words, and what whoever deploys should know. */
import { describe, expect, it } from 'vitest';
import { accessFor } from '../../../worker/http/access.ts';
import { type DeskEnv, deskHints, desksFor } from '../../../worker/http/desk-setting.ts';

const TOKEN_SECRETS = '{"2026-11":"q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE="}';
const SECRET = 'q9mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPi';
const HOST = 'calls.example.com';
const access = accessFor({ TOKEN_SECRETS });

function messageOf(env: DeskEnv): string {
  const setting = desksFor(env, access, HOST);
  return setting.ok ? '' : setting.message;
}

describe('DESKS', () => {
  it('has a default for everything', () => {
    const setting = desksFor({ DESKS: '{"support":{}}' }, access, HOST);
    expect(setting.ok && [...setting.desks]).toEqual([
      [
        'support',
        {
          ...{ departments: [], ring: 'one', ringSeconds: 20, maxWaitSeconds: 1_800, capacity: 500 },
          ...{ takesMessages: false, canPush: false, tellsEnds: false },
        },
      ],
    ]);
  });

  it.each([
    [undefined, true],
    ['call.waiting call.ended', true],
    ['call.waiting', false],
  ])('tells ends where webhooks are %s: %s', (WEBHOOK_EVENTS, isTold) => {
    const env = {
      DESKS: '{"support":{}}',
      WEBHOOK_URL: 'https://example.com/hooks',
      WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      ...(WEBHOOK_EVENTS === undefined ? {} : { WEBHOOK_EVENTS }),
    };
    const setting = desksFor(env, access, HOST);
    expect(setting.ok && setting.desks.get('support')?.tellsEnds).toBe(isTold);
  });

  it('is none at all where nothing is set, but on the own machine', () => {
    const [there, here] = [desksFor({}, accessFor({}), HOST), desksFor({}, accessFor({}), 'localhost')];
    expect(there).toMatchObject({ ok: true, desks: new Map(), secrets: [] });
    expect(here.ok && [...here.desks.keys(), here.secrets.length]).toEqual(['demo', 1]);
  });

  it.each([
    ['{', 'JSON object of desks'],
    ['[]', 'JSON object of desks'],
    ['{}', 'JSON object of desks'],
    ['{"a":{}}', 'JSON object of desks'],
    ['{"support":{"departments":["a b"]}}', 'of desk 1, departments'],
    ['{"one-desk":{},"support":{"ring":"both"}}', 'of desk 2, ring'],
    ['{"support":{"ringSeconds":4}}', 'ringSeconds'],
    ['{"support":{"maxWaitSeconds":1.5}}', 'maxWaitSeconds'],
    ['{"support":{"capacity":501}}', 'capacity'],
    ['{"support":{"hours":{"zone":"Mars/Base"}}}', 'hours'],
    ['{"support":{"takesMessages":true}}', 'alone'],
    ['{"support":{"hunter2":1}}', 'alone'],
  ])('%s is refused: %s', (DESKS, what) => {
    expect(messageOf({ DESKS })).toContain(what);
    expect(messageOf({ DESKS })).not.toMatch(/hunter2|Mars/);
  });

  it('needs a secret that the Worker can sign with, where it asks for tokens', () => {
    const publicOnly = accessFor({
      TOKEN_PUBLIC_KEYS: '{"k":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}',
    });
    expect(publicOnly.ok).toBe(true);
    expect(desksFor({ DESKS: '{"support":{}}' }, publicOnly, HOST)).toMatchObject({
      message: expect.stringContaining('TOKEN_SECRETS'),
    });
    expect(desksFor({}, publicOnly, HOST).ok).toBe(true);
  });
});

describe('secrets', () => {
  it.each([
    [{ DESK_SECRET: 'short' }, 'DESK_SECRET must have'],
    [{ DESK_SECRET: 'change-me-change-me-change-me-change-me' }, 'DESK_SECRET can be guessed'],
    [{ DESK_SECRET: `${SECRET} ${SECRET}1 ${SECRET}2` }, 'one secret, or two'],
    [{ USER_HASH_SECRET: 'hunter2' }, 'USER_HASH_SECRET must have'],
  ])('%j are refused: %s', (env, what) => {
    expect(messageOf(env)).toContain(what);
    expect(messageOf(env)).not.toContain('hunter2');
  });

  it('for messages are one or two, and with them messages can be left', () => {
    const setting = desksFor({ DESKS: '{"support":{}}', DESK_SECRET: ` ${SECRET}\n${SECRET}x ` }, access, HOST);
    expect(setting).toMatchObject({ ok: true, secrets: [SECRET, `${SECRET}x`] });
    expect(setting.ok && setting.desks.get('support')?.takesMessages).toBe(true);
  });
});

describe('hints', () => {
  const hints = (env: DeskEnv, SITE_KEYS?: string): string => {
    const allowed = accessFor({ ...(SITE_KEYS === undefined ? {} : { TOKEN_SECRETS, SITE_KEYS }) });
    const setting = desksFor(env, allowed, HOST);
    if (!allowed.ok || !setting.ok) throw new Error(JSON.stringify([allowed, setting]));
    return deskHints(env, setting, allowed).join('\n');
  };
  const key = (desk: string): string => `{"pk_shop-2026_4f9b1c":{"origins":["https://shop.example"],"desk":"${desk}"}}`;

  it('are none without a desk, and for one that does what it says', () => {
    expect(hints({})).toBe('');
    expect(hints({ DESKS: '{"support":{}}', DESK_SECRET: SECRET }, key('support'))).toBe('');
  });

  it('tell of messages that nobody can leave, of desks without keys, and of keys without a desk', () => {
    expect(hints({ DESKS: '{"support":{}}' }, key('support'))).toMatch(/DESK_SECRET/);
    expect(hints({ DESKS: '{"support":{}}', DESK_SECRET: SECRET })).toMatch(/neither tokens nor site keys/);
    expect(hints({ DESKS: '{"support":{}}', DESK_SECRET: SECRET }, key('sales'))).toMatch(/not in DESKS/);
  });
});
