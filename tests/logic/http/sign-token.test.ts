/** The signing helper, against the verifier: what a site signs is what a room grants. */
import { describe, expect, it } from 'vitest';
import { signToken } from '../../../worker/http/sign-token.ts';
import { verifyToken } from '../../../worker/http/verify-token.ts';
import { SETTINGS, accessFrom, privateJwk, secret } from './token-maker.ts';

const { keys } = accessFrom(SETTINGS);
const verify = (token: string, aheadMs = 0) =>
  verifyToken(token, keys, { room: 'coffee', nowMs: Date.now() + aheadMs });
const byName = { secret: secret.toString('base64'), kid: 'new' };

describe('signToken', () => {
  it.each([
    ['a secret in base64', byName],
    ['a secret in base64url', { secret: secret.toString('base64url'), kid: 'new' }],
    ['an Ed25519 key', { privateKey: privateJwk, kid: 'site' }],
    // As newer runtimes export it.
    [
      'an Ed25519 key with more members',
      { privateKey: { ...privateJwk, alg: 'Ed25519', key_ops: ['sign'], ext: true }, kid: 'site' },
    ],
  ])('signs with %s', async (_, key) => {
    const token = await signToken({ ...key, room: 'coffee', role: 'host', name: 'Ada', sub: 'u-7', capacity: 6 });
    expect(await verify(token)).toMatchObject({
      ok: true,
      grant: { role: 'host', name: 'Ada', sub: 'u-7', capacity: 6, once: false, tokenId: expect.any(String) },
    });
  });

  it('gives every token an id, so that it can be good for one session alone', async () => {
    const tokens = await Promise.all([1, 2].map(() => signToken({ ...byName, room: 'coffee', once: true })));
    const ids = await Promise.all(
      tokens.map(async (token) => {
        const verified = await verify(token);
        return verified.ok && verified.grant.once ? verified.grant.tokenId : null;
      }),
    );
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
  });

  it.each([
    [undefined, 3_600],
    [60, 60],
    [86_400, 86_400],
  ])('with ttlSeconds %s lives %i s', async (ttlSeconds, livesS) => {
    const token = await signToken({ ...byName, room: 'coffee', ttlSeconds });
    expect(await verify(token, (livesS + 58) * 1000)).toMatchObject({ ok: true });
    expect(await verify(token, (livesS + 61) * 1000)).toEqual({ ok: false, code: 'token-expired' });
  });

  it.each([0, -1, 86_401, Number.NaN, Infinity])('refuses ttlSeconds %s', async (ttlSeconds) => {
    await expect(signToken({ ...byName, room: 'coffee', ttlSeconds })).rejects.toThrow(RangeError);
  });

  it.each([
    [
      'an Ed25519 key without its private half',
      { privateKey: { kty: 'OKP', crv: 'Ed25519', x: String(privateJwk.x) } },
    ],
    ['a secret that is no base64', { secret: '!' }],
  ])('refuses %s', async (_, key) => {
    await expect(signToken({ ...key, room: 'coffee' })).rejects.toThrow(/./);
  });
});
