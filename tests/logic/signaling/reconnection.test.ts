import { describe, expect, it } from 'vitest';
import { bob, visit, welcomeFrom } from './fake-worker.ts';

/** As the server answers to a question without an upgrade. */
const answer = (): Promise<Response> => Promise.resolve(Response.json({ code: null }, { status: 426 }));

async function seated(parts: Parameters<typeof visit>[0] = {}) {
  const page = visit({ fetch: answer, ...parts });
  await page.join();
  await page.welcome();
  page.events.length = 0;
  return page;
}

describe('a lost socket', () => {
  it('is replaced within 300 ms, with session and key of the last welcome', async () => {
    const page = await seated();
    page.socket.drop();
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(2);
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ type: 'hello', session: 'session-1', key: 'key-1' });
    page.socket.say(welcomeFrom({ resumed: true, key: 'key-2', rv: 20 }));
    page.socket.drop();
    await page.clock.advance(1_000);
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ session: 'session-1', key: 'key-2' });
  });

  it('of a page that waits is replaced with what proves its place', async () => {
    const page = visit({ fetch: answer });
    await page.join();
    page.socket.accept();
    page.socket.say({ type: 'wait', position: 3, session: 'session-5', key: 'key-5' });
    page.socket.drop();
    await page.clock.advance(300);
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ type: 'hello', session: 'session-5', key: 'key-5' });
    page.socket.say({ type: 'wait', position: 3, session: 'session-5', key: 'key-6' });
    page.socket.say({ type: 'wait', position: 2 });
    page.socket.drop();
    await page.clock.advance(1_000);
    page.socket.accept();
    expect(page.socket.messages()[0]).toMatchObject({ session: 'session-5', key: 'key-6' });
    expect(page.of('error')).toEqual([]);
  });

  it('shows reconnecting, then open and a whole new snapshot', async () => {
    const page = await seated();
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome({ resumed: true, rv: 20 });
    expect(page.events.map((event) => (event.type === 'state' ? event.state : event.type))).toEqual([
      'reconnecting',
      'open',
      'welcome',
    ]);
    page.socket.say({ type: 'event', rv: 21, event: 'off', id: bob });
    await page.settle();
    expect(page.of('peer-off')).toHaveLength(1);
  });

  it('says the newest state and name again', async () => {
    const page = await seated();
    page.socket.drop();
    page.channel.setState({ muted: true });
    page.channel.rename('Alicia');
    await page.clock.advance(300);
    page.socket.accept();
    expect(page.socket.messages()).toHaveLength(1);
    expect(page.socket.messages()[0]).toMatchObject({ name: 'Alicia', state: { muted: true } });
  });

  it('is one loss only, whatever the old socket still says', async () => {
    const page = await seated();
    const old = page.socket;
    old.drop();
    old.drop();
    old.say({ type: 'event', rv: 11, event: 'off', id: bob });
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(2);
    expect(page.of('peer-off')).toEqual([]);
  });

  it('is tried again for hours, at first every 7 s at least', async () => {
    const page = await seated({ random: () => 0.999 });
    page.socket.drop();
    let last = 0;
    for (let i = 0; i < 60; i++) {
      const before = page.sockets.length;
      await page.clock.advance(7_000);
      expect(page.sockets.length).toBeGreaterThan(before);
      last = page.clock.now();
      page.socket.drop();
    }
    expect(last).toBeGreaterThan(400_000);
    await page.clock.advance(3 * 3_600_000);
    const before = page.sockets.length;
    page.socket.drop();
    await page.clock.advance(60_000);
    expect(page.sockets.length).toBeGreaterThan(before);
    expect(page.channel.state).toBe('reconnecting');
    expect(page.of('error')).toEqual([]);
  });

  it('starts with small delays again only after a connection that lasted', async () => {
    const page = await seated({ random: () => 0.999 });
    for (let i = 0; i < 4; i++) {
      page.socket.drop();
      await page.clock.advance(2_000);
      await page.welcome({ resumed: true });
    }
    page.socket.drop();
    await page.clock.advance(300);
    expect(page.channel.state).toBe('reconnecting');
    expect(page.sockets).toHaveLength(5);
    await page.clock.advance(2_000);
    await page.welcome({ resumed: true });
    page.socket.say('pong');
    await page.clock.advance(6_000);
    page.socket.drop();
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(7);
  });
});

describe('a refusal', () => {
  it.each([
    ['duplicate-session', 4409],
    ['kicked', 4410],
    ['message-too-large', 4413],
    ['bad-message', 4400],
    ['room-full', 4453],
  ] as const)('%s ends the visit at once, before the socket closes', async (code, close) => {
    const page = await seated();
    page.socket.say({ type: 'error', code, fatal: true });
    page.socket.drop(close);
    await page.clock.advance(60_000);
    expect(page.events).toEqual([
      { type: 'error', code, fatal: true },
      { type: 'state', state: 'closed' },
    ]);
    expect(page.sockets).toHaveLength(1);
    expect(page.clock.pendingCount).toBe(0);
  });

  it('by the close code alone is told too', async () => {
    const page = await seated();
    page.socket.drop(4426);
    await page.settle();
    expect(page.of('error')).toEqual([{ type: 'error', code: 'unsupported-version', fatal: true }]);
  });

  it('for talking too fast waits as long as the server says', async () => {
    const page = await seated();
    page.socket.say({ type: 'error', code: 'rate-limited', fatal: false, retryMs: 3_000 });
    page.socket.drop(4429);
    await page.clock.advance(2_999);
    page.page.dispatchEvent(new Event('online'));
    expect(page.sockets).toHaveLength(1);
    await page.clock.advance(301);
    expect(page.sockets).toHaveLength(2);
    expect(page.of('error')).toEqual([{ type: 'error', code: 'rate-limited', fatal: false }]);
  });
});

