import { describe, expect, it } from 'vitest';
import { ALICE, ALICE_RELOADED, BOB, endOf, LinkPair, numbered } from './link-pair.ts';
import { settlePromises, VirtualClock } from '../../support/virtual-clock.ts';

describe('G3: a pair link over a whole path', () => {
  it('delivers in order and acknowledges what it accepted', async () => {
    const { alice, bob, clock } = new LinkPair();
    for (const body of numbered(5)) alice.link.send(body);
    await clock.advance(50);
    expect(bob.delivered).toEqual(numbered(5));
    await clock.advance(300);
    expect(alice.link.pendingCount).toBe(0);
    expect(alice.link.pendingBytes).toBe(0);
    expect(clock.pendingCount).toBe(0);
  });

  it('lets an acknowledgement travel with a body', async () => {
    const { alice, bob, clock } = new LinkPair();
    alice.link.send('question');
    await clock.advance(20);
    bob.link.send('answer');
    await clock.advance(20);
    expect(bob.transmitted).toEqual([{ s: BOB, r: ALICE, e: 0, n: 1, a: 1, b: 'answer' }]);
    expect(alice.link.pendingCount).toBe(0);
  });

  it('sends an acknowledgement alone after 200 ms', async () => {
    const { alice, bob, clock } = new LinkPair();
    alice.link.send('x');
    await clock.advance(209);
    expect(bob.transmitted).toEqual([]);
    await clock.advance(1);
    expect(bob.transmitted).toEqual([{ s: BOB, r: ALICE, e: 0, n: 0, a: 1 }]);
  });

  it('acknowledges every 16 bodies at once, so that the window moves on', async () => {
    const { alice, bob, clock } = new LinkPair({ alice: { windowCount: 16 } });
    for (const body of numbered(64)) alice.link.send(body);
    expect(alice.transmitted).toHaveLength(16);
    await clock.advance(100);
    expect(bob.delivered).toEqual(numbered(64));
  });

  it('acknowledges so many bytes at once where it is asked to, so that few large ones do not wait for it', async () => {
    const { alice, bob, clock } = new LinkPair({ bob: { ackEveryBytes: 250 } });
    for (const size of [100, 100, 49]) alice.link.send('x'.repeat(size));
    await clock.advance(20);
    expect(bob.transmitted).toEqual([]);
    alice.link.send('x');
    await clock.advance(10);
    expect(bob.transmitted).toEqual([{ s: BOB, r: ALICE, e: 0, n: 0, a: 4 }]);
    for (let i = 0; i < 2; i += 1) alice.link.send('x'.repeat(200));
    await clock.advance(10);
    expect(bob.transmitted.slice(1)).toEqual([{ s: BOB, r: ALICE, e: 0, n: 0, a: 6 }]);
  });

  it('tells when there is room again', async () => {
    let drainCount = 0;
    const { alice, clock } = new LinkPair({ alice: { ondrain: () => void (drainCount += 1) } });
    alice.link.send('x');
    await clock.advance(500);
    expect(drainCount).toBe(1);
  });

  it('hands over one body at a time and waits for it', async () => {
    const log: string[] = [];
    const { alice, clock } = new LinkPair({
      bob: {
        deliver: async (body) => {
          log.push(`${body} begins`);
          await new Promise<void>((resolve) => clock.setTimeout(resolve, 100));
          log.push(`${body} ends`);
        },
      },
    });
    alice.link.send('1');
    alice.link.send('2');
    await clock.advance(1_000);
    expect(log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
  });

  it('goes on after a delivery that was rejected', async () => {
    const seen: string[] = [];
    const { alice, bob, clock } = new LinkPair({
      bob: {
        deliver: (body) => {
          seen.push(body);
          return body === '1' ? Promise.reject(new Error('no')) : undefined;
        },
      },
    });
    for (const body of ['1', '2']) alice.link.send(body);
    await clock.advance(100);
    expect(seen).toEqual(['1', '2']);
    expect(bob.link.rejectedCount).toBe(1);
  });

  it('skips a body that the decoder refuses, counts it, and keeps the order', async () => {
    const { alice, bob, clock } = new LinkPair({
      bob: { decode: (value) => (value === 'bad' ? null : String(value)) },
    });
    for (const body of ['1', 'bad', '2']) alice.link.send(body);
    await clock.advance(500);
    expect(bob.delivered).toEqual(['1', '2']);
    expect(bob.link.malformedCount).toBe(1);
    expect(alice.link.pendingCount).toBe(0);
  });
});

describe('G3: a pair link over a path that breaks', () => {
  it('delivers each body once when everything is sent again', async () => {
    const pair = new LinkPair();
    const { alice, bob, clock } = pair;
    alice.link.send('1');
    await clock.advance(20);
    pair.isCut = true;
    for (const body of ['2', '3']) alice.link.send(body);
    await clock.advance(20);
    pair.isCut = false;
    alice.link.resend();
    alice.link.resend();
    await clock.advance(500);
    expect(bob.delivered).toEqual(['1', '2', '3']);
    expect(alice.link.pendingCount).toBe(0);
  });

  it('acknowledges a duplicate within 200 ms, and a flood of them with one envelope', async () => {
    const pair = new LinkPair();
    const { alice, bob, clock } = pair;
    alice.link.send('x');
    await clock.advance(300);
    const before = bob.transmitted.length;
    for (let i = 0; i < 1_000; i++) bob.link.receive({ s: ALICE, r: BOB, e: 0, n: 1, a: 0, b: 'x' });
    await clock.advance(200);
    expect(bob.transmitted.slice(before)).toEqual([{ s: BOB, r: ALICE, e: 0, n: 0, a: 1 }]);
    expect(bob.delivered).toEqual(['x']);
  });

  it('sends again by itself after 2, 4, 8 and then every 15 s', async () => {
    const clock = new VirtualClock();
    const sentAtMs: number[] = [];
    const { link } = endOf(clock, {}, () => sentAtMs.push(clock.now()));
    link.send('x');
    await clock.advance(45_000);
    expect(sentAtMs).toEqual([0, 2_000, 6_000, 14_000, 29_000, 44_000]);
  });

  it('begins at 2 s again after progress', async () => {
    const clock = new VirtualClock();
    const sentAtMs: number[] = [];
    const { link } = endOf(clock, {}, ({ n }) => n === 2 && sentAtMs.push(clock.now()));
    link.send('1');
    link.send('2');
    await clock.advance(6_500);
    link.receive({ s: BOB, r: ALICE, e: 0, n: 0, a: 1 });
    await clock.advance(2_000);
    expect(sentAtMs).toEqual([0, 2_000, 6_000, 8_500]);
  });

  it('sends no more at once than its window, also when everything goes again', () => {
    const { link, transmitted } = endOf(new VirtualClock(), { windowCount: 4 });
    for (const body of numbered(10)) link.send(body);
    link.resend();
    expect(transmitted.map(({ n }) => n)).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
    link.receive({ s: BOB, r: ALICE, e: 0, n: 0, a: 3 });
    expect(transmitted.map(({ n }) => n).slice(8)).toEqual([5, 6, 7]);
  });

  it('leaves a gap alone until it is closed', () => {
    const { link, delivered } = endOf(new VirtualClock());
    link.receive({ s: BOB, r: ALICE, e: 0, n: 2, a: 0, b: 'second' });
    expect(delivered).toEqual([]);
    link.receive({ s: BOB, r: ALICE, e: 0, n: 1, a: 0, b: 'first' });
    expect(delivered).toEqual(['first']);
  });

  it('accepts no more than it may hold undelivered, and gets it later', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const seen: string[] = [];
    const pair = new LinkPair({
      bob: {
        maxBufferedCount: 3,
        deliver: async (body) => {
          seen.push(body);
          await gate;
        },
      },
    });
    for (const body of numbered(10)) pair.alice.link.send(body);
    await pair.clock.advance(1_000);
    expect(seen).toEqual(['body 1']);
    expect(pair.bob.link.undeliveredCount).toBe(3);
    expect(pair.alice.link.pendingCount).toBe(6);
    release();
    await pair.clock.advance(20_000);
    expect(seen).toEqual(numbered(10));
  });
});

