import { describe, expect, it } from 'vitest';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { type Connection, NAMES, chatFrom, connect, incFrom, pageFrom } from './fake-channels.ts';

const SEED = seedFromEnvironment();

function pair({ open = true, latencyMs = 10 } = {}) {
  const clock = new VirtualClock();
  const path = { clock, latencyMs };
  const a = pageFrom(clock, 'a', 'b');
  const b = pageFrom(clock, 'b', 'a');
  const rebuild = (): Connection => {
    const connection = connect(a.data, b.data, path);
    connection.open();
    return connection;
  };
  return { clock, path, a, b, rebuild, connection: open ? rebuild() : connect(a.data, b.data, path) };
}

const ids = (chats: ReadonlyArray<{ id: string }>) => chats.map(({ id }) => id);
const range = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('chat', () => {
  it('arrives once, whole and in order', async () => {
    const { clock, a, b } = pair();
    const message = { id: 'm-1', text: 'Grüße\n\t👋 <b>&amp;</b>', at: 1_700_000_000_000, name: 'Ann' };
    a.data.sendChat(message);
    a.data.sendChat(chatFrom(2));
    await clock.advance(1_000);
    expect(b.chats).toEqual([message, chatFrom(2)]);
    await clock.advance(60_000);
    expect(b.chats).toHaveLength(2);
  });

  it('written before the first connection is sent when the channel opens', async () => {
    const { clock, a, b, connection } = pair({ open: false });
    a.data.sendChat(chatFrom(1));
    await clock.advance(5_000);
    connection.open();
    await clock.advance(100);
    expect(ids(b.chats)).toEqual(['1']);
  });

  it('on a connection that breaks arrives once over the next one', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    a.data.sendChat(chatFrom(1));
    await clock.advance(15);
    a.data.sendChat(chatFrom(2));
    connection.close();
    a.data.sendChat(chatFrom(3));
    await clock.advance(20_000);
    expect(ids(b.chats)).toEqual(['1']);
    rebuild();
    await clock.advance(100);
    expect(ids(b.chats)).toEqual(['1', '2', '3']);
    await clock.advance(60_000);
    expect(ids(b.chats)).toEqual(['1', '2', '3']);
  });

  it('whose acknowledgement was lost is not shown twice', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    a.data.sendChat(chatFrom(1));
    await clock.advance(11);
    expect(ids(b.chats)).toEqual(['1']);
    connection.close();
    rebuild();
    await clock.advance(60_000);
    expect(ids(b.chats)).toEqual(['1']);
  });

  it('moves to the newest connection while an older one still stands', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    const sentOverOld = connection.a.chat.sent.length;
    rebuild();
    a.data.sendChat(chatFrom(1));
    await clock.advance(1_000);
    expect(connection.a.chat.sent).toHaveLength(sentOverOld);
    expect(ids(b.chats)).toEqual(['1']);
  });

  it('of many hundred messages to a peer that is away for a minute loses none', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    connection.close();
    for (const id of range(600)) a.data.sendChat(chatFrom(id, 'x'.repeat(2_000)));
    await clock.advance(60_000);
    rebuild();
    await clock.advance(600_000);
    expect(ids(b.chats)).toEqual(range(600));
    expect([...a.resets, ...b.resets]).toEqual([]);
  });

  it('is refused when megabytes wait for a peer that is away', () => {
    const { a } = pair({ open: false });
    const flood = () => {
      for (const id of range(2_000)) a.data.sendChat(chatFrom(id, 'x'.repeat(8_000)));
    };
    expect(flood).toThrow(expect.objectContaining({ code: 'rate-limited' }));
  });

  it('is said at most 20 times at once and then 5 times a second', async () => {
    const { clock, a, b, connection } = pair();
    for (const id of range(60)) a.data.sendChat(chatFrom(id));
    await clock.advance(100);
    expect(connection.a.chat.sent).toHaveLength(20);
    await clock.advance(2_000);
    expect(connection.a.chat.sent).toHaveLength(30);
    await clock.advance(10_000);
    expect(ids(b.chats)).toEqual(range(60));
  });

  it('of a page that does not keep to that is shown no faster, and none is lost', async () => {
    const { clock, b, connection } = pair();
    for (const id of range(60)) {
      const envelope = { s: incFrom('a'), r: incFrom('b'), e: 0, n: Number(id) + 1, a: 0, b: chatFrom(id) };
      connection.b.chat.receive(JSON.stringify(envelope));
    }
    await clock.advance(0);
    expect(b.chats).toHaveLength(20);
    await clock.advance(2_000);
    expect(b.chats).toHaveLength(30);
    await clock.advance(10_000);
    expect(ids(b.chats)).toEqual(range(60));
  });

  it('for a page that was reloaded does not reach its successor, and what comes after does', async () => {
    const { clock, path, a, connection } = pair();
    connection.close();
    a.data.sendChat(chatFrom('old'));
    await clock.advance(100);
    const next = pageFrom(clock, 'c', 'a');
    a.data.setRemoteIncarnation(incFrom('c'));
    connect(a.data, next.data, path).open();
    a.data.sendChat(chatFrom('new'));
    await clock.advance(10_000);
    expect(ids(next.chats)).toEqual(['new']);
  });

  it('of another page over the same channel is not taken for that of the peer', async () => {
    const { clock, path, b } = pair();
    const stranger = pageFrom(clock, 'd', 'b');
    connect(stranger.data, b.data, path).open();
    stranger.data.sendChat(chatFrom(1));
    await clock.advance(10_000);
    expect(b.chats).toEqual([]);
  });
});

