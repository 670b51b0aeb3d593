/** File transfer between pages whose channels carry everything: the way of a file from the offer to its end. */
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { advanceUntil, bytesFrom, connectFiles, dataBytesOf, idFrom, pageOf } from './file-pages.ts';

const MIB = 1024 ** 2;

function connected(options: Parameters<typeof connectFiles>[3] = {}) {
  const clock = new VirtualClock();
  const [a, b] = [pageOf(clock), pageOf(clock)];
  const connection = connectFiles(clock, a, b, options);
  connection.open();
  const until = (isSo: () => boolean) => advanceUntil(clock, isSo);
  const send = (bytes: Uint8Array<ArrayBuffer>, name = 'a.bin', type = '') =>
    a.files.send(new File([bytes], name, { type }), [idFrom('b')]);
  /** Offers a file, and has it accepted. */
  const begin = async (bytes: Uint8Array<ArrayBuffer>, name?: string) => {
    send(bytes, name);
    await until(() => b.offers.length > 0);
    await b.files.accept(b.only().id);
  };
  return { clock, a, b, connection, until, send, begin };
}

const contentOf = async (file: File | undefined) => new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer());

describe('a file', () => {
  it('is offered with a clean name, its size and type, and nothing is sent before a person accepts it', async () => {
    const { clock, a, b, connection, send, until } = connected();
    send(bytesFrom(3 * MIB), '../up/\u202egnp.exe', 'image/PNG');
    await until(() => b.offers.length > 0);
    const [offer] = b.offers;
    expect(offer).toMatchObject({
      peerId: 'a',
      direction: 'receive',
      name: 'gnp.exe',
      size: 3 * MIB,
      type: 'image/png',
    });
    expect(offer).toMatchObject({ state: 'offered', bytes: 0 });
    expect(a.only()).toMatchObject({ peerId: 'b', direction: 'send', state: 'offered', bytes: 0 });
    await clock.advance(10_000);
    expect(dataBytesOf(connection.a)).toBe(0);
  });

  it.for([0, 1, 65_523, 65_524, 65_525, MIB - 1, MIB, MIB + 1, 5 * MIB + 12_345])(
    'of %i bytes arrives as it was, once',
    async (size) => {
      const { a, b, connection, begin, until } = connected();
      const bytes = bytesFrom(size);
      await begin(bytes, 'report.pdf');
      await until(() => b.received.length > 0 && a.only().state === 'done');
      expect(b.only()).toMatchObject({ state: 'done', bytes: size });
      expect(a.only()).toMatchObject({ state: 'done', bytes: size });
      const { file } = b.only();
      expect(file).toMatchObject({ name: 'report.pdf', type: 'application/octet-stream', size });
      expect(Buffer.compare(await contentOf(file), bytes)).toBe(0);
      expect(dataBytesOf(connection.a)).toBe(size);
      expect(b.received).toHaveLength(1);
    },
  );

  it('goes to each receiver as a transfer of its own', async () => {
    const clock = new VirtualClock();
    const [a, b] = [pageOf(clock), pageOf(clock)];
    connectFiles(clock, a, b).open();
    const sent = a.files.send(new File(['x'], 'x'), [idFrom('b'), idFrom('c')]);
    expect(sent.map(({ peerId }) => peerId)).toEqual(['b', 'c']);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
    expect(new Set(sent.map(({ fileId }) => fileId)).size).toBe(1);
    expect(sent.map(({ file }) => file?.name)).toEqual(['x', 'x']);
    await advanceUntil(clock, () => b.offers.length === 1);
    b.files.decline(b.only().id);
    await advanceUntil(clock, () => [...a.files.transfers.values()][0]?.state === 'declined');
    expect([...a.files.transfers.values()][1]?.state).toBe('offered');
  });

  it('that is offered before there is a connection is offered when there is one', async () => {
    const clock = new VirtualClock();
    const [a, b] = [pageOf(clock), pageOf(clock)];
    a.files.send(new File(['later'], 'later.txt'), [idFrom('b')]);
    const connection = connectFiles(clock, a, b);
    await clock.advance(5_000);
    expect(b.offers).toHaveLength(0);
    connection.open();
    await advanceUntil(clock, () => b.offers.length === 1);
    await b.files.accept(b.only().id);
    await advanceUntil(clock, () => b.received.length === 1);
    expect(await b.only().file?.text()).toBe('later');
  });

  it('goes in both directions at the same time', async () => {
    const { a, b, until } = connected();
    const [there, back] = [bytesFrom(2 * MIB), bytesFrom(3 * MIB)];
    a.files.send(new File([there], 'there'), [idFrom('b')]);
    b.files.send(new File([back], 'back'), [idFrom('a')]);
    await until(() => a.offers.length === 1 && b.offers.length === 1);
    await Promise.all([a.files.accept(a.offers[0]?.id ?? ''), b.files.accept(b.offers[0]?.id ?? '')]);
    await until(() => a.received.length === 1 && b.received.length === 1);
    expect(Buffer.compare(await contentOf(b.received[0]?.file), there)).toBe(0);
    expect(Buffer.compare(await contentOf(a.received[0]?.file), back)).toBe(0);
  });

  it('shares the channel with others: a small one does not wait for the end of a large one', async () => {
    const { b, send, until } = connected();
    send(bytesFrom(8 * MIB), 'large');
    send(bytesFrom(100_000), 'small');
    await until(() => b.offers.length === 2);
    for (const { id } of b.offers) await b.files.accept(id);
    await until(() => b.received.length === 2);
    expect(b.received.map(({ name }) => name)).toEqual(['small', 'large']);
  });

  it('above 2 GiB is not even offered', () => {
    const { a } = connected();
    const file = new File([], 'large');
    Object.defineProperty(file, 'size', { value: 2 * 1024 ** 3 + 1 });
    expect(() => a.files.send(file, [idFrom('b')])).toThrow('file-too-large');
    expect(a.files.transfers.size).toBe(0);
  });
});

