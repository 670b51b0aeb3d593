/** Which settings make a TURN provider, and what is said about those that do not. */
import { describe, expect, it } from 'vitest';
import { type TurnEnv, turnSetting } from '../../../worker/runtime/turn/turn-setting.ts';

const TURN_SECRET = '5f1c9a0be37d42688e1ab0c4d9f27356';
const TURN_URLS = 'turn:turn.example:3478?transport=udp turns:turn.example:443?transport=tcp';
const TURN_KEY_ID = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const TURN_KEY_API_TOKEN = '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0';

describe('the provider', () => {
  it('is none where nothing is set, or empty lines', () => {
    expect(turnSetting({})).toEqual({ ok: true, provider: null });
    expect(turnSetting({ TURN_URLS: ' ', TURN_SECRET: '', TURN_TTL_SECONDS: '' })).toEqual({
      ok: true,
      provider: null,
    });
  });

  it.each([
    [{ TURN_URLS, TURN_SECRET }, 'coturn'],
    [{ TURN_URLS: `\n${TURN_URLS.replace(' ', ',\n')} `, TURN_SECRET: ` ${TURN_SECRET}\n` }, 'coturn'],
    [{ TURN_KEY_ID, TURN_KEY_API_TOKEN }, 'cloudflare'],
  ])('of %j is %s', (env: TurnEnv, kind) => {
    expect(turnSetting(env)).toMatchObject({ ok: true, provider: { kind } });
  });

  it.each([
    [{}, 3_600],
    [{ TURN_TTL_SECONDS: '300' }, 300],
    [{ TURN_TTL_SECONDS: '14400' }, 14_400],
  ])('with %j gives credentials for %i s', async (ttl: TurnEnv, seconds) => {
    const setting = turnSetting({ TURN_URLS, TURN_SECRET, ...ttl });
    const issued = setting.ok ? await setting.provider?.issue('Xy-9', 1_700_000_000_000) : null;
    expect(issued).toMatchObject([{ urls: TURN_URLS.split(' '), username: `${1_700_000_000 + seconds}:Xy-9` }]);
  });
});

describe('a wrong setting', () => {
  it.each<[string, TurnEnv]>([
    ['TURN_SECRET', { TURN_URLS }],
    ['TURN_URLS', { TURN_SECRET }],
    ['TURN_KEY_API_TOKEN', { TURN_KEY_ID }],
    ['TURN_KEY_ID', { TURN_KEY_API_TOKEN }],
    ['TURN_KEY_ID', { TURN_URLS, TURN_SECRET, TURN_KEY_ID, TURN_KEY_API_TOKEN }],
    ['TURN_SECRET', { TURN_URLS, TURN_SECRET: TURN_SECRET.slice(1) }],
    ['TURN_SECRET', { TURN_URLS, TURN_SECRET: 'ab'.repeat(32) }],
    ['TURN_SECRET', { TURN_URLS, TURN_SECRET: `change-me-${TURN_SECRET}` }],
    ['TURN_URLS', { TURN_URLS: 'turn.example:3478', TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: 'stun:turn.example:3478', TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: 'turn:', TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: 'turn:türn.example', TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: 'turn:turn.example:53?transport=udp', TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: 'turn:a.example '.repeat(17), TURN_SECRET }],
    ['TURN_URLS', { TURN_URLS: `turn:${'a'.repeat(2_048)}`, TURN_SECRET }],
    ['TURN_KEY_ID', { TURN_KEY_ID: '../../other', TURN_KEY_API_TOKEN }],
    ['TURN_KEY_API_TOKEN', { TURN_KEY_ID, TURN_KEY_API_TOKEN: 'two words, not a token' }],
    ...['299', '14401', '1e3', '-600', '3600s', 'NaN', '9'.repeat(400)].map((TURN_TTL_SECONDS): [string, TurnEnv] => [
      'TURN_TTL_SECONDS',
      { TURN_URLS, TURN_SECRET, TURN_TTL_SECONDS },
    ]),
  ])('is named: %s in %j', (name, env) => {
    const setting = turnSetting(env);
    expect(setting).toEqual({ ok: false, message: expect.stringContaining(name) });
    // Neither whole nor in part.
    for (const secret of [TURN_SECRET.slice(1), TURN_KEY_API_TOKEN, 'abababab'])
      expect(JSON.stringify(setting)).not.toContain(secret);
  });
});