describe('G3: an explicit reset', () => {
  it('comes once to both sides when the buffer overflows, and the link goes on', async () => {
    const pair = new LinkPair({ alice: { maxBufferedCount: 3 } });
    const { alice, bob, clock } = pair;
    bob.link.send('from bob');
    pair.isCut = true;
    for (const body of numbered(4)) alice.link.send(body);
    pair.isCut = false;
    expect(alice.resetCount).toBe(1);
    alice.link.resend();
    await clock.advance(1_000);
    expect([alice.resetCount, bob.resetCount]).toEqual([1, 1]);
    expect([alice.link.epoch, bob.link.epoch]).toEqual([1, 1]);
    alice.link.send('after');
    await clock.advance(1_000);
    expect(bob.delivered).toEqual(['after']);
    expect(alice.link.pendingCount + bob.link.pendingCount).toBe(0);
    expect(clock.pendingCount).toBe(0);
  });

  it('reaches the other side although nothing is sent after it', async () => {
    const pair = new LinkPair({ alice: { maxBufferedBytes: 10 } });
    pair.isCut = true;
    for (const body of ['12345678', '12345678']) pair.alice.link.send(body);
    await pair.clock.advance(1_000);
    pair.isCut = false;
    await pair.clock.advance(30_000);
    expect([pair.alice.resetCount, pair.bob.resetCount]).toEqual([1, 1]);
    expect(pair.bob.delivered).toEqual([]);
    expect(pair.clock.pendingCount).toBe(0);
  });

  it('takes what was accepted but not delivered yet', async () => {
    const seen: string[] = [];
    let release = (): void => {};
    const pair = new LinkPair({
      alice: { maxBufferedCount: 4 },
      bob: {
        deliver: (body) => {
          seen.push(body);
          return new Promise<void>((resolve) => (release = resolve));
        },
      },
    });
    for (const body of numbered(3)) pair.alice.link.send(body);
    await pair.clock.advance(50);
    expect(pair.bob.link.undeliveredCount).toBe(2);
    pair.isCut = true;
    for (const body of numbered(2, 10)) pair.alice.link.send(body);
    pair.isCut = false;
    pair.alice.link.send('after');
    await pair.clock.advance(5_000);
    expect(pair.bob.resetCount).toBe(1);
    expect(pair.bob.link.undeliveredCount).toBe(1);
    release();
    await pair.clock.advance(100);
    expect(seen.at(0)).toBe('body 1');
    expect(seen).not.toContain('body 2');
    expect(seen.at(-1)).toBe('after');
  });

  it('converges when both sides reset at the same time, also a different number of times', async () => {
    const pair = new LinkPair({ alice: { maxBufferedCount: 2 }, bob: { maxBufferedCount: 2 } });
    pair.isCut = true;
    for (const body of numbered(8)) pair.alice.link.send(body);
    for (const body of numbered(3)) pair.bob.link.send(body);
    expect(pair.alice.link.epoch).toBeGreaterThan(pair.bob.link.epoch);
    expect(pair.bob.link.epoch).toBeGreaterThan(0);
    pair.isCut = false;
    await pair.clock.advance(40_000);
    expect(pair.bob.link.epoch).toBe(pair.alice.link.epoch);
    expect(pair.alice.link.pendingCount + pair.bob.link.pendingCount).toBe(0);
  });

  it('may be answered with new bodies from inside the callback', async () => {
    const pair = new LinkPair({
      alice: { maxBufferedCount: 2, onreset: () => pair.alice.link.send('alice again') },
      bob: { onreset: () => pair.bob.link.send('bob again') },
    });
    pair.isCut = true;
    for (const body of numbered(3)) pair.alice.link.send(body);
    pair.isCut = false;
    pair.alice.link.resend();
    await pair.clock.advance(1_000);
    expect(pair.bob.delivered).toEqual(['alice again']);
    expect(pair.alice.delivered).toEqual(['bob again']);
  });

  it('ignores what comes late from an epoch before, and tells of the new one', async () => {
    const clock = new VirtualClock();
    const { link, delivered, transmitted } = endOf(clock);
    link.receive({ s: BOB, r: ALICE, e: 3, n: 1, a: 0 });
    link.receive({ s: BOB, r: ALICE, e: 2, n: 1, a: 0, b: 'old' });
    await clock.advance(300);
    expect(delivered).toEqual([]);
    expect(transmitted).toEqual([{ s: ALICE, r: BOB, e: 3, n: 0, a: 1 }]);
  });

  it('refuses a body that can never fit', () => {
    const { link } = endOf(new VirtualClock(), { maxBufferedBytes: 4 });
    expect(() => link.send('12345')).toThrow(RangeError);
    expect(link.epoch).toBe(0);
  });
});

