/** Which tokens open a room: the good ones, and none of the corpus of bad ones. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../worker/http/verify-token.ts';
import { BAD_TOKENS } from './token-corpus.ts';
import {
  NOW_S,
  ROOM,
  SETTINGS,
  accessFrom,
  claimsWith,
  eddsa,
  hs256,
  olderSecret,
  otherSecret,
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
        tokenId: expect.stringMatching(/^sha256-[0-9a-f]{32}$/),
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
  const claims = (part: Record<string, unknown>): string => hs256(claimsWith(part));

  it.each(BAD_TOKENS)('%s is invalid', async (_, token) => {
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
