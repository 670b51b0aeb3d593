/** A page that talks to file transfer by hand: nothing it says throws, fills memory, or gets more than it was given. */
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, encodeFileData } from '../../../../widget/data/files/file-frames.ts';
import { WINDOW_BYTES } from '../../../../widget/data/files/file-limits.ts';
import { randomFrom, seedFromEnvironment } from '../../../support/random.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { advanceUntil, attachEnd, bytesFrom, channelPair, dataBytesOf, idFrom, pageOf } from './file-pages.ts';

const MIB = 1024 ** 2;
const seed = seedFromEnvironment();
const HASH = '0'.repeat(64);

/** A page under attack, and the end of the channel that the attacker holds. */
function attacked() {
  const clock = new VirtualClock();
  const page = pageOf(clock);
  const [atPage, attacker] = channelPair(clock, 1);
  attachEnd(page, 'mallory', atPage);
  [atPage, attacker].forEach((channel) => channel.open());
  const heard: Array<Record<string, unknown>> = [];
  attacker.addEventListener('message', (event) => {
    const { data } = event as MessageEvent;
    if (typeof data === 'string') heard.push(JSON.parse(data));
  });
  const say = (message: unknown) => attacker.send(typeof message === 'string' ? message : JSON.stringify(message));
  const offer = (n: number, more: object = {}) =>
    say({ type: 'offer', n, k: 1, name: 'a', size: 3 * MIB, mime: '', paused: false, ...more });
  const give = (n: number, offset: number, size: number) =>
    attacker.send(encodeFileData({ n, offset, bytes: bytesFrom(HEADER_BYTES + size).subarray(HEADER_BYTES) }));
  const accepted = async (size: number) => {
    offer(1, { size });
    await clock.advance(10);
    await page.files.accept(page.only().id);
    await clock.advance(10);
    const [disk] = page.disks;
    if (disk === undefined) throw new Error('it was not accepted');
    return disk;
  };
  const until = (isSo: () => boolean) => advanceUntil(clock, isSo);
  return { clock, page, atPage, attacker, heard, say, offer, give, accepted, until };
}

describe('an offer', () => {
  it.for([
    ['without a number', { n: undefined }],
    ['with a negative number', { n: -1 }],
    ['with a number of 5 bytes', { n: 2 ** 32 }],
    ['larger than 2 GiB', { size: 2 * 1024 ** 3 + 1 }],
    ['of a negative size', { size: -1 }],
    ['of half a byte', { size: 0.5 }],
    ['of a size in words', { size: '10' }],
    ['without a name', { name: undefined }],
    ['with a name that is an object', { name: { toString: 'x' } }],
    ['with a name of 5,000 characters', { name: 'x'.repeat(5_000) }],
    ['with a name of 64 KiB', { name: 'x'.repeat(65_536) }],
  ] as const)('%s is none', async ([, more]) => {
    const { clock, page, offer } = attacked();
    offer(1, more);
    await clock.advance(1_000);
    expect(page.files.transfers.size).toBe(0);
  });

  it('is heard sixteen times at once, and only as often as an honest page would say it', async () => {
    const { clock, page, offer, say } = attacked();
    for (let n = 0; n < 10_000; n += 1) offer(n);
    await clock.advance(100);
    expect(page.files.transfers.size).toBe(16);
    for (let n = 0; n < 10_000; n += 1) {
      say({ type: 'cancel', n });
      offer(20_000 + n);
    }
    await clock.advance(100);
    expect(page.offers.length).toBeLessThanOrEqual(33);
  });

  it('that is taken back a thousand times does not make the list longer than it may be', async () => {
    const { clock, page, offer, say } = attacked();
    for (let n = 0; n < 1_000; n += 1) {
      offer(n);
      say({ type: 'cancel', n });
      await clock.advance(200);
    }
    expect(page.offers.length).toBe(1_000);
    expect(page.files.transfers.size).toBeLessThanOrEqual(101);
  });

  it('that is paused ten thousand times is told of as often as progress is', async () => {
    const { clock, page, accepted, say } = attacked();
    await accepted(100_000);
    for (let i = 0; i < 10_000; i += 1) {
      say({ type: 'pause', n: 1, paused: i % 2 === 0 });
      if (i % 100 === 0) await clock.advance(10);
    }
    say({ type: 'pause', n: 1, paused: true });
    await clock.advance(1_000);
    expect(page.progress.length).toBeLessThan(40);
    expect(page.only().state).toBe('paused');
  });

  it('that is repeated stays one', async () => {
    const { clock, page, offer } = attacked();
    for (let k = 0; k < 100; k += 1) offer(1, { k, name: `other ${k}`, size: k });
    await clock.advance(100);
    expect(page.offers).toHaveLength(1);
    expect(page.only()).toMatchObject({ name: 'other 0', size: 0 });
  });
});

