/** Tokens of a page: how they travel, and what is done when the Worker refuses one. */
import { describe, expect, it } from 'vitest';
import { HELLO_SUBPROTOCOL } from '#protocol';
import type { TokenSource } from '../../../widget/signaling/signaling-channel.ts';
import { TOKEN_TIMEOUT_MS } from '../../../widget/signaling/worker-signaling.ts';
import { type Visit, visit } from './fake-worker.ts';

type Code = 'token-expired' | 'token-invalid' | 'room-full';

interface Page extends Visit {
  /** The tokens that the Worker was asked about. */
  readonly asked: readonly string[];
}

/** A page whose token the Worker refuses unless it is `new`.
 *  @param gives what `getToken` comes to, one after the other; without it there is none. */
function pageWith({
  token = '',
  gives,
  refusal = 'token-expired',
}: {
  token?: string;
  gives?: ReadonlyArray<string | Error>;
  refusal?: Code;
}): Page {
  const asked: string[] = [];
  const list = [...(gives ?? [])];
  const getToken = (): Promise<string> => {
    const next = list.shift() ?? new Error('none left');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const page = visit({
    tokens: () => ({ token, getToken: gives === undefined ? null : getToken }),
    fetch: (_, { headers }) => {
      const bearer = new Headers(headers).get('Authorization')?.replace('Bearer ', '') ?? '';
      asked.push(bearer);
      return Promise.resolve(Response.json({ code: bearer === 'new' ? null : refusal }, { status: 401 }));
    },
  });
  return Object.assign(page, { asked });
}

const carriedBy = ({ socket }: Visit): string[] => socket.offers.filter((name) => name !== HELLO_SUBPROTOCOL);
const codesOf = (page: Visit): unknown[] => page.of('error').map(({ code, fatal }) => [code, fatal]);

describe('the token of a page', () => {
  it('is offered beside the subprotocol, and never part of the address', async () => {
    const page = pageWith({ token: 'a.b.c' });
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1', 'p2pcall.token.a.b.c']);
    expect(page.socket.url).not.toContain('a.b.c');
  });

  it('is not there without one', async () => {
    const page = pageWith({});
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1']);
  });

  it('is asked for before the first socket where there is none', async () => {
    const page = pageWith({ gives: ['new'] });
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1', 'p2pcall.token.new']);
    await page.welcome();
    expect(page.channel.state).toBe('open');
  });

  it('that cannot be one is called invalid', async () => {
    class Strict extends EventTarget {
      constructor(_: string, protocols: string[]) {
        super();
        if (protocols.some((name) => name.includes(' '))) throw new DOMException('bad', 'SyntaxError');
      }
    }
    const page = visit({ tokens: () => ({ token: 'a b', getToken: null }), WebSocket: Strict as never });
    await page.join();
    expect(codesOf(page)).toEqual([['token-invalid', true]]);
  });

  it('goes with each socket, also back to the same seat', async () => {
    const page = pageWith({ token: 'new' });
    await page.join();
    await page.welcome();
    page.socket.drop();
    await page.clock.advance(1_000);
    expect(page.sockets).toHaveLength(2);
    expect(carriedBy(page)).toContain('p2pcall.token.new');
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ type: 'hello', session: 'session-1', key: 'key-1' });
  });
});

