/** A channel and the page that its tab loads next: what is kept when, and who comes back to which seat. */
import { describe, expect, it } from 'vitest';
import { TabStorage, visit } from './fake-worker.ts';

const DEVICES = { microphone: true, camera: false };
const leavePage = (page: EventTarget, persisted = false): boolean =>
  page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));

async function seated(parts: Parameters<typeof visit>[0] = {}) {
  const page = visit(parts);
  await page.join({ devices: () => DEVICES });
  await page.welcome();
  return page;
}

/** A tab whose page has just gone away, and its clock. */
async function leftTab() {
  const { tab, clock, page } = await seated();
  leavePage(page);
  return { tab, clock };
}

describe('a session is kept', () => {
  it('at every welcome, with its newest key', async () => {
    const page = await seated();
    const kept = { session: 'session-1', ...DEVICES, left: false };
    expect(page.tab.sessions).toMatchObject([{ ...kept, key: 'key-1' }]);
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome({ resumed: true, key: 'key-2' });
    expect(page.tab.sessions).toMatchObject([{ ...kept, key: 'key-2' }]);
  });

  it('with the devices as they are when they change, and with each answered heartbeat', async () => {
    let devices = DEVICES;
    const page = visit();
    await page.join({ devices: () => devices });
    await page.welcome();
    const [{ at }] = page.tab.sessions as [{ at: number }];
    devices = { microphone: false, camera: true };
    page.channel.setState({ camera: true });
    expect(page.tab.sessions).toMatchObject([devices]);
    await page.clock.advance(15_000);
    page.socket.say('pong');
    expect(page.tab.sessions).toMatchObject([{ at: at + 15_000 }]);
  });

  it('when the page goes away, which is said with grace and ends the channel', async () => {
    const page = await seated();
    leavePage(page.page);
    expect(page.socket.messages().at(-1)).toEqual({ type: 'bye', grace: true });
    expect(page.channel.state).toBe('closed');
    expect(page.tab.sessions).toMatchObject([{ session: 'session-1', key: 'key-1', ...DEVICES, left: true }]);
    await page.clock.advance(60_000);
    expect(page.sockets).toHaveLength(1);
  });

  it('also while the socket is lost', async () => {
    const page = await seated();
    page.socket.drop();
    leavePage(page.page);
    expect(page.tab.sessions).toMatchObject([{ key: 'key-1', left: true }]);
  });

  it('when the browser keeps the page for going back, and again when it is back', async () => {
    const page = await seated();
    leavePage(page.page, true);
    expect(page.tab.sessions).toMatchObject([{ left: true }]);
    page.socket.drop();
    await page.clock.advance(300);
    await page.welcome({ resumed: true, key: 'key-2' });
    expect(page.tab.sessions).toMatchObject([{ key: 'key-2', left: false }]);
  });
});

describe('a session is forgotten', () => {
  it('at a leave, which is said without grace', async () => {
    const page = await seated();
    page.channel.close();
    expect(page.socket.messages().at(-1)).toEqual({ type: 'bye' });
    expect(page.tab.sessions).toEqual([]);
    leavePage(page.page);
    expect(page.tab.sessions).toEqual([]);
  });

  it.each(['duplicate-session', 'kicked', 'room-full'] as const)('at a fatal end (%s)', async (code) => {
    const page = await seated();
    page.socket.say({ type: 'error', code, fatal: true });
    await page.settle();
    leavePage(page.page);
    expect(page.tab.sessions).toEqual([]);
  });
});