describe('a person', () => {
  it('declines, and the other side sees it', async () => {
    const { a, b, connection, send, until } = connected();
    send(bytesFrom(100));
    await until(() => b.offers.length === 1);
    b.files.decline(b.only().id);
    await until(() => a.only().state === 'declined');
    expect(b.only().state).toBe('declined');
    expect(dataBytesOf(connection.a)).toBe(0);
  });

  it.for(['a', 'b'] as const)('pauses on side %s, which stops the bytes, and resumes', async (side) => {
    const pages = connected();
    const { clock, a, b, connection, begin, until } = pages;
    const bytes = bytesFrom(4 * MIB);
    await begin(bytes);
    await until(() => b.only().bytes > MIB);
    const page = pages[side];
    page.files.pause(page.only().id, true);
    await clock.advance(1_000);
    const [here, there] = side === 'a' ? [a, b] : [b, a];
    expect(here.only()).toMatchObject({ state: 'paused', pausedBy: 'local' });
    expect(there.only()).toMatchObject({ state: 'paused', pausedBy: 'peer' });
    const sentBytes = dataBytesOf(connection.a);
    await clock.advance(60_000);
    expect(dataBytesOf(connection.a)).toBe(sentBytes);
    there.files.pause(there.only().id, false);
    await clock.advance(1_000);
    expect(dataBytesOf(connection.a)).toBe(sentBytes);
    here.files.pause(here.only().id, false);
    await until(() => a.only().state === 'done');
    expect(Buffer.compare(await contentOf(b.only().file), bytes)).toBe(0);
    expect(dataBytesOf(connection.a)).toBe(bytes.length);
  });

  it.for(['a', 'b'] as const)('cancels on side %s, which ends it on both and keeps nothing', async (side) => {
    const pages = connected();
    const { a, b, connection, clock, begin, until } = pages;
    await begin(bytesFrom(4 * MIB));
    await until(() => b.only().bytes > MIB);
    pages[side].files.cancel(pages[side].only().id);
    await until(() => a.only().state === 'cancelled' && b.only().state === 'cancelled');
    await until(() => b.disks[0]?.state === 'aborted');
    const sentBytes = dataBytesOf(connection.a);
    await clock.advance(10_000);
    expect(dataBytesOf(connection.a)).toBe(sentBytes);
    expect(b.only().file).toBeUndefined();
  });

  it('forgets a transfer that is over by cancelling it again', async () => {
    const { a, b, begin, until } = connected();
    await begin(bytesFrom(1000));
    await until(() => a.only().state === 'done' && b.received.length === 1);
    b.files.cancel(b.only().id);
    a.files.cancel(a.only().id);
    expect([a.files.transfers.size, b.files.transfers.size]).toEqual([0, 0]);
  });

  it('who closes the picker leaves the offer as it was', async () => {
    const { a, b, send, until } = connected();
    send(bytesFrom(100));
    await until(() => b.offers.length === 1);
    b.noSink = 'aborted';
    await b.files.accept(b.only().id, { picker: true });
    expect(b.only().state).toBe('offered');
    b.noSink = null;
    await b.files.accept(b.only().id);
    await until(() => a.only().state === 'done');
  });
});

describe('what is shown', () => {
  it('is what the receiver has, on both sides, at most ten times a second, and each change of state', async () => {
    const { clock, a, b, begin, until } = connected({ latencyMs: 150 });
    await begin(bytesFrom(6 * MIB));
    await until(() => a.only().state === 'done');
    for (const page of [a, b]) {
      const states = page.progress.map(({ state }) => state);
      expect([...new Set(states)]).toEqual(['active', 'done']);
      const bytes = page.progress.map((it) => it.bytes);
      expect(bytes).toEqual(bytes.toSorted((x, y) => x - y));
      expect(page.progress.length).toBeLessThanOrEqual(clock.now() / 100 + 3);
      expect(page.progress.length).toBeGreaterThan(4);
    }
    expect(a.progress.every((it) => it.bytes <= (b.disks[0]?.bytes ?? 0))).toBe(true);
  });

  it('is another map after each change', async () => {
    const { b, send, until } = connected();
    const before = b.files.transfers;
    send(bytesFrom(10));
    await until(() => b.offers.length === 1);
    expect(b.files.transfers).not.toBe(before);
    expect(before.size).toBe(0);
  });
});