describe('bytes', () => {
  it('that nobody accepted are dropped', async () => {
    const { clock, page, offer, give, heard } = attacked();
    offer(1);
    for (let i = 0; i < 40; i += 1) give(1, i * 65_536, 65_536);
    give(2, 0, 1_000);
    await clock.advance(1_000);
    expect(page.only()).toMatchObject({ state: 'offered', bytes: 0 });
    expect(heard).toEqual([]);
  });

  it('count only in order and within the size that was announced', async () => {
    const { page, accepted, give, until, clock } = attacked();
    const disk = await accepted(100_000);
    give(1, 0, 60_000);
    give(1, 0, 60_000);
    give(1, 30_000, 60_000);
    give(1, 60_001, 10_000);
    give(1, 60_000, 40_001);
    give(1, 2 ** 52, 10);
    await clock.advance(100);
    expect(page.only().bytes).toBe(60_000);
    give(1, 60_000, 40_000);
    give(1, 100_000, 1);
    await until(() => disk.bytes === 100_000);
    await clock.advance(1_000);
    expect(disk.bytes).toBe(100_000);
    expect(page.only()).toMatchObject({ state: 'active', bytes: 100_000 });
  });

  it('that are not what the hash says are thrown away', async () => {
    const { page, accepted, give, say, until, heard } = attacked();
    const disk = await accepted(100_000);
    give(1, 0, 100_000);
    say({ type: 'end', n: 1, hash: HASH });
    await until(() => page.only().state === 'failed');
    expect(page.only()).toMatchObject({ error: 'file-corrupt' });
    expect(page.only().file).toBeUndefined();
    expect(page.received).toHaveLength(0);
    await until(() => disk.state === 'aborted');
    await until(() => heard.some(({ type, error }) => type === 'failed' && error === 'file-corrupt'));
  });

  it('that end too early end nothing', async () => {
    const { clock, page, accepted, give, say } = attacked();
    await accepted(100_000);
    give(1, 0, 50_000);
    say({ type: 'end', n: 1, hash: HASH });
    say({ type: 'done', n: 1 });
    await clock.advance(1_000);
    expect(page.only()).toMatchObject({ state: 'active', bytes: 50_000 });
  });

  it('that come faster than the disk writes, against every acknowledgement, fill at most 10 MiB, and none is lost for good', async () => {
    const { clock, page, accepted, give, until, heard } = attacked();
    const disk = await accepted(64 * MIB);
    let release = (): void => {};
    disk.gate = new Promise((resolve) => {
      release = resolve;
    });
    for (let at = 0; at < 64 * MIB; at += 65_536) give(1, at, 65_536);
    await clock.advance(1_000);
    const { bytes } = page.only();
    expect(bytes).toBeLessThan(10 * MIB);
    expect(heard.filter(({ type }) => type === 'ack').length).toBeLessThan(60);
    release();
    await until(() => heard.filter(({ type }) => type === 'accept').length === 2);
    expect(heard.findLast(({ type }) => type === 'accept')).toMatchObject({ offset: page.only().bytes });
    give(1, page.only().bytes, 65_536);
    await until(() => page.only().bytes > bytes);
  });

  it('that never come keep nobody from ending it', async () => {
    const { clock, page, accepted } = attacked();
    const disk = await accepted(100_000);
    await clock.advance(3_600_000);
    expect(page.only().state).toBe('active');
    page.files.cancel(page.only().id);
    await clock.advance(100);
    expect([page.only().state, disk.state]).toEqual(['cancelled', 'aborted']);
  });
});