describe('a token that is refused', () => {
  it('is renewed once, at once', async () => {
    const page = pageWith({ token: 'old', gives: ['new'] });
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(page.asked).toEqual(['old']);
    expect(page.sockets).toHaveLength(2);
    expect(carriedBy(page)).toContain('p2pcall.token.new');
    await page.welcome();
    expect(codesOf(page)).toEqual([]);
  });

  it.each(['token-expired', 'token-invalid'] as const)(
    'ends the call with %s where nobody makes another',
    async (code) => {
      const page = pageWith({ token: 'old', refusal: code });
      await page.join();
      page.socket.drop();
      await page.settle();
      expect(codesOf(page)).toEqual([[code, true]]);
      expect(page.channel.state).toBe('closed');
    },
  );

  it('ends the call where the other one is refused too', async () => {
    const page = pageWith({ token: 'old', gives: ['older', 'new'] });
    await page.join();
    page.socket.drop();
    await page.settle();
    page.socket.drop();
    await page.settle();
    expect(page.asked).toEqual(['old', 'older']);
    expect(codesOf(page)).toEqual([['token-expired', true]]);
  });

  it.each([
    ['fails', [new Error('backend down')]],
    ['gives nothing', ['']],
  ])('ends the call where getToken %s', async (_, gives) => {
    const page = pageWith({ token: 'old', gives });
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(codesOf(page)).toEqual([['token-expired', true]]);
  });

  it('does not wait for getToken for ever', async () => {
    const page = visit({ tokens: () => ({ token: '', getToken: () => new Promise<string>(() => {}) }) });
    await page.join();
    await page.clock.advance(TOKEN_TIMEOUT_MS);
    expect(codesOf(page)).toContainEqual(['token-invalid', true]);
    expect(page.sockets).toHaveLength(0);
  });

  it.each([
    [
      'an error frame and close code 4401',
      (page: Visit) => {
        page.socket.say({ type: 'error', code: 'token-invalid', fatal: false });
        page.socket.drop(4401);
      },
    ],
    ['a fatal error frame', (page: Visit) => page.socket.say({ type: 'error', code: 'token-invalid', fatal: true })],
    ['close code 4401', (page: Visit) => page.socket.drop(4401)],
  ])('by %s of the room is renewed once', async (_, refuse) => {
    const page = pageWith({ token: 'used', gives: ['new', 'newer'] });
    await page.join();
    page.socket.accept();
    refuse(page);
    await page.settle();
    expect(carriedBy(page)).toContain('p2pcall.token.new');
    page.socket.accept();
    refuse(page);
    await page.settle();
    expect(page.sockets).toHaveLength(2);
    expect(codesOf(page)).toEqual([['token-invalid', true]]);
  });

  it('for another reason is not renewed', async () => {
    const page = pageWith({ token: 'old', gives: ['new'], refusal: 'room-full' });
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(codesOf(page)).toEqual([['room-full', true]]);
  });
});

describe('a token that is over while the call goes on', () => {
  const lose = async (page: Visit): Promise<void> => {
    page.socket.drop();
    await page.clock.advance(1_000);
  };

  it('is renewed when the socket comes back', async () => {
    const page = pageWith({ token: 'old', gives: ['new'] });
    await page.join();
    await page.welcome();
    await lose(page);
    expect(carriedBy(page)).toContain('p2pcall.token.old');
    page.socket.drop();
    await page.settle();
    expect(carriedBy(page)).toContain('p2pcall.token.new');
    await page.welcome({ resumed: true });
    expect(codesOf(page)).toEqual([]);
    expect(page.channel.state).toBe('open');
  });

  it('never ends the call: media needs no token, and another may come', async () => {
    const page = pageWith({ token: 'old' });
    await page.join();
    await page.welcome();
    for (let i = 0; i < 5; i++) {
      page.socket.drop();
      await page.clock.advance(20_000);
    }
    expect(codesOf(page)).toEqual([['token-expired', false]]);
    expect(page.channel.state).toBe('reconnecting');
  });

  it('is asked for with the delays of a lost server, not in a loop', async () => {
    const page = pageWith({ token: 'old', gives: Array.from({ length: 500 }, (_, i) => `bad${i}`) });
    await page.join();
    await page.welcome();
    for (const startedAtMs = page.clock.now(); page.clock.now() < startedAtMs + 60_000;) {
      if (page.socket.readyState === 0) page.socket.drop();
      await page.clock.advance(100);
    }
    const triedCount = page.sockets.length;
    expect(triedCount).toBeGreaterThan(5);
    expect(triedCount).toBeLessThan(80);
    expect(page.channel.state).toBe('reconnecting');
  });
});

