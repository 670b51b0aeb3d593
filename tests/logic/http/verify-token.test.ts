/** Which tokens open a room: the good ones, and the corpus of those that must not. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../worker/http/verify-token.ts';
import {
  NOW_S,
  ROOM,
  SETTINGS,
  accessFrom,
  claimsWith,
  eddsa,
  encode,
  hmac,
  hs256,
  olderSecret,
  otherSecret,
  publicJwk,
  secret,
} from './token-maker.ts';

const { keys } = accessFrom(SETTINGS);
const at = (nowS: number) => ({ room: ROOM, nowMs: nowS * 1000 });
const check = (token: string, nowS = NOW_S) => verifyToken(token, keys, at(nowS));
const withoutKid = { alg: 'HS256', typ: 'JWT' };

describe('a good token', () => {
  it('of few claims grants a guest no more than to enter', async () => {
    expect(await check(hs256())).toEqual({
      ok: true,
      grant: {
        role: 'guest',
        sub: null,
        name: null,
        capacity: null,
        tokenId: null,
        once: false,
        expiresAtMs: (NOW_S + 600) * 1000,
      },
    });
  });

  it('of all claims grants what they say', async () => {
    const claims = { sub: 'u-7', role: 'host', name: 'Ada', jti: 'j-1', once: true, cap: 8, nbf: NOW_S, iat: NOW_S };
    expect(await check(hs256(claimsWith({ ...claims, iss: 'shop', whatever: [1] })))).toMatchObject({
      ok: true,
      grant: { role: 'host', sub: 'u-7', name: 'Ada', capacity: 8, tokenId: 'j-1', once: true },
    });
  });

  it.each([
    ['signed with the older secret', hs256(claimsWith(), { alg: 'HS256', kid: 'old' }, olderSecret)],
    ['signed with the private key of the site', eddsa()],
    ['for several audiences', hs256(claimsWith({ aud: ['other', 'p2pcall'] }))],
    ['that ended less than a minute ago by our clock', hs256(claimsWith({ exp: NOW_S - 59 }))],
    ['that begins within a minute', hs256(claimsWith({ nbf: NOW_S + 60 }))],
    ['of a clock that is a minute ahead', hs256(claimsWith({ iat: NOW_S + 60, exp: NOW_S + 86_460 }))],
    ['of a fraction of a second', hs256(claimsWith({ exp: NOW_S + 0.5, iat: NOW_S - 0.25 }))],
    ['with a long payload', hs256(claimsWith({ more: 'x'.repeat(1_200) }))],
  ])('%s', async (_, token) => {
    expect(await check(token)).toMatchObject({ ok: true });
  });

  it('needs no kid where there is a single key', async () => {
    const single = accessFrom({ TOKEN_SECRETS: JSON.stringify({ only: secret.toString('base64') }) });
    expect(await verifyToken(hs256(claimsWith(), withoutKid), single.keys, at(NOW_S))).toMatchObject({ ok: true });
    expect(await check(hs256(claimsWith(), withoutKid))).toEqual({ ok: false, code: 'token-invalid' });
  });

  it.each([
    ['x'.repeat(80), 'x'.repeat(64)],
    [`${'x'.repeat(63)}😀`, 'x'.repeat(63)],
    ['  ', null],
    ['Ada <b>', 'Ada <b>'],
  ])('with the name %j names them %j', async (name, expected) => {
    expect(await check(hs256(claimsWith({ name })))).toMatchObject({ grant: { name: expected } });
  });
});

describe('a bad token', () => {
  const good = hs256();
  const [head = '', payload = '', signature = ''] = good.split('.');
  const otherPair = generateKeyPairSync('ed25519').privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsaText = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'new' })}.${payload}`;
  const publicBytes = Buffer.from(String(publicJwk.x), 'base64url');
  const header = (part: object): string => hs256(claimsWith(), { alg: 'HS256', typ: 'JWT', kid: 'new', ...part });
  const claims = (part: Record<string, unknown>): string => hs256(claimsWith(part));

  const corpus: ReadonlyArray<readonly [string, string]> = [
    ['nothing', ''],
    ['no token', 'hello'],
    ['two dots', '..'],
    ['alg none, no signature', `${encode({ alg: 'none' })}.${payload}.`],
    ['alg none, some signature', `${encode({ alg: 'none', kid: 'new' })}.${payload}.${signature}`],
    ['alg nOnE', `${encode({ alg: 'nOnE', kid: 'new' })}.${payload}.${signature}`],
    [
      'alg HS512 with the right secret',
      `${encode({ alg: 'HS512', kid: 'new' })}.${payload}.${hmac(`${encode({ alg: 'HS512', kid: 'new' })}.${payload}`, secret, 'sha512')}`,
    ],
    ['RS256 by somebody', `${rsaText}.${sign('sha256', Buffer.from(rsaText), rsa.privateKey).toString('base64url')}`],
    ['HS256 with the public key as secret', hs256(claimsWith(), { alg: 'HS256', kid: 'site' }, publicBytes)],
    ['HS256 with the public key as text', hs256(claimsWith(), { alg: 'HS256', kid: 'site' }, String(publicJwk.x))],
    ['EdDSA with the kid of a secret', eddsa(claimsWith(), { alg: 'EdDSA', kid: 'new' })],
    ['EdDSA by another key', eddsa(claimsWith(), { alg: 'EdDSA', kid: 'site' }, otherPair)],
    ['another secret', hs256(claimsWith(), { alg: 'HS256', kid: 'new' }, otherSecret)],
    ['the older secret under the new name', hs256(claimsWith(), { alg: 'HS256', kid: 'new' }, olderSecret)],
    ['the secret as text', hs256(claimsWith(), { alg: 'HS256', kid: 'new' }, secret.toString('base64'))],
    ['the empty secret', hs256(claimsWith(), { alg: 'HS256', kid: 'new' }, '')],
    ['an unknown kid', header({ kid: 'newest' })],
    ['kid __proto__', header({ kid: '__proto__' })],
    ['kid constructor', header({ kid: 'constructor' })],
    ['a kid that is a path', header({ kid: '../../dev/null' })],
    ['a kid that is a list', header({ kid: ['new'] })],
    ['a key in its header', header({ jwk: { kty: 'oct', k: secret.toString('base64url') } })],
    ['an address of keys in its header', header({ jku: 'https://evil.example/keys' })],
    ['crit', header({ crit: ['b64'], b64: false })],
    ['typ of something else', header({ typ: 'at+jwt' })],
    ['a header that is no object', hs256(claimsWith(), 'null')],
    ['a header that is a list', hs256(claimsWith(), [])],
    ['a header that is no JSON', hs256(claimsWith(), '{')],
    ['no exp', claims({ exp: undefined })],
    ['exp as text', claims({ exp: String(NOW_S + 600) })],
    ['exp null', claims({ exp: null })],
    ['exp beyond all numbers', hs256(`{"aud":"p2pcall","room":"${ROOM}","exp":1e999}`)],
    ['exp more than a day ahead', claims({ exp: NOW_S + 86_461 })],
    ['exp in ms', claims({ exp: (NOW_S + 600) * 1000 })],
    ['exp below zero', claims({ exp: -1 })],
    ['nbf in the future', claims({ nbf: NOW_S + 61 })],
    ['nbf as text', claims({ nbf: 'now' })],
    ['iat in the future', claims({ iat: NOW_S + 61 })],
    ['no aud', claims({ aud: undefined })],
    ['another aud', claims({ aud: 'p2pcall2' })],
    ['another aud in a list', claims({ aud: ['a', 'b'] })],
    ['aud in another case', claims({ aud: 'P2PCALL' })],
    ['no room', claims({ room: undefined })],
    ['another room', claims({ room: 'coffee2' })],
    ['a room in another case', claims({ room: 'Coffee' })],
    ['every room', claims({ room: '*' })],
    ['a list of rooms', claims({ room: [ROOM] })],
    ['an unknown role', claims({ role: 'admin' })],
    ['a list of roles', claims({ role: ['host'] })],
    ['single use without an id', claims({ once: true })],
    ['once as text', claims({ once: 'true', jti: 'j' })],
    ['an empty jti', claims({ jti: '' })],
    ['a jti of 129', claims({ jti: 'j'.repeat(129) })],
    ['a sub that is a number', claims({ sub: 7 })],
    ['one seat', claims({ cap: 1 })],
    ['nine seats', claims({ cap: 9 })],
    ['two and a half seats', claims({ cap: 2.5 })],
    ['a name that is none', claims({ name: 7 })],
    ['a payload that is no JSON', hs256('{"aud":')],
    ['a payload that is null', hs256('null')],
    ['a payload that is a list', hs256([])],
    ['a payload of bytes that are no text', hs256(Buffer.from([0xff, 0xfe]).toString('latin1'))],
    ['__proto__ instead of claims', hs256(`{"__proto__":${JSON.stringify(claimsWith())}}`)],
    ['no signature', `${head}.${payload}`],
    ['an empty signature', `${head}.${payload}.`],
    ['half a signature', `${head}.${payload}.${signature.slice(0, 20)}`],
    ['a longer signature', `${good}AAAA`],
    ['a signature of zeros', `${head}.${payload}.${'A'.repeat(43)}`],
    ['truncated by one', good.slice(0, -1)],
    ['truncated in the payload', good.slice(0, 60)],
    ['a fourth part', `${good}.${signature}`],
    ['padding', `${good}=`],
    ['a space before', ` ${good}`],
    ['a line end after', `${good}\n`],
    ['a null byte', `${good}\0`],
    ['other claims under the same signature', `${head}.${encode(claimsWith({ role: 'host' }))}.${signature}`],
    ['another header under the same signature', `${encode({ alg: 'HS256', kid: 'new' })}.${payload}.${signature}`],
    ['encrypted (five parts)', `${good}.${payload}.${signature}`],
    ['more than 2 KiB, correctly signed', claims({ more: 'x'.repeat(2_000) })],
    ['100 kB, correctly signed', claims({ more: 'x'.repeat(100_000) })],
    ['100 kB of dots', '.'.repeat(100_000)],
    ['100 kB of one letter', 'a'.repeat(100_000)],
  ];

  it.each(corpus)('%s is invalid', async (_, token) => {
    expect(await check(token)).toEqual({ ok: false, code: 'token-invalid' });
  });

  it.each([NOW_S - 60, NOW_S - 86_400, 0])('whose end was at %i is expired', async (exp) => {
    expect(await check(claims({ exp }))).toEqual({ ok: false, code: 'token-expired' });
  });

  it('that is expired says so only where all else is right', async () => {
    const exp = NOW_S - 600;
    expect(await check(claims({ exp, room: 'other' }))).toEqual({ ok: false, code: 'token-invalid' });
    expect(await check(hs256(claimsWith({ exp }), undefined, otherSecret))).toEqual({
      ok: false,
      code: 'token-invalid',
    });
  });

  it('with any one character changed is refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    // The last character of a signature of 32 bytes has two bits that mean nothing.
    for (let i = 0; i < good.length - 1; i++) {
      const other = alphabet[(alphabet.indexOf(good[i] ?? '') + 1 + (i % 7)) % alphabet.length];
      const changed = good.slice(0, i) + other + good.slice(i + 1);
      expect(await check(changed), `character ${i}`).toMatchObject({ ok: false });
    }
  });

  it('of random bytes is refused', async () => {
    for (let i = 0; i < 500; i++) {
      const token = [24, 80, 32].map((count) => randomBytes(count).toString('base64url')).join('.');
      expect(await check(token)).toEqual({ ok: false, code: 'token-invalid' });
    }
  });

  it('opens nothing where there are no keys', async () => {
    expect(await verifyToken(good, new Map(), at(NOW_S))).toEqual({ ok: false, code: 'token-invalid' });
  });
});