describe('what goes wrong', () => {
  it('a disk that is full ends it on both sides, with words', async () => {
    const { a, b, begin, until } = connected();
    await begin(bytesFrom(5 * MIB));
    const [disk] = b.disks;
    if (disk !== undefined) disk.roomBytes = 2 * MIB;
    await until(() => a.only().state === 'failed');
    expect(a.only()).toMatchObject({ state: 'failed', error: 'storage-full' });
    expect(b.only()).toMatchObject({ state: 'failed', error: 'storage-full' });
    await until(() => disk?.state === 'aborted');
  });

  it('no place for it at all is said before a byte is sent', async () => {
    const { a, b, connection, send, until } = connected();
    send(bytesFrom(100));
    await until(() => b.offers.length === 1);
    b.noSink = 'file-too-large';
    await expect(b.files.accept(b.only().id)).rejects.toThrow('file-too-large');
    await until(() => a.only().state === 'failed');
    expect(a.only().error).toBe('file-too-large');
    expect(dataBytesOf(connection.a)).toBe(0);
  });

  it('a slow disk slows the sender down: at most 8 MiB wait for it', async () => {
    const { clock, b, connection, begin, until } = connected();
    let release = (): void => {};
    await begin(bytesFrom(20 * MIB));
    const [disk] = b.disks;
    if (disk !== undefined) {
      disk.gate = new Promise((resolve) => {
        release = resolve;
      });
    }
    await until(() => dataBytesOf(connection.a) > 4 * MIB);
    await clock.advance(60_000);
    expect(dataBytesOf(connection.a)).toBeLessThan(9 * MIB);
    release();
    await until(() => b.received.length === 1);
    expect(dataBytesOf(connection.a)).toBe(20 * MIB);
  });

  it('a file that is changed meanwhile fails, on both sides', async () => {
    const { a, b, until } = connected();
    const file = new File([bytesFrom(9 * MIB)], 'changing');
    let readCount = 0;
    const pull = (controller: ReadableByteStreamController): void => {
      readCount += 1;
      if (readCount <= 100) controller.enqueue(new Uint8Array(64 * 1024));
      else controller.error(new DOMException('changed', 'NotReadableError'));
    };
    file.slice = () => Object.assign(new Blob(), { stream: () => new ReadableStream({ type: 'bytes', pull }) });
    a.files.send(file, [idFrom('b')]);
    await until(() => b.offers.length === 1);
    await b.files.accept(b.only().id);
    await until(() => b.only().state === 'failed' && a.only().state === 'failed');
    expect([a.only().error, b.only().error]).toEqual(['file-unreadable', 'file-unreadable']);
    expect(a.only().bytes).toBeGreaterThan(MIB);
  });

  it('a peer that leaves ends what is open, and leaves what is done', async () => {
    const { a, b, begin, send, until } = connected();
    await begin(bytesFrom(1000));
    await until(() => a.only().state === 'done' && b.received.length === 1);
    send(bytesFrom(2 * MIB));
    await until(() => b.offers.length === 2);
    b.files.end(idFrom('a'));
    a.files.end(idFrom('b'));
    const statesOf = (page: typeof a) => [...page.files.transfers.values()].map(({ state, error }) => [state, error]);
    expect(statesOf(a)).toEqual([
      ['done', undefined],
      ['failed', 'peer-unavailable'],
    ]);
    expect(statesOf(b)).toEqual([
      ['done', undefined],
      ['failed', 'peer-unavailable'],
    ]);
  });

  it('the end of the call frees what was received', async () => {
    const { clock, a, b, begin, until } = connected();
    await begin(bytesFrom(3 * MIB));
    await until(() => b.only().bytes > MIB);
    b.files.clear();
    a.files.clear();
    await until(() => b.disks[0]?.state === 'aborted');
    expect([a.files.transfers.size, b.files.transfers.size]).toEqual([0, 0]);
    await clock.advance(1_000);
    expect(clock.pendingCount).toBe(0);
  });
});

describe('many files', () => {
  it('are offered sixteen at a time, and all arrive', async () => {
    const { a, b, send, until } = connected();
    for (let i = 0; i < 40; i += 1) send(bytesFrom(1000 + i), `file-${i}`);
    await until(() => b.offers.length === 16);
    const accepted = new Set<string>();
    await until(() => {
      for (const { id, state } of b.files.transfers.values()) {
        if (state !== 'offered' || accepted.has(id)) continue;
        accepted.add(id);
        void b.files.accept(id);
      }
      const states = [...b.files.transfers.values()].map(({ state }) => state);
      expect(states.filter((state) => state !== 'done').length).toBeLessThanOrEqual(16);
      return b.received.length === 40;
    });
    await until(() => [...a.files.transfers.values()].every(({ state }) => state === 'done'));
    expect(b.received.map(({ name }) => name).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, i) => `file-${i}`).toSorted(),
    );
  });
});