describe('the heartbeat', () => {
  const pings = (sent: readonly string[]) => sent.filter((text) => text === 'ping').length;

  it('goes out every 15 s', async () => {
    const page = await seated();
    for (let i = 1; i <= 4; i++) {
      await page.clock.advance(15_000);
      expect(pings(page.socket.sent)).toBe(i);
      page.socket.say('pong');
    }
    expect(page.sockets).toHaveLength(1);
  });

  it('without an answer for 5 s gives the socket up', async () => {
    const page = await seated();
    await page.clock.advance(15_000);
    await page.clock.advance(4_999);
    expect(page.channel.state).toBe('open');
    await page.clock.advance(1);
    expect(page.channel.state).toBe('reconnecting');
    expect(page.socket.closedWith).toBe(1000);
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(2);
  });

  it.each(['online', 'pageshow', 'visibilitychange'])('is asked at once, with 1 s to answer, on %s', async (type) => {
    const page = await seated();
    page.page.dispatchEvent(new Event(type));
    expect(pings(page.socket.sent)).toBe(1);
    page.socket.say('pong');
    await page.clock.advance(1_000);
    expect(page.channel.state).toBe('open');
    page.page.dispatchEvent(new Event(type));
    await page.clock.advance(1_000);
    expect(page.channel.state).toBe('reconnecting');
  });

  it('is asked at once by whoever lost a peer, also on a hidden page', async () => {
    const page = await seated({ isVisible: () => false });
    page.channel.checkPath();
    expect(pings(page.socket.sent)).toBe(1);
    await page.clock.advance(1_000);
    expect(page.channel.state).toBe('reconnecting');
  });

  it('is not asked when the page becomes hidden', async () => {
    let visible = true;
    const page = await seated({ isVisible: () => visible });
    visible = false;
    page.page.dispatchEvent(new Event('visibilitychange'));
    expect(pings(page.socket.sent)).toBe(0);
  });

  it.each(['online', 'pageshow', 'visibilitychange'])('does not wait for its turn while lost, on %s', async (type) => {
    const page = await seated({ random: () => 0.999 });
    page.socket.drop();
    for (let i = 0; i < 5; i++) {
      await page.clock.advance(7_000);
      page.socket.drop();
    }
    const before = page.sockets.length;
    page.page.dispatchEvent(new Event(type));
    await page.settle();
    expect(page.sockets).toHaveLength(before + 1);
    await page.clock.advance(3_999);
    expect(page.sockets).toHaveLength(before + 1);
  });

  it('is not put off by being asked again before it is answered', async () => {
    const page = await seated();
    for (let i = 0; i < 4; i += 1) {
      page.channel.checkPath();
      await page.clock.advance(249);
    }
    expect(page.channel.state).toBe('open');
    page.channel.checkPath();
    await page.clock.advance(4);
    expect(page.channel.state).toBe('reconnecting');
    expect(pings(page.sockets[0]?.sent ?? [])).toBe(1);
  });

  it('stops with the channel', async () => {
    const page = await seated();
    page.channel.close();
    page.page.dispatchEvent(new Event('online'));
    await page.clock.advance(60_000);
    expect(page.sockets).toHaveLength(1);
    expect(pings(page.socket.sent)).toBe(0);
  });
});

