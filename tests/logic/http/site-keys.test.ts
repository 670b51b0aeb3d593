/** Site keys: what the setting may say, and which page they let in where. */
import { describe, expect, it } from 'vitest';
import { accessFor } from '../../../worker/http/access.ts';
import { siteKeyHints, siteRole } from '../../../worker/http/site-keys.ts';
import { FOREIGN_ORIGINS, SHOP } from './origin-corpus.ts';
import { SETTINGS, accessFrom } from './token-maker.ts';

const KEY = 'pk_shop-2026_4f9b1c';
const OTHER_KEY = 'pk_help-2026_7d3e5a';
const shop = { origins: [SHOP], rooms: 'shop-' };
const desk = { origins: [SHOP, 'http://localhost:3000'], desk: 'support', role: 'guest' };

const keysOf = (...entries: unknown[]): string =>
  JSON.stringify(Object.fromEntries(entries.map((entry, i) => [[KEY, OTHER_KEY][i], entry])));
const siteKeysOf = (...entries: unknown[]) => accessFrom({ SITE_KEYS: keysOf(...entries) }).siteKeys;
const room = (name: string) => ({ kind: 'room', name }) as const;

describe('the setting SITE_KEYS', () => {
  it('is no key at all where it is empty', () => {
    expect(accessFrom({ SITE_KEYS: ' ' })).toMatchObject({ mode: 'open', siteKeys: new Map() });
  });

  it('makes the mode token, alone or beside keys for tokens', () => {
    expect(accessFrom({ SITE_KEYS: keysOf(shop) }).mode).toBe('token');
    expect(accessFrom({ SITE_KEYS: keysOf(shop), ACCESS: 'token', ...SETTINGS }).siteKeys.size).toBe(1);
  });

  it('contradicts the mode open', () => {
    const access = accessFor({ SITE_KEYS: keysOf(shop), ACCESS: 'open' });
    expect(access).toEqual({ ok: false, message: expect.stringContaining('ACCESS') });
  });

  it('gives visitors where it names no role', () => {
    expect([...siteKeysOf(shop, desk).values()].map(({ role }) => role)).toEqual(['visitor', 'guest']);
  });

  it.each([
    ['no JSON', KEY, 'must be a JSON object'],
    ['a list', JSON.stringify([shop]), 'must be a JSON object'],
    ['null', 'null', 'must be a JSON object'],
    ['no key', '{}', 'must be a JSON object'],
    ['a key without pk_', JSON.stringify({ 'shop-2026-4f9b1c77': shop }), '"pk_" and 16 to 64'],
    ['a short key', JSON.stringify({ pk_shop: shop }), '"pk_" and 16 to 64'],
    ['a key of 65', JSON.stringify({ [`pk_${'x'.repeat(65)}`]: shop }), '"pk_" and 16 to 64'],
    ['a key with a space', JSON.stringify({ [`${KEY} x`]: shop }), '"pk_" and 16 to 64'],
    ['a key with a comma', JSON.stringify({ [`${KEY},x`]: shop }), '"pk_" and 16 to 64'],
    ['__proto__', `{"__proto__":${JSON.stringify(shop)}}`, 'must be a JSON object'],
    ['a key that is text', keysOf(shop, 'shop-'), 'of key 2, may have'],
    ['no origin', keysOf({ ...shop, origins: [] }), 'of key 1, origins'],
    ['no origins', keysOf({ rooms: 'shop-' }), 'of key 1, origins'],
    ['origins as text', keysOf({ ...shop, origins: SHOP }), 'of key 1, origins'],
    ['every origin', keysOf({ ...shop, origins: ['*'] }), 'of key 1, origins'],
    ['the origin null', keysOf({ ...shop, origins: [SHOP, 'null'] }), 'of key 1, origins'],
    ['no value as origin', keysOf({ ...shop, origins: [null] }), 'of key 1, origins'],
    ['a wildcard', keysOf({ ...shop, origins: ['https://*.example'] }), 'of key 1, origins'],
    ['an origin with a path', keysOf({ ...shop, origins: [`${SHOP}/cart`] }), 'of key 1, origins'],
    ['an origin with a user', keysOf({ ...shop, origins: ['https://u@shop.example'] }), 'of key 1, origins'],
    ['two origins in one', keysOf({ ...shop, origins: [`${SHOP} ${SHOP}`] }), 'of key 1, origins'],
    ['every room', keysOf({ ...shop, rooms: '' }), 'of key 1, rooms'],
    ['a prefix of two', keysOf({ ...shop, rooms: 'sh' }), 'of key 1, rooms'],
    ['a wildcard of rooms', keysOf({ ...shop, rooms: 'shop-*' }), 'of key 1, rooms'],
    ['a prefix of dots', keysOf({ ...shop, rooms: '...' }), 'of key 1, rooms'],
    ['a list of prefixes', keysOf({ ...shop, rooms: ['shop-'] }), 'of key 1, rooms'],
    ['a desk without a name', keysOf({ ...desk, desk: '' }), 'of key 1, desk'],
    ['neither rooms nor desk', keysOf({ origins: [SHOP] }), 'key 1 must have either'],
    ['rooms and desk', keysOf(shop, { ...shop, desk: 'support' }), 'key 2 must have either'],
    ['a host', keysOf({ ...shop, role: 'host' }), 'of key 1, role'],
    ['an agent', keysOf({ ...shop, role: 'agent' }), 'of key 1, role'],
    ['a misspelt field', keysOf({ ...shop, roles: 'guest' }), 'of key 1, may have'],
  ])('is wrong with %s, and says where without repeating it', (_, text, message) => {
    const access = accessFor({ SITE_KEYS: text });
    expect(access).toEqual({ ok: false, message: expect.stringContaining(message) });
    expect(access).toEqual({ ok: false, message: expect.stringContaining('SITE_KEYS') });
    for (const part of [KEY, OTHER_KEY, 'cart', '2026']) expect(JSON.stringify(access)).not.toContain(part);
  });
});