describe('application data', () => {
  it.each([
    ['a string', 'Grüße 👋\u0000\ufeff', 'Grüße 👋\u0000\ufeff'],
    ['a string with a byte order mark', '\ufeffx', '\ufeffx'],
    ['an empty string', '', ''],
    ['an object', { a: [1, null, { b: 'ü' }] }, { a: [1, null, { b: 'ü' }] }],
    ['a list', [1, 2], [1, 2]],
    ['a number', 1.5, 1.5],
    ['null', null, null],
    ['false', false, false],
    ['a buffer', Uint8Array.of(0, 255, 7).buffer, Uint8Array.of(0, 255, 7)],
    ['an empty buffer', new ArrayBuffer(0), new Uint8Array()],
    ['a part of a buffer', Uint8Array.of(9, 1, 2, 9).subarray(1, 3), Uint8Array.of(1, 2)],
    ['other numbers', Float32Array.of(0.5), new Uint8Array(Float32Array.of(0.5).buffer)],
    ['a DataView', new DataView(Uint8Array.of(5).buffer), Uint8Array.of(5)],
  ])('%s arrives as it was, on every kind of channel', async (_, data, expected) => {
    const { clock, a, b } = pair();
    for (const reliable of [true, false]) {
      for (const ordered of [true, false]) await a.data.send(data, { topic: 'tøpic "1"', reliable, ordered });
    }
    await clock.advance(100);
    expect(b.messages).toEqual(Array.from({ length: 4 }, () => ({ data: expected, topic: 'tøpic "1"' })));
  });

  it.each([
    ['undefined', undefined],
    ['a function', () => {}],
    ['a symbol', Symbol('x')],
    ['a big integer', 1n],
    ['a file', new Blob(['x'])],
  ])('%s cannot be sent, and that is said', async (_, data) => {
    await expect(pair().a.data.send(data)).rejects.toThrow(TypeError);
  });

  it('with a topic of more than 64 characters cannot be sent', async () => {
    const { a } = pair();
    await expect(a.data.send('x', { topic: 'x'.repeat(65) })).rejects.toThrow(RangeError);
    await a.data.send('x', { topic: '"'.repeat(64) });
  });

  it('is copied: what is changed after the call arrives unchanged', async () => {
    const { clock, a, b } = pair();
    const bytes = Uint8Array.of(1, 2, 3);
    const sent = a.data.send(bytes);
    bytes.fill(9);
    await sent;
    await clock.advance(100);
    expect(b.messages[0]?.data).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('of 255 KiB fits, one byte more is refused', async () => {
    const { clock, a, b } = pair();
    await a.data.send(new Uint8Array(255 * 1024));
    await clock.advance(1_000);
    expect(b.messages).toHaveLength(1);
    for (const reliable of [true, false]) {
      await expect(a.data.send(new Uint8Array(255 * 1024 + 1), { reliable })).rejects.toMatchObject({
        code: 'message-too-large',
      });
    }
  });

  it('is refused where the other side takes only smaller frames', async () => {
    const { path, a, b } = pair();
    connect(a.data, b.data, path, 64 * 1024).open();
    await a.data.send(new Uint8Array(63 * 1024));
    await expect(a.data.send(new Uint8Array(64 * 1024))).rejects.toMatchObject({ code: 'message-too-large' });
  });

  it('that may be too large waits until it is known how large a frame may be', async () => {
    const { clock, a, b, connection } = pair({ open: false });
    let isSent = false;
    const sent = a.data.send(new Uint8Array(200 * 1024)).then(() => (isSent = true));
    await clock.advance(10_000);
    expect(isSent).toBe(false);
    connection.open();
    await clock.advance(1_000);
    await sent;
    expect(b.messages).toHaveLength(1);
  });

  it('that is reliable arrives once across a rebuild, ordered or not', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    for (const ordered of [true, false]) await a.data.send('before', { ordered });
    await clock.advance(11);
    for (const ordered of [true, false]) await a.data.send('on the way', { ordered });
    connection.close();
    for (const ordered of [true, false]) await a.data.send('between', { ordered });
    await clock.advance(5_000);
    rebuild();
    await clock.advance(60_000);
    expect(b.messages).toHaveLength(6);
    for (const text of ['before', 'on the way', 'between']) {
      expect(b.messages.filter(({ data }) => data === text)).toHaveLength(2);
    }
  });

  it('that is unreliable is sent where a channel is open and dropped otherwise', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    await a.data.send('one', { reliable: false });
    await clock.advance(20);
    connection.close();
    await a.data.send('two', { reliable: false });
    a.data.detach();
    await a.data.send('three', { reliable: false, ordered: false });
    rebuild();
    await a.data.send('four', { reliable: false, ordered: false });
    await clock.advance(1_000);
    expect(b.messages.map(({ data }) => data)).toEqual(['one', 'four']);
  });

  it('does not wait for one lost message when it is unordered', async () => {
    const { clock, a, b, connection } = pair();
    connection.a.reliableUnordered.isStalled = true;
    await a.data.send(1, { ordered: false });
    const [held] = connection.a.reliableUnordered.sent;
    connection.a.reliableUnordered.isStalled = false;
    connection.b.reliableUnordered.other = null;
    await a.data.send(2, { ordered: false });
    expect(held).toBeInstanceOf(ArrayBuffer);
    connection.b.reliableUnordered.receive(connection.a.reliableUnordered.sent[1]);
    expect(b.messages.map(({ data }) => data)).toEqual([2]);
    connection.b.reliableUnordered.receive(held);
    connection.b.reliableUnordered.receive(connection.a.reliableUnordered.sent[1]);
    expect(b.messages.map(({ data }) => data)).toEqual([2, 1]);
    await clock.advance(60_000);
    expect(b.messages).toHaveLength(2);
  });
});