describe('a server that is away', () => {
  const REFUSED = (): Promise<Response> => Promise.reject(new TypeError('refused'));

  /** Where nothing answers from now on; counts what is tried. */
  async function away(isForbidden = false) {
    let isThere = false;
    let knockCount = 0;
    const fetch = (): Promise<Response> => {
      knockCount += 1;
      return isThere && !isForbidden ? answer() : REFUSED();
    };
    const page = await seated({ fetch });
    const failAll = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 50) {
        if (!isThere && page.socket.readyState === 0) page.socket.drop();
        await page.clock.advance(50);
      }
    };
    page.socket.drop();
    return { page, failAll, comesBack: () => void (isThere = true), knockCount: () => knockCount };
  }

  it('is asked whether it is there, so that few sockets fail: Firefox makes a page wait longer after each', async () => {
    const { page, failAll, knockCount } = await away();
    await failAll(10_000);
    expect(page.sockets.length - 1).toBeLessThanOrEqual(4);
    await failAll(50_000);
    expect(page.sockets.length - 1).toBeLessThanOrEqual(10);
    expect(knockCount()).toBeGreaterThan(30);
    expect(page.channel.state).toBe('reconnecting');
  });

  it('is not asked where sockets that fail cost nothing', async () => {
    const page = await seated({
      delaysSockets: () => false,
      random: () => 0.5,
      fetch: () => Promise.reject(new Error('asked')),
    });
    page.socket.drop();
    for (let passed = 0; passed < 10_000; passed += 50) {
      if (page.socket.readyState === 0) page.socket.drop();
      await page.clock.advance(50);
    }
    expect(page.sockets.length).toBeGreaterThan(8);
  });

  it('has a socket within 2 s of its return, and one only', async () => {
    const { page, failAll, comesBack } = await away();
    await failAll(20_000);
    const before = page.sockets.length;
    comesBack();
    await failAll(2_000);
    expect(page.sockets).toHaveLength(before + 1);
    await page.welcome({ resumed: true });
    expect(page.channel.state).toBe('open');
  });

  it('is found also where the page may not ask', async () => {
    const { page, failAll, comesBack } = await away(true);
    await failAll(20_000);
    const before = page.sockets.length;
    comesBack();
    for (let passed = 0; passed < 20_000 && page.sockets.length === before; passed += 50) await page.clock.advance(50);
    expect(page.sockets).toHaveLength(before + 1);
    await page.welcome({ resumed: true });
    expect(page.channel.state).toBe('open');
  });

  it('is asked anew when the question hangs, at once when there is a reason to, and no more after the end', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const page = await seated({
      random: () => 0,
      fetch: (_, { signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    for (let i = 0; i < 2; i += 1) {
      page.socket.drop();
      await page.clock.advance(0);
    }
    expect(signals).toHaveLength(1);
    await page.clock.advance(1_000);
    page.channel.checkPath();
    expect(signals).toHaveLength(1);
    await page.clock.advance(1);
    page.channel.checkPath();
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    const before = page.sockets.length;
    await page.clock.advance(3_000);
    expect(signals).toHaveLength(3);
    expect(page.sockets).toHaveLength(before + 1);
    page.socket.drop();
    await page.clock.advance(0);
    expect(signals).toHaveLength(4);
    page.channel.close();
    expect(signals[3]?.aborted).toBe(true);
    expect(page.clock.pendingCount).toBe(0);
  });
});

describe('a connection that hangs', () => {
  /** The newest socket gets no answer, and has been opened just now. */
  async function hanging(parts: Parameters<typeof visit>[0] = {}) {
    const page = await seated({ random: () => 0, ...parts });
    page.socket.drop();
    await page.clock.advance(0);
    expect(page.sockets).toHaveLength(2);
    return page;
  }

  it.each([
    ['online', (page: Awaited<ReturnType<typeof hanging>>) => page.page.dispatchEvent(new Event('online'))],
    ['pageshow', (page: Awaited<ReturnType<typeof hanging>>) => page.page.dispatchEvent(new Event('pageshow'))],
    ['a doubt', (page: Awaited<ReturnType<typeof hanging>>) => page.channel.checkPath()],
  ])('is given up for a new one at once on %s, when it is older than 1 s', async (_, ask) => {
    const page = await hanging();
    await page.clock.advance(1_000);
    ask(page);
    expect(page.sockets).toHaveLength(2);
    await page.clock.advance(1);
    ask(page);
    expect(page.sockets).toHaveLength(3);
    expect(page.sockets[1]?.closedWith).toBe(1000);
    ask(page);
    await page.clock.advance(1_999);
    expect(page.sockets).toHaveLength(3);
    await page.welcome({ resumed: true });
    expect(page.channel.state).toBe('open');
  });

  it('is given up after 2 s at first, after 4 s while the loss is young, and after 10 s later', async () => {
    const page = await hanging();
    const openedAt: number[] = [page.clock.now()];
    for (let ms = 0; ms < 150_000; ms += 500) {
      const { length } = page.sockets;
      await page.clock.advance(500);
      if (page.sockets.length > length) openedAt.push(page.clock.now());
    }
    const lasted = openedAt.slice(1).map((at, i) => at - (openedAt[i] ?? 0));
    expect(lasted).toEqual([
      ...Array.from({ length: 15 }, () => 2_000),
      ...Array.from({ length: 23 }, () => 4_000),
      ...[10_000, 10_000],
    ]);
  });

  it('has waited already: the next one comes at once', async () => {
    const page = await seated({ random: () => 0.999 });
    page.socket.drop();
    await page.clock.advance(300);
    expect(page.sockets).toHaveLength(2);
    await page.clock.advance(2_000);
    expect(page.sockets).toHaveLength(3);
  });

  it('may take 10 s when it is the first', async () => {
    const page = visit({ random: () => 0 });
    await page.join();
    await page.clock.advance(9_999);
    expect(page.sockets).toHaveLength(1);
    await page.clock.advance(1);
    expect(page.sockets).toHaveLength(2);
  });

  it('is left alone after the end', async () => {
    const page = await hanging();
    page.channel.close();
    await page.clock.advance(5_000);
    page.channel.checkPath();
    await page.clock.advance(5_000);
    expect(page.sockets).toHaveLength(2);
  });
});