describe('a site key', () => {
  const keys = siteKeysOf(shop, desk);

  it.each([
    [KEY, SHOP, 'shop-17', 'visitor'],
    [KEY, SHOP, 'shop-', 'visitor'],
    [KEY, SHOP, 'shop', null],
    [KEY, SHOP, 'Shop-17', null],
    [KEY, SHOP, 'my-shop-17', null],
    [KEY, SHOP, 'support', null],
    [KEY, 'https://other.example', 'shop-17', null],
    [KEY, 'http://localhost:3000', 'shop-17', null],
    [KEY, null, 'shop-17', null],
    [KEY, '', 'shop-17', null],
    ['', SHOP, 'shop-17', null],
    ['pk_', SHOP, 'shop-17', null],
    [KEY.slice(0, -1), SHOP, 'shop-17', null],
    [`${KEY}x`, SHOP, 'shop-17', null],
    [KEY.toUpperCase(), SHOP, 'shop-17', null],
    ['__proto__', SHOP, 'shop-17', null],
    ['constructor', SHOP, 'shop-17', null],
    [OTHER_KEY, SHOP, 'shop-17', null],
    [OTHER_KEY, SHOP, 'support', null],
  ])('%j of %s opens the room %s as %s', (key, origin, name, role) => {
    expect(siteRole(keys, key, origin, room(name))).toBe(role);
  });

  it.each([
    ['support', 'guest'],
    ['support-2', null],
    ['suppor', null],
    ['shop-', null],
  ])('for a desk opens the desk %s as %s', (name, role) => {
    expect(siteRole(keys, OTHER_KEY, SHOP, { kind: 'desk', name })).toBe(role);
  });

  it('for rooms opens no desk', () => {
    expect(siteRole(keys, KEY, SHOP, { kind: 'desk', name: 'shop-' })).toBe(null);
  });

  it('that is taken out of the setting opens nothing any more', () => {
    expect(siteRole(siteKeysOf(shop), OTHER_KEY, SHOP, { kind: 'desk', name: 'support' })).toBe(null);
  });

  it.each(FOREIGN_ORIGINS)('opens nothing to the origin %j', (origin) => {
    expect(siteRole(keys, KEY, origin, room('shop-17'))).toBe(null);
  });

  it('takes the origins of its setting as browsers write them', () => {
    const written = siteKeysOf({ ...shop, origins: ['HTTPS://Shop.Example:443/', 'https://bücher.example'] });
    expect(siteRole(written, KEY, SHOP, room('shop-17'))).toBe('visitor');
    expect(siteRole(written, KEY, 'https://xn--bcher-kva.example', room('shop-17'))).toBe('visitor');
    expect(siteRole(written, KEY, 'https://bücher.example', room('shop-17'))).toBe(null);
  });
});

describe('hints', () => {
  const hints = (entries: unknown[], hasHosts = true, isAllowed = () => true): string =>
    siteKeyHints(siteKeysOf(...entries), hasHosts, isAllowed).join('\n');

  it('are none for a key that does what it says', () => {
    expect(hints([shop])).toBe('');
    expect(siteKeyHints(new Map(), false, () => false)).toEqual([]);
  });

  it('tell of origins that are not allowed, and of rooms without a host', () => {
    expect(hints([shop], true, () => false)).toMatch(/ALLOWED_ORIGINS/);
    expect(hints([shop], false)).toMatch(/nobody is host/);
  });
});