describe('back-pressure', () => {
  const CHUNK = new Uint8Array(100 * 1024);

  it('holds senders above 512 KiB and lets them go below 256 KiB', async () => {
    const { clock, a, b, connection } = pair();
    const channel = connection.a.reliableOrdered;
    channel.isStalled = true;
    const done: number[] = [];
    const all = Array.from({ length: 9 }, (_, i) => a.data.send(CHUNK).then(() => done.push(i)));
    await clock.advance(1_000);
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
    expect(channel.bufferedAmountLowThreshold).toBe(256 * 1024);
    expect(channel.bufferedAmount).toBeLessThan((512 + 101) * 1024);
    channel.isStalled = false;
    channel.flush();
    await clock.advance(1_000);
    await Promise.all(all);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(b.messages).toHaveLength(9);
  });

  it('keeps the order of the calls, whatever their size', async () => {
    const { clock, a, b } = pair();
    const sizes = [200_000, 1, 150_000, 2, 3, 260_000, 4];
    const all = sizes.map((size) => a.data.send(new Uint8Array(size)));
    await clock.advance(10_000);
    await Promise.all(all);
    expect(b.messages.map(({ data }) => (data as Uint8Array).byteLength)).toEqual(sizes);
  });

  it('of a channel that dies ends, and what waited goes over the next one', async () => {
    const { clock, a, b, connection, rebuild } = pair();
    connection.a.reliableOrdered.isStalled = true;
    const all = Array.from({ length: 20 }, () => a.data.send(CHUNK));
    await clock.advance(100);
    connection.close();
    await clock.advance(3_000);
    rebuild();
    await clock.advance(60_000);
    await Promise.all(all);
    expect(b.messages).toHaveLength(20);
    expect([...a.resets, ...b.resets]).toEqual([]);
  });

  it('does not say again what the channel still buffers', async () => {
    const { clock, a, b, connection } = pair();
    connection.a.reliableOrdered.isStalled = true;
    await a.data.send(CHUNK);
    await clock.advance(60_000);
    expect(connection.a.reliableOrdered.sent).toHaveLength(1);
    connection.a.reliableOrdered.isStalled = false;
    connection.a.reliableOrdered.flush();
    await clock.advance(60_000);
    expect(b.messages).toHaveLength(1);
  });

  it('drops unreliable data instead of waiting', async () => {
    const { clock, a, b, connection } = pair();
    connection.a.unreliableUnordered.isStalled = true;
    for (let i = 0; i < 100; i++) await a.data.send(CHUNK, { reliable: false, ordered: false });
    expect(connection.a.unreliableUnordered.bufferedAmount).toBeLessThan(400 * 1024);
    connection.a.unreliableUnordered.flush();
    await clock.advance(100);
    expect(b.messages).toHaveLength(3);
  });

  it('refuses more than 8 MiB that wait', async () => {
    const { a } = pair({ open: false });
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, async () => {
        const sent = a.data.send(new Uint8Array(60_000));
        return Promise.race([sent, new Promise((resolve) => setImmediate(resolve))]);
      }),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(30);
    expect(refused.map(({ reason }) => reason as unknown)).toEqual(
      refused.map(() => expect.objectContaining({ code: 'rate-limited' })),
    );
  });
});

