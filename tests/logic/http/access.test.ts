/** Settings of who may enter: what each of them means, and which are called wrong without being repeated. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accessFor } from '../../../worker/http/access.ts';
import { SETTINGS, accessFrom, privateJwk, publicJwk, secret } from './token-maker.ts';

const base64 = secret.toString('base64');
const secretsOf = (...values: string[]): string =>
  JSON.stringify(Object.fromEntries(values.map((value, i) => [`k${i}`, value])));

describe('the mode', () => {
  it.each([{}, { ACCESS: '' }, { ACCESS: 'open' }, { TOKEN_SECRETS: ' ', TOKEN_PUBLIC_KEYS: '' }])(
    'is open with %j',
    (settings) => {
      expect(accessFrom(settings)).toMatchObject({ mode: 'open', signingKey: null, adminKey: null });
    },
  );

  it('is token as soon as there is a key', () => {
    expect(accessFrom({ TOKEN_SECRETS: secretsOf(base64) }).mode).toBe('token');
    expect(accessFrom({ TOKEN_PUBLIC_KEYS: JSON.stringify({ site: publicJwk }), ACCESS: 'token' }).mode).toBe('token');
  });

  it('keeps both keys of a rotation, and signs with the first', () => {
    const { keys, signingKey } = accessFrom(SETTINGS);
    expect([...keys.keys()]).toEqual(['new', 'old', 'site']);
    expect(signingKey).toMatchObject({ kid: 'new', k: secret.toString('base64url') });
  });
});

describe('a wrong setting', () => {
  const text = (words: string): string => Buffer.from(words).toString('base64');
  it.each([
    ['ACCESS', { ACCESS: 'tokens' }],
    ['ACCESS', { ACCESS: 'token' }],
    ['ACCESS', { ACCESS: 'open', ...SETTINGS }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: base64 }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: '{}' }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: '{' }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: 'null' }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: JSON.stringify([base64]).replace('[', '{"a b":').replace(']', '}') }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: JSON.stringify({ a: 7 }) }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: secretsOf('') }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: secretsOf('not base64!') }],
    ['TOKEN_SECRETS', { TOKEN_SECRETS: secretsOf('a'.repeat(45)) }],
    ['secret 2 must have at least 32 bytes', { TOKEN_SECRETS: secretsOf(base64, randomBytes(31).toString('base64')) }],
    ['secret 2 can be guessed', { TOKEN_SECRETS: secretsOf(base64, Buffer.alloc(32).toString('base64')) }],
    [
      'can be guessed',
      { TOKEN_SECRETS: secretsOf(Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64')) },
    ],
    [
      'can be guessed',
      { TOKEN_SECRETS: secretsOf(Buffer.concat([secret.subarray(0, 16), secret.subarray(0, 16)]).toString('base64')) },
    ],
    ['can be guessed', { TOKEN_SECRETS: secretsOf(text('my-very-secret-key-of-32-letters')) }],
    ['can be guessed', { TOKEN_SECRETS: secretsOf(text('Please ChangeMe before you deploy!')) }],
    [
      'same key name',
      { TOKEN_SECRETS: JSON.stringify({ site: base64 }), TOKEN_PUBLIC_KEYS: JSON.stringify({ site: publicJwk }) },
    ],
    ['TOKEN_PUBLIC_KEYS', { TOKEN_PUBLIC_KEYS: JSON.stringify(publicJwk) }],
    ['TOKEN_PUBLIC_KEYS', { TOKEN_PUBLIC_KEYS: JSON.stringify({ site: privateJwk }) }],
    ['TOKEN_PUBLIC_KEYS', { TOKEN_PUBLIC_KEYS: JSON.stringify({ site: { ...publicJwk, crv: 'X25519' } }) }],
    ['TOKEN_PUBLIC_KEYS', { TOKEN_PUBLIC_KEYS: JSON.stringify({ site: { ...publicJwk, x: 'A'.repeat(43) } }) }],
    ['TOKEN_PUBLIC_KEYS', { TOKEN_PUBLIC_KEYS: JSON.stringify({ site: { kty: 'oct', k: base64 } }) }],
    ['ADMIN_KEY', { ADMIN_KEY: 'x'.repeat(40) }],
    ['ADMIN_KEY', { ADMIN_KEY: randomBytes(12).toString('hex') }],
    ['ADMIN_KEY', { ADMIN_KEY: 'this-is-the-admin-password-of-the-shop' }],
  ])('is named: %s', (word, settings) => {
    const access = accessFor(settings);
    if (access.ok) throw new Error('was taken');
    expect(access.message).toContain(word);
    for (const value of [base64, secret.toString('base64url'), 'admin-password', 'ChangeMe', String(privateJwk.d)]) {
      expect(access.message).not.toContain(value);
    }
  });

  it('does not repeat a secret that stands where a name belongs', () => {
    const access = accessFor({ TOKEN_SECRETS: JSON.stringify({ [secret.toString('base64url')]: 'short' }) });
    expect(access.ok).toBe(false);
    expect(JSON.stringify(access)).not.toContain(secret.toString('base64url').slice(0, 8));
  });
});

describe('a random secret', () => {
  it.each([
    ['of bytes', () => randomBytes(32).toString('base64')],
    ['of hexadecimal digits', () => Buffer.from(randomBytes(32).toString('hex')).toString('base64')],
  ])('%s is never called weak', (_, make) => {
    for (let i = 0; i < 2_000; i++) {
      const value = make();
      expect(accessFor({ TOKEN_SECRETS: secretsOf(value), ADMIN_KEY: value }), value).toMatchObject({ ok: true });
    }
  });
});
