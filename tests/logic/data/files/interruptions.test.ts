/** Files over channels that break: whatever is lost on the way, and whoever notices first, the file arrives once and whole. */
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom, seedFromEnvironment } from '../../../support/random.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import {
  type FilePage,
  advanceUntil,
  attachEnd,
  bytesFrom,
  channelPair,
  connectFiles,
  dataBytesOf,
  idFrom,
  pageOf,
} from './file-pages.ts';

const MIB = 1024 ** 2;
const seed = seedFromEnvironment();

const contentOf = async (page: FilePage) =>
  new Uint8Array((await page.only().file?.arrayBuffer()) ?? new ArrayBuffer());

async function begun(size: number) {
  const clock = new VirtualClock();
  const [a, b] = [pageOf(clock), pageOf(clock)];
  const bytes = bytesFrom(size);
  const first = connectFiles(clock, a, b);
  first.open();
  a.files.send(new File([bytes], 'a.bin'), [idFrom('b')]);
  await advanceUntil(clock, () => b.offers.length === 1);
  await b.files.accept(b.only().id);
  return { clock, a, b, bytes, first, until: (isSo: () => boolean) => advanceUntil(clock, isSo) };
}

describe('a connection that is built anew in the middle', () => {
  it('goes on from where the receiver is, and sends under 1 MiB again', async () => {
    const { clock, a, b, bytes, first, until } = await begun(12 * MIB);
    let connection = first;
    let sentBytes = 0;
    for (const part of [0.2, 0.45, 0.7]) {
      await until(() => b.only().bytes > part * bytes.length);
      const receivedBytes = b.only().bytes;
      connection.close();
      expect([a.only().state, b.only().state]).toEqual(['interrupted', 'interrupted']);
      sentBytes += dataBytesOf(connection.a);
      await clock.advance(4_000);
      expect(b.only().bytes).toBeGreaterThanOrEqual(receivedBytes);
      connection = connectFiles(clock, a, b);
      connection.open();
    }
    await until(() => a.only().state === 'done');
    sentBytes += dataBytesOf(connection.a);
    expect(Buffer.compare(await contentOf(b), bytes)).toBe(0);
    expect(sentBytes - bytes.length).toBeLessThan(3 * MIB);
    expect(sentBytes).toBeGreaterThan(bytes.length);
  });

  it('after the last byte and before the end loses neither', async () => {
    const { clock, a, b, bytes, first, until } = await begun(3 * MIB);
    await until(() => b.only().bytes === bytes.length);
    first.close();
    connectFiles(clock, a, b).open();
    await until(() => a.only().state === 'done');
    expect(Buffer.compare(await contentOf(b), bytes)).toBe(0);
    expect(b.received).toHaveLength(1);
  });

  it.for([
    ['an acceptance', 'accept', ['done', 'done']],
    ['a refusal', 'decline', ['declined', 'declined']],
    ['a withdrawal', 'cancel', ['cancelled', 'cancelled']],
  ] as const)('does not lose %s that was said without one', async ([, act, states]) => {
    const clock = new VirtualClock();
    const [a, b] = [pageOf(clock), pageOf(clock)];
    const first = connectFiles(clock, a, b);
    first.open();
    a.files.send(new File([bytesFrom(2 * MIB)], 'a.bin'), [idFrom('b')]);
    await advanceUntil(clock, () => b.offers.length === 1);
    first.close();
    if (act === 'cancel') a.files.cancel(a.only().id);
    else await b.files[act](b.only().id);
    connectFiles(clock, a, b).open();
    await advanceUntil(clock, () => a.only().state === states[0] && b.only().state === states[1]);
    expect(b.offers).toHaveLength(1);
  });

  it('keeps a pause of either side, and one that ended meanwhile', async () => {
    const { clock, a, b, first, until } = await begun(6 * MIB);
    await until(() => b.only().bytes > MIB);
    a.files.pause(a.only().id, true);
    b.files.pause(b.only().id, true);
    await clock.advance(1_000);
    first.close();
    a.files.pause(a.only().id, false);
    const second = connectFiles(clock, a, b);
    second.open();
    await clock.advance(5_000);
    expect(a.only()).toMatchObject({ state: 'paused', pausedBy: 'peer' });
    expect(b.only()).toMatchObject({ state: 'paused', pausedBy: 'local' });
    expect(dataBytesOf(second.a)).toBe(0);
    second.close();
    b.files.pause(b.only().id, false);
    connectFiles(clock, a, b).open();
    await until(() => a.only().state === 'done');
  });

  it.for(['a', 'b'] as const)('on side %s only, and back to the old one, does not stop it', async (side) => {
    const clock = new VirtualClock();
    const pages = { a: pageOf(clock), b: pageOf(clock) };
    const { a, b } = pages;
    const bytes = bytesFrom(6 * MIB);
    const [atA, atB] = channelPair(clock);
    const detach = { a: attachEnd(a, 'b', atA), b: attachEnd(b, 'a', atB) };
    [atA, atB].forEach((channel) => channel.open());
    a.files.send(new File([bytes], 'a.bin'), [idFrom('b')]);
    await advanceUntil(clock, () => b.offers.length === 1);
    await b.files.accept(b.only().id);
    await advanceUntil(clock, () => b.only().bytes > MIB);
    const [elsewhere, nowhere] = channelPair(clock);
    [elsewhere, nowhere].forEach((channel) => channel.open());
    detach[side]();
    const back = attachEnd(pages[side], side === 'a' ? 'b' : 'a', elsewhere);
    await clock.advance(3_000);
    back();
    attachEnd(pages[side], side === 'a' ? 'b' : 'a', side === 'a' ? atA : atB);
    await advanceUntil(clock, () => a.only().state === 'done');
    expect(Buffer.compare(await contentOf(b), bytes)).toBe(0);
  });
});

