/**
 * The whole way of a request through the Worker up to the door of a room: whatever is wrong with a token or a site key, the answer is
 * byte for byte the same, and the room is not even addressed.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SUBPROTOCOL } from '#protocol';
import { app } from '../../../worker/http/app.ts';
import { FOREIGN_ORIGINS, SHOP } from './origin-corpus.ts';
import { BAD_TOKENS } from './token-corpus.ts';
import { NOW_S, ROOM, SETTINGS, claimsWith, hs256 } from './token-maker.ts';

const KEY = 'pk_shop-2026_4f9b1c';
const SITE_KEYS = JSON.stringify({
  [KEY]: { origins: [SHOP], rooms: 'coff' },
  'pk_help-2026_7d3e5a': { origins: [SHOP], desk: ROOM },
});
const URL_OF_ROOM = `https://calls.example.com/v1/rooms/${ROOM}/socket`;

/** How often a room was addressed: an object wakes with the first request that is sent to it. */
let addressedCount = 0;
const ROOMS = {
  getByName: () => {
    addressedCount += 1;
    return { fetch: () => Promise.resolve(new Response(null, { status: 503 })) };
  },
};

beforeEach(() => {
  addressedCount = 0;
  vi.spyOn(Date, 'now').mockReturnValue(NOW_S * 1000);
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

interface Asked {
  readonly token?: string;
  readonly key?: string;
  readonly origin?: string | null;
  readonly room?: string;
}

/** Everything that can be seen of an answer. */
async function seen(answer: Response): Promise<string> {
  return JSON.stringify([
    answer.status,
    [...answer.headers].map(([name, value]) => `${name}: ${value}`).toSorted(),
    await answer.text(),
  ]);
}

/** With an upgrade, where offers carry the credentials. Null where no HTTP client could send them as they are. */
async function upgraded({ token, key, origin = SHOP, room = ROOM }: Asked): Promise<string | null> {
  const offers = [SUBPROTOCOL];
  if (token !== undefined) offers.push(`p2pcall.token.${token}`);
  if (key !== undefined) offers.push(`p2pcall.key.${key}`);
  return answerTo(room, { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': offers.join(', ') }, origin);
}

/** The question without an upgrade, where headers carry them. */
async function questioned({ token, key, origin = SHOP, room = ROOM }: Asked): Promise<string | null> {
  const carried: Record<string, string> = {};
  if (token !== undefined) carried['Authorization'] = `Bearer ${token}`;
  if (key !== undefined) carried['P2pcall-Site-Key'] = key;
  return answerTo(room, carried, origin);
}

async function answerTo(
  room: string,
  carried: Readonly<Record<string, string>>,
  origin: string | null,
): Promise<string | null> {
  let headers: Headers;
  try {
    headers = new Headers({ ...carried, ...(origin === null ? {} : { Origin: origin }) });
  } catch {
    return null;
  }
  const env = { ...SETTINGS, SITE_KEYS, ALLOWED_ORIGINS: '*', ROOMS };
  return seen(await app.request(URL_OF_ROOM.replace(ROOM, room), { headers }, env));
}

const WAYS = [
  ['an upgrade', upgraded],
  ['a question', questioned],
] as const;

describe.each(WAYS)('%s', (_, ask) => {
  const statusOf = (answer: string | null): unknown => (answer === null ? null : JSON.parse(answer)[0]);
  const good = ask === upgraded ? 503 : 426;

  it('with a good token or a good key comes to the room', async () => {
    for (const asked of [{ token: hs256() }, { token: hs256(), origin: null }, { key: KEY }])
      expect(statusOf(await ask(asked))).toBe(good);
    expect(addressedCount).toBe(ask === upgraded ? 3 : 0);
  });

  it('with any token of the corpus is refused like one without any, and comes to no room', async () => {
    const none = await ask({});
    expect(statusOf(none)).toBe(401);
    // Spaces at the ends of a header are none of its value, and a comma ends an offer.
    const carried = BAD_TOKENS.filter(([, token]) => token === token.trim() && !token.includes(','));
    const answers = await Promise.all(carried.map(async ([name, token]) => [name, await ask({ token })] as const));
    const sendable = answers.filter(([, answer]) => answer !== null);
    expect(sendable.length).toBeGreaterThan(BAD_TOKENS.length * 0.95);
    expect(sendable.filter(([, answer]) => answer !== none)).toEqual([]);
    expect(addressedCount).toBe(0);
  });

  it('with any wrong site key is refused the same', async () => {
    const none = await ask({});
    const wrong: Readonly<Record<string, Asked>> = {
      'an unknown or revoked key': { key: `${KEY}x` },
      'a key for a desk': { key: 'pk_help-2026_7d3e5a' },
      'a key for other rooms': { key: KEY, room: 'tea-17' },
      'no key': { key: '' },
      'a key of 100 kB': { key: 'x'.repeat(100_000) },
      'two keys': { key: ask === upgraded ? `${KEY}, p2pcall.key.${KEY}` : `${KEY}, ${KEY}` },
      'a bad token beside it': { key: KEY, token: 'x' },
      'an empty token beside it': { key: KEY, token: '' },
      'a token for another room beside it': { key: KEY, token: hs256(claimsWith({ room: 'other' })) },
      'a token as key': { key: hs256() },
      'the key as token': { token: KEY },
    };
    for (const [name, asked] of Object.entries(wrong)) expect(await ask(asked), name).toBe(none);
    expect(await ask({ key: KEY, origin: null }), 'no origin').toBe(await ask({ origin: null }));
    expect(addressedCount).toBe(0);
  });

  it('with the key of a site, but from anywhere else, is refused as if there were no key', async () => {
    const refusals = await Promise.all(
      FOREIGN_ORIGINS.map(async (origin) => [origin, await ask({ key: KEY, origin }), await ask({ origin })] as const),
    );
    for (const [origin, withKey, without] of refusals) {
      expect([401, 403, null], origin).toContain(statusOf(withKey));
      expect(withKey, origin).toBe(without);
    }
    expect(addressedCount).toBe(0);
  });

  it('with a token that is over says so, and nothing more', async () => {
    const [expired, other] = await Promise.all(
      [{ exp: NOW_S - 60 }, { exp: 1, role: 'host' }].map((part) => ask({ token: hs256(claimsWith(part)) })),
    );
    expect(expired).toContain('token-expired');
    expect(other).toBe(expired);
  });

  it('to any of 2,000 rooms is answered the same: nobody learns which of them there are', async () => {
    const stranger = hs256(claimsWith({ room: 'elsewhere' }));
    const asked: readonly Asked[] = [{}, { token: stranger }, { key: `${KEY}x` }, { key: KEY, room: 'tea' }];
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, (_, i) => ask({ room: `room-${i}`, ...asked[i % asked.length] })),
    );
    expect(new Set(answers).size).toBe(1);
    expect(addressedCount).toBe(0);
  });
});

describe('a token and a site key together', () => {
  it('are one: the token counts, and its role', async () => {
    const spy = vi.spyOn(ROOMS, 'getByName');
    const sent: (string | null)[] = [];
    spy.mockReturnValue({
      fetch: ((request: Request) => {
        sent.push(request.headers.get('p2pcall-grant'));
        return Promise.resolve(new Response(null, { status: 503 }));
      }) as () => Promise<Response>,
    });
    await upgraded({ key: KEY, token: hs256(claimsWith({ role: 'host' })) });
    await upgraded({ key: KEY });
    const grants = sent.map((text) => JSON.parse(decodeURIComponent(text ?? 'null')));
    expect(grants).toMatchObject([{ role: 'host' }, { role: 'visitor', sub: null, tokenId: null, once: false }]);
    // A grant without an end is that of an open room, whose first one becomes the host.
    expect(grants[1].expiresAtMs).toBe((NOW_S + 86_400) * 1000);
  });
});

describe('a page of the Worker itself', () => {
  const own = JSON.stringify({ [KEY]: { origins: ['https://calls.example.com'], rooms: 'coff' } });
  const status = async (headers: Record<string, string>): Promise<number> => {
    const env = { SITE_KEYS: own, ROOMS };
    return (await app.request(URL_OF_ROOM, { headers: { 'P2pcall-Site-Key': KEY, ...headers } }, env)).status;
  };

  it('names no origin when it asks by GET, and is believed when its browser says where it is from', async () => {
    expect(await status({ 'Sec-Fetch-Site': 'same-origin' })).toBe(426);
    expect(await status({ 'Sec-Fetch-Site': 'cross-site' })).toBe(401);
    expect(await status({ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' })).toBe(403);
    expect(await status({})).toBe(401);
  });
});

describe('ALLOWED_ORIGINS', () => {
  const ask = (allowed: string, origin: string): Response | Promise<Response> =>
    app.request(URL_OF_ROOM, { headers: { Origin: origin } }, { ALLOWED_ORIGINS: allowed, ROOMS });

  it.each(FOREIGN_ORIGINS)('of the shop alone refuses %j', async (origin) => {
    const answer = await ask(SHOP, origin);
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'origin-not-allowed' }]);
  });

  it('takes the shop', async () => {
    expect((await ask(SHOP, SHOP)).status).toBe(426);
  });
});