describe('a receiver', () => {
  async function offered(size: number) {
    const scene = attacked();
    scene.page.files.send(new File([bytesFrom(size)], 'a.bin'), [idFrom('mallory')]);
    await scene.until(() => scene.heard.length > 0);
    const n = Number(scene.heard[0]?.['n']);
    const accept = (more: object = {}) =>
      scene.say({ type: 'accept', n, offset: 0, k: scene.heard[0]?.['k'], r: 0, paused: false, ...more });
    return { ...scene, n, accept };
  }

  it('that never acknowledges gets under 1 MiB', async () => {
    const { clock, atPage, accept } = await offered(8 * MIB);
    accept();
    await advanceUntil(clock, () => dataBytesOf(atPage) >= WINDOW_BYTES);
    await clock.advance(60_000);
    expect(dataBytesOf(atPage)).toBeLessThan(MIB);
  });

  it('that acknowledges what was not sent, or less than before, is not believed', async () => {
    const { clock, page, atPage, accept, say, n, until } = await offered(8 * MIB);
    accept();
    await until(() => dataBytesOf(atPage) >= WINDOW_BYTES);
    say({ type: 'ack', n, offset: 8 * MIB });
    say({ type: 'ack', n, offset: -1 });
    say({ type: 'ack', n, offset: 1e300 });
    say({ type: 'done', n });
    await clock.advance(1_000);
    expect(page.only()).toMatchObject({ state: 'active', bytes: 0 });
    say({ type: 'ack', n, offset: 500_000 });
    say({ type: 'ack', n, offset: 400_000 });
    await clock.advance(1_000);
    expect(page.only().bytes).toBe(500_000);
    expect(dataBytesOf(atPage)).toBeLessThan(500_000 + MIB);
  });

  it('that begins beyond what was sent, or accepts the same twice, gets nothing for it', async () => {
    const { clock, atPage, accept, until } = await offered(8 * MIB);
    accept({ offset: 4 * MIB });
    await clock.advance(1_000);
    expect(dataBytesOf(atPage)).toBe(0);
    accept();
    await until(() => dataBytesOf(atPage) >= WINDOW_BYTES);
    for (let i = 0; i < 100; i += 1) accept();
    await clock.advance(1_000);
    expect(dataBytesOf(atPage)).toBeLessThan(MIB);
  });

  it('that reads nothing costs as much as one channel buffers', async () => {
    const { clock, atPage, accept, say, n } = await offered(8 * MIB);
    accept();
    atPage.isStalled = true;
    for (let i = 0; i < 200; i += 1) {
      say({ type: 'ack', n, offset: i * 65_000 });
      await clock.advance(100);
    }
    expect(atPage.bufferedAmount).toBeLessThan(2 * MIB);
  });
});

it(`whatever it says, nothing throws, and what others send arrives (seed ${seed})`, async () => {
  const { clock, page, attacker, offer } = attacked();
  const random = randomFrom(seed);
  const samples = [
    '{"type":"offer","n":1,"k":1,"name":"a","size":100,"mime":"","paused":false}',
    '{"type":"accept","n":1,"offset":0,"k":1,"r":1,"paused":true}',
    '{"type":"ack","n":1,"offset":50}',
    `{"type":"end","n":1,"hash":"${HASH}"}`,
    '{"type":"pause","n":1,"paused":true}',
    '{"type":"failed","n":2,"error":"file-corrupt"}',
    '{"type":"failed","n":2,"error":"__proto__"}',
    '{"type":"cancel","n":3,"__proto__":{"x":1}}',
    '{"type":"done","n":1}',
    '[]',
    'null',
  ];
  const errors: unknown[] = [];
  const note = (error: unknown) => errors.push(error);
  process.on('unhandledRejection', note);
  page.files.send(new File([bytesFrom(200_000)], 'a.bin'), [idFrom('mallory')]);
  for (let round = 0; round < 20_000; round += 1) {
    const text = random.pick(samples);
    const from = random.int(0, text.length);
    const cut =
      text.slice(0, from) + random.pick(['', '0', '"', '{', '1e9', '-']) + text.slice(from + random.int(0, 5));
    if (random.chance(0.2)) attacker.send(crypto.getRandomValues(new Uint8Array(random.int(0, 100))).buffer);
    else attacker.send(random.chance(0.5) ? cut : text.replaceAll('1', String(random.int(0, 20))));
    if (random.chance(0.01)) {
      await clock.advance(200);
      for (const { id, state } of page.files.transfers.values()) {
        if (state === 'offered' && random.chance(0.5)) await page.files.accept(id);
      }
    }
  }
  await clock.advance(60_000);
  process.off('unhandledRejection', note);
  expect(errors).toEqual([]);
  expect(page.files.transfers.size).toBeLessThanOrEqual(150);
  page.files.clear();
  offer(99);
  const [honest, here] = channelPair(clock, 1);
  const friend = pageOf(clock);
  attachEnd(friend, 'page', honest);
  attachEnd(page, 'friend', here);
  [honest, here].forEach((channel) => channel.open());
  friend.files.send(new File(['whole'], 'whole.txt'), [idFrom('page')]);
  const isOffered = () => [...page.files.transfers.values()].find(({ peerId }) => peerId === 'friend');
  await advanceUntil(clock, () => isOffered() !== undefined);
  await page.files.accept(isOffered()?.id ?? '');
  await advanceUntil(clock, () => friend.only().state === 'done');
});