describe('control messages', () => {
  it('arrive while a channel is open and are lost otherwise', async () => {
    const { clock, a, b, connection } = pair({ open: false });
    a.data.sendCtl({ type: 'beat', n: 1 });
    connection.open();
    a.data.sendCtl({ type: 'beat', n: 2 });
    await clock.advance(100);
    expect(b.controls).toEqual([{ type: 'beat', n: 2 }]);
  });
});

describe('close', () => {
  it('ends all waiting with peer-unavailable, leaves no timer and reports nothing more', async () => {
    const { clock, a, b, connection } = pair();
    b.data.sendChat(chatFrom(1));
    connection.a.reliableOrdered.isStalled = true;
    const all = Promise.allSettled(Array.from({ length: 10 }, () => a.data.send(new Uint8Array(100 * 1024))));
    for (const id of range(40)) a.data.sendChat(chatFrom(id));
    await clock.advance(9);
    a.data.close();
    a.data.close();
    const results = await all;
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    for (const result of results.slice(6)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'peer-unavailable' } });
    }
    await expect(a.data.send('x')).rejects.toMatchObject({ code: 'peer-unavailable' });
    await clock.advance(1_000);
    expect(a.chats).toEqual([]);
    b.data.close();
    await clock.advance(10);
    expect(clock.pendingCount).toBe(0);
  });
});

describe('random breaks', () => {
  const RUNS = 150;

  it(`in ${RUNS} schedules neither lose, double nor reorder anything reliable (seed ${SEED})`, async () => {
    for (let run = 0; run < RUNS; run++) {
      const random = randomFrom(SEED, run);
      const clock = new VirtualClock();
      const path = { clock, latencyMs: random.int(1, 120), random };
      const a = pageFrom(clock, 'a', 'b');
      const b = pageFrom(clock, 'b', 'a');
      let connection = connect(a.data, b.data, path);
      let sent = 0;
      for (let step = 0; step < 40; step++) {
        for (let i = random.int(0, 6); i > 0; i--) {
          const n = (sent += 1);
          const filler = 'x'.repeat(random.chance(0.1) ? random.int(0, 50_000) : 0);
          for (const { data } of [a, b]) {
            data.sendChat(chatFrom(n));
            void data.send({ n, filler }, { topic: 'o' });
            void data.send({ n, filler }, { topic: 'u', ordered: false });
            void data.send(n, { topic: 'x', reliable: false });
          }
        }
        const fault = random.next();
        if (fault < 0.15) connection.close();
        else if (fault < 0.4) {
          connection.close();
          connection = connect(a.data, b.data, path);
          if (random.chance(0.8)) connection.open();
        } else if (fault < 0.5) connection.open();
        await clock.advance(random.int(0, 400));
      }
      connection = connect(a.data, b.data, path);
      connection.open();
      await clock.advance(120_000);
      const counts = () => [connection.a, connection.b].flatMap((end) => NAMES.map((name) => end[name].sent.length));
      const before = counts();
      await clock.advance(60_000);
      expect(counts(), `SEED=${SEED} run ${run}: silent when all is acknowledged`).toEqual(before);
      const expected = Array.from({ length: sent }, (_, i) => i + 1);
      for (const page of [a, b]) {
        const numbers = (topic: string) =>
          page.messages.filter((message) => message.topic === topic).map(({ data }) => (data as { n: number }).n);
        const where = `SEED=${SEED} run ${run}`;
        expect(
          page.chats.map(({ id }) => Number(id)),
          where,
        ).toEqual(expected);
        expect(numbers('o'), where).toEqual(expected);
        expect(
          numbers('u').toSorted((x, y) => x - y),
          where,
        ).toEqual(expected);
        const unreliable = page.messages.filter(({ topic }) => topic === 'x').map(({ data }) => data);
        expect(new Set(unreliable).size, where).toBe(unreliable.length);
        expect(page.resets, where).toEqual([]);
        page.data.close();
      }
    }
  }, 60_000);
});