describe('the site key of a page', () => {
  const KEY = 'pk_shop-2026_4f9b1c';

  /** A page of a site, whose key the Worker does not know where `isKnown` is false. */
  function pageOf({
    token = '',
    siteKey = KEY,
    isKnown = false,
    ...more
  }: Partial<TokenSource> & { isKnown?: boolean }) {
    const asked: Headers[] = [];
    const page = visit({
      tokens: () => ({ token, siteKey, getToken: more.getToken ?? null }),
      fetch: (_, { headers }) => {
        asked.push(new Headers(headers));
        return Promise.resolve(Response.json({ code: isKnown ? null : 'token-invalid' }, { status: 401 }));
      },
    });
    return Object.assign(page, { asked });
  }

  it('is offered beside the subprotocol, and never part of the address', async () => {
    const page = pageOf({});
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1', `p2pcall.key.${KEY}`]);
    expect(page.socket.url).not.toContain(KEY);
  });

  it('stays at home where there is a token, which counts more', async () => {
    const page = pageOf({ token: 'a.b.c' });
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1', 'p2pcall.token.a.b.c']);
  });

  it('does not stand in for the token that a page can make', async () => {
    const page = pageOf({ getToken: () => 'made' });
    await page.join();
    expect(carriedBy(page)).toEqual(['p2pcall.v1', 'p2pcall.token.made']);
  });

  it('goes with the question why, in a header of its own, and ends the call when it is refused', async () => {
    const page = pageOf({});
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(page.asked.map((headers) => [...headers])).toEqual([[['p2pcall-site-key', KEY]]]);
    expect(codesOf(page)).toEqual([['token-invalid', true]]);
  });

  it('that is taken out during a call is told, and does not end it', async () => {
    const page = pageOf({});
    await page.join();
    await page.welcome();
    for (let i = 0; i < 5; i++) {
      page.socket.drop();
      await page.clock.advance(20_000);
    }
    expect(codesOf(page)).toEqual([['token-invalid', false]]);
    expect(page.channel.state).toBe('reconnecting');
  });

  it('does not end the call where the Worker is only away', async () => {
    const page = pageOf({ isKnown: true });
    await page.join();
    page.socket.drop();
    await page.settle();
    expect(codesOf(page)).toEqual([]);
    expect(page.channel.state).toBe('connecting');
  });
});

describe('who waits to be let in', () => {
  it('gets another token when the one it came with is over, and its place with it', async () => {
    const page = pageWith({ gives: ['old', 'new'] });
    await page.join();
    page.socket.accept();
    page.socket.say({ type: 'wait', position: 1, session: 's', key: 'k' });
    await page.settle();
    page.socket.drop();
    await page.clock.advance(1_000);
    page.socket.drop();
    await page.clock.advance(1_000);
    expect(carriedBy(page)).toContain('p2pcall.token.new');
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ type: 'hello', session: 's', key: 'k' });
    expect(codesOf(page)).toEqual([]);
  });

  it('tries as often as who has a seat, after waiting for long', async () => {
    const triesAfterLoss = async (answer: (page: Visit) => Promise<void> | void): Promise<number> => {
      const page = visit({ delaysSockets: () => false });
      await page.join();
      page.socket.accept();
      await answer(page);
      for (let minute = 0; minute < 11 * 4; minute += 1) {
        await page.clock.advance(15_000);
        page.socket.say('pong');
      }
      const before = page.sockets.length;
      page.socket.drop();
      for (let i = 0; i < 200; i += 1) {
        await page.clock.advance(100);
        if (page.socket.readyState === 0) page.socket.drop();
      }
      return page.sockets.length - before;
    };
    const waiting = await triesAfterLoss((page) => page.socket.say({ type: 'wait', session: 's', key: 'k' }));
    const seated = await triesAfterLoss((page) => page.welcome());
    expect(waiting).toBe(seated);
    expect(waiting).toBeGreaterThan(10);
  });
});