describe('incarnations', () => {
  it('ignores what another page sent, and what was meant for another page', () => {
    const { link, delivered, transmitted } = endOf(new VirtualClock());
    link.receive({ s: ALICE_RELOADED, r: ALICE, e: 0, n: 1, a: 0, b: 'not bob' });
    link.receive({ s: BOB, r: ALICE_RELOADED, e: 0, n: 1, a: 0, b: 'not for me' });
    expect(delivered).toEqual([]);
    expect(transmitted).toEqual([]);
  });

  it('starts over with a page that was loaded anew, without a reset', async () => {
    const pair = new LinkPair();
    pair.alice.link.send('before');
    await pair.clock.advance(500);
    pair.isCut = true;
    pair.bob.link.send('lost with the old page');
    pair.isCut = false;
    const again = endOf(pair.clock, { localInc: ALICE_RELOADED, remoteInc: BOB }, (envelope) =>
      pair.bob.link.receive(envelope),
    );
    pair.bob.link.setRemoteIncarnation(ALICE_RELOADED);
    expect(pair.bob.link.pendingCount).toBe(0);
    again.link.send('after');
    again.link.send('and more');
    await settlePromises();
    expect(pair.bob.delivered).toEqual(['before', 'after', 'and more']);
    expect(pair.bob.resetCount).toBe(0);
  });

  it('finds out who is there where the room does not say, and sends nothing before', async () => {
    const pair = new LinkPair({ alice: { remoteInc: null }, bob: { remoteInc: null } });
    pair.alice.link.send('1');
    pair.alice.link.send('2');
    expect(pair.alice.transmitted).toEqual([{ s: ALICE, r: null, e: 0, n: 0, a: 0 }]);
    await pair.clock.advance(1_000);
    expect(pair.bob.delivered).toEqual(['1', '2']);
    expect(pair.clock.pendingCount).toBe(0);
  });

  it('asks again who is there when nobody answered', async () => {
    const pair = new LinkPair({ alice: { remoteInc: null } });
    pair.isCut = true;
    pair.alice.link.send('1');
    await pair.clock.advance(100);
    pair.isCut = false;
    await pair.clock.advance(3_000);
    expect(pair.bob.delivered).toEqual(['1']);
  });
});