/** One file, and everything that can happen to it but an end. */
async function runSchedule(random: Random): Promise<void> {
  const clock = new VirtualClock();
  const pages = [pageOf(clock), pageOf(clock)] as const;
  const [a, b] = pages;
  const bytes = bytesFrom(random.int(0, 6 * MIB), random);
  const connect = () =>
    connectFiles(clock, a, b, { latencyMs: random.int(0, 200), maxFrameBytes: random.pick([1_200, 16_384, 262_144]) });
  let connection = connect();
  connection.open();
  a.files.send(new File([bytes], 'a.bin'), [idFrom('b')]);
  let isAccepted = false;
  const acceptIfOffered = (): boolean => {
    const [offer] = b.offers;
    if (offer !== undefined && !isAccepted) {
      isAccepted = true;
      void b.files.accept(offer.id);
    }
    return isAccepted;
  };
  for (let step = random.int(0, 25); step > 0; step -= 1) {
    await clock.advance(random.int(0, 400));
    if (random.chance(0.5)) acceptIfOffered();
    const page = random.pick(pages);
    const [transfer] = page.files.transfers.values();
    const kind = random.int(0, 9);
    if (kind < 3) {
      connection.close();
      if (random.chance(0.5)) await clock.advance(random.int(0, 3_000));
      connection = connect();
      connection.open();
    } else if (transfer !== undefined && kind < 5) page.files.pause(transfer.id, random.chance(0.5));
  }
  for (const page of pages) for (const { id } of page.files.transfers.values()) page.files.pause(id, false);
  await advanceUntil(clock, () => acceptIfOffered() && a.only().state === 'done');
  expect(Buffer.compare(await contentOf(b), bytes)).toBe(0);
  expect(Buffer.concat(b.disks[0]?.chunks ?? []).length).toBe(bytes.length);
  expect([b.received.length, b.offers.length, b.only().state]).toEqual([1, 1, 'done']);
}

it(`in 60 schedules of breaks, pauses and waits every file arrives whole, in order and once (seed ${seed})`, async () => {
  for (let stream = 0; stream < 60; stream += 1) await runSchedule(randomFrom(seed, stream));
}, 120_000);