describe('the next page', () => {
  it('says hello with the session, as another incarnation', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    expect(next.channel.keptDevices('coffee')).toMatchObject(DEVICES);
    await next.join();
    next.socket.accept();
    expect(next.socket.messages()).toMatchObject([
      { type: 'hello', session: 'session-1', key: 'key-1', name: 'Alice', inc: next.channel.inc },
    ]);
  });

  it('says no name where it knows none, because the room knows it', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join({ name: '' });
    await next.welcome({ resumed: true, key: 'key-2' });
    expect(next.socket.messages()).toHaveLength(1);
    expect(next.socket.messages()[0]).not.toHaveProperty('name');
    next.channel.rename('Alicia');
    expect(next.socket.messages().at(-1)).toMatchObject({ op: 'rename', name: 'Alicia' });
    next.channel.rename('');
    next.socket.drop();
    await clock.advance(300);
    next.socket.accept();
    expect(next.socket.messages()[0]).toMatchObject({ name: '' });
  });

  it('that comes too late, or after a leave, or to another room, comes as somebody new', async () => {
    const { tab, clock } = await leftTab();
    const elsewhere = visit({ tab, clock });
    await elsewhere.join({ room: 'tea' });
    elsewhere.socket.accept();
    expect(elsewhere.socket.messages()[0]).not.toHaveProperty('session');
    await clock.advance(15_000);
    const late = visit({ tab, clock });
    expect(late.channel.keptDevices('coffee')).toBe(null);
    await late.join();
    late.socket.accept();
    expect(late.socket.messages()[0]).not.toHaveProperty('session');
  });

  it('hands on what it was left when it goes away before its welcome', async () => {
    const { tab, clock } = await leftTab();
    const before = tab.sessions;
    await clock.advance(5_000);
    const next = visit({ tab, clock });
    await next.join({ devices: () => DEVICES });
    leavePage(next.page);
    expect(tab.sessions).toEqual(before);
  });

  it('takes a new seat where the old one is gone', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join();
    await next.welcome({ resumed: false, session: 'session-2' });
    expect(next.channel.state).toBe('open');
    expect(tab.sessions).toMatchObject([{ session: 'session-2' }]);
  });

  it('that wants nothing but the old seat gives a new one back and ends', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join({ resumeOnly: true });
    await next.welcome({ resumed: false, session: 'session-2' });
    expect(next.socket.messages().at(-1)).toEqual({ type: 'bye' });
    expect(next.channel.state).toBe('closed');
    expect(next.of('welcome')).toEqual([]);
    expect(next.of('error')).toMatchObject([{ fatal: true }]);
    expect(tab.sessions).toEqual([]);
  });

  it('takes back the place in the queue that a page before had, by its own key', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join({ resumeOnly: true });
    next.socket.accept();
    next.socket.say({ type: 'wait', position: 2, session: 'session-1', key: 'key-7' });
    next.socket.say({ type: 'wait', position: 1 });
    await next.settle();
    expect([next.channel.state, next.of('error'), next.of('wait')]).toEqual([
      'connecting',
      [],
      [
        { type: 'wait', position: 2 },
        { type: 'wait', position: 1 },
      ],
    ]);
    expect(tab.sessions).toMatchObject([{ session: 'session-1', key: 'key-7', left: false }]);
    await next.welcome({ resumed: false, session: 'session-1', key: 'key-8' });
    expect(next.channel.state).toBe('open');
  });

  it('that wants nothing but the old seat does not wait for another one', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join({ resumeOnly: true });
    next.socket.accept();
    next.socket.say({ type: 'wait', position: 2, session: 'session-9', key: 'key-9' });
    await next.settle();
    expect([next.channel.state, tab.sessions]).toEqual(['closed', []]);
  });

  it('that wanted nothing but the old seat keeps a later one, too', async () => {
    const { tab, clock } = await leftTab();
    const next = visit({ tab, clock });
    await next.join({ resumeOnly: true });
    await next.welcome({ resumed: true });
    next.socket.drop();
    await clock.advance(300);
    await next.welcome({ resumed: false, session: 'session-2' });
    expect(next.channel.state).toBe('open');
  });

  it('has as many seats as the page before had elements in the room', async () => {
    const [tab, page] = [new TabStorage(), new EventTarget()];
    const [first, second] = [visit({ tab, page }), visit({ tab, page })];
    for (const [channel, session] of [
      [first, 'session-1'],
      [second, 'session-2'],
    ] as const) {
      await channel.join();
      await channel.welcome({ session });
    }
    leavePage(page);
    const nextPage = new EventTarget();
    const { clock } = first;
    const next = [visit({ tab, clock, page: nextPage }), visit({ tab, clock, page: nextPage })];
    for (const channel of next) {
      await channel.join();
      channel.socket.accept();
    }
    expect(next.map(({ socket }) => socket.messages()[0])).toMatchObject([
      { session: 'session-1' },
      { session: 'session-2' },
    ]);
  });
});

describe('a duplicated tab', () => {
  it('ends the first for good, and keeps its own session', async () => {
    const first = await seated();
    const second = visit({ tab: first.tab.copy(), clock: first.clock });
    await second.join();
    second.socket.accept();
    expect(second.socket.messages()[0]).toMatchObject({ session: 'session-1', key: 'key-1' });
    await second.welcome({ resumed: true, key: 'key-2' });
    first.socket.say({ type: 'error', code: 'duplicate-session', fatal: true });
    first.socket.drop(4409);
    await first.clock.advance(60_000);
    for (const type of ['online', 'pageshow', 'visibilitychange']) first.page.dispatchEvent(new Event(type));
    first.channel.checkPath();
    await first.clock.advance(60_000);
    expect(first.sockets).toHaveLength(1);
    expect(first.tab.sessions).toEqual([]);
    expect(second.tab.sessions).toMatchObject([{ key: 'key-2' }]);
  });
});