describe('a closed link', () => {
  it('says and hears nothing, and holds no timer', async () => {
    const pair = new LinkPair();
    pair.alice.link.send('1');
    pair.bob.link.receive({ s: ALICE, r: BOB, e: 0, n: 1, a: 0, b: '1' });
    pair.alice.link.close();
    pair.alice.link.close();
    const count = pair.alice.transmitted.length;
    pair.alice.link.send('2');
    pair.alice.link.resend();
    pair.alice.link.setRemoteIncarnation(ALICE_RELOADED);
    pair.alice.link.receive({ s: BOB, r: ALICE, e: 4, n: 1, a: 0, b: 'x' });
    await pair.clock.advance(60_000);
    expect(pair.alice.transmitted).toHaveLength(count);
    expect(pair.alice.delivered).toEqual([]);
    expect(pair.alice.resetCount).toBe(0);
    expect(pair.clock.pendingCount).toBe(0);
  });
});

describe('what is withdrawn', () => {
  it('is not sent any more, and what follows arrives in order and once', async () => {
    const { clock, alice, bob, ...pair } = new LinkPair();
    expect(pair.isCut).toBe(false);
    const end = endOf(clock, {}, (envelope) => {
      if (!isCut) clock.setTimeout(() => bob.link.receive(JSON.parse(JSON.stringify(envelope))), 10);
    });
    let isCut = true;
    for (const body of ['old 1', 'old 2', 'kept']) end.link.send(body);
    end.link.withdraw((body) => body.startsWith('old'));
    expect([end.link.pendingCount, end.link.pendingBytes]).toEqual([3, 'kept'.length]);
    isCut = false;
    end.link.send('new');
    end.link.resend();
    await clock.advance(100);
    expect(bob.delivered).toEqual(['kept', 'new']);
    expect(alice.delivered).toEqual([]);
  });
});
