import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_MEMORY_BYTES } from '../../../widget/data/files/file-limits.ts';
import { DOWNLOAD_MS, SEGMENT_BYTES, openRecordingSink } from '../../../widget/recording/recording-sink.ts';

const disk = vi.hoisted(() => ({ open: vi.fn<(size: number) => unknown>() }));
vi.mock('../../../widget/data/files/disk-sink.ts', () => ({ openDisk: disk.open }));

/** As a file of the browser: what was written is there only when it is closed. */
class FakeFile {
  kept = new Uint8Array();
  /** How many bytes there is room for. */
  room = Number.POSITIVE_INFINITY;
  closedCount = 0;
  isRemoved = false;

  createWritable({ keepExistingData = false } = {}) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const patches: [number, Uint8Array<ArrayBuffer>][] = [];
    const base = keepExistingData ? this.kept : new Uint8Array();
    let hasFailed = false;
    return Promise.resolve({
      seek: (at: number) => (at === base.length ? Promise.resolve() : Promise.reject(new Error('wrong place'))),
      write: (given: Uint8Array<ArrayBuffer> | { position: number; data: Uint8Array<ArrayBuffer> }) => {
        if ('position' in given) {
          patches.push([given.position, given.data]);
          return hasFailed ? Promise.reject(new TypeError('the stream has failed')) : Promise.resolve();
        }
        const bytes = given;
        const size = base.length + parts.reduce((sum, part) => sum + part.length, bytes.length);
        hasFailed ||= size > this.room;
        if (hasFailed) return Promise.reject(new DOMException('', 'QuotaExceededError'));
        parts.push(bytes);
        return Promise.resolve();
      },
      close: async () => {
        if (hasFailed) throw new TypeError('the stream has failed');
        this.kept = new Uint8Array(await new Blob([base, ...parts]).arrayBuffer());
        for (const [at, bytes] of patches) this.kept.set(bytes, at);
        this.closedCount += 1;
      },
      abort: () => {
        hasFailed = true;
        return Promise.resolve();
      },
    });
  }
}

/** A file of the page's own storage, as `openDisk` gives it. */
async function ownFile(file: FakeFile) {
  const stream = await file.createWritable();
  return {
    write: async (bytes: Uint8Array<ArrayBuffer>) => {
      await stream.write(bytes);
      return bytes.buffer;
    },
    finish: async () => {
      await stream.close();
      return new File([file.kept], 'own');
    },
    abort: () => {
      file.isRemoved = true;
      return Promise.resolve();
    },
  };
}

const MIB = 1024 ** 2;
const QUOTA = { name: 'QuotaExceededError' };
let number = 0;
/** One MiB that differs from the one before. */
const slice = (): Uint8Array<ArrayBuffer> => new Uint8Array(MIB).fill((number += 1));
const marksOf = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length / MIB }, (_, i) => bytes[i * MIB] ?? 0);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

async function marks(blob: Blob | null | undefined): Promise<number[]> {
  return marksOf(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer()));
}

beforeEach(() => {
  number = 0;
  disk.open.mockReset();
  vi.stubGlobal('window', {});
});
afterEach(() => vi.unstubAllGlobals());

describe('the page’s own storage', () => {
  it('gets a new file every so often, and gives all of it in order', async () => {
    const files: FakeFile[] = [];
    disk.open.mockImplementation(() => {
      const file = new FakeFile();
      files.push(file);
      return ownFile(file);
    });
    const sink = await openRecordingSink(false, 'call.webm');
    const count = (SEGMENT_BYTES / MIB) * 2 + 3;
    for (let i = 0; i < count; i += 1) await sink?.write(slice());
    // What is closed outlives whatever happens to the rest.
    expect(files.map(({ closedCount }) => closedCount)).toEqual([1, 1, 0]);
    expect(await marks(await sink?.finish(null))).toEqual(upTo(count));
  });

  it('that is full keeps what was closed before', async () => {
    disk.open.mockImplementationOnce(() => ownFile(new FakeFile()));
    disk.open.mockResolvedValue('storage-full');
    const sink = await openRecordingSink(false, 'call.webm');
    for (let i = 0; i < SEGMENT_BYTES / MIB; i += 1) await sink?.write(slice());
    await expect(sink?.write(slice())).rejects.toThrow('storage-full');
    expect(await marks(await sink?.finish(null))).toEqual(upTo(SEGMENT_BYTES / MIB));
  });

  it('that fails while it is written keeps what was closed before', async () => {
    const files = [new FakeFile(), Object.assign(new FakeFile(), { room: 2 * MIB })];
    disk.open.mockImplementation(() => ownFile(files.shift() ?? new FakeFile()));
    const sink = await openRecordingSink(false, 'call.webm');
    const whole = SEGMENT_BYTES / MIB;
    for (let i = 0; i < whole + 2; i += 1) await sink?.write(slice());
    await expect(sink?.write(slice())).rejects.toMatchObject(QUOTA);
    expect(await marks(await sink?.finish(null))).toEqual(upTo(whole));
  });

  describe('gets rid', () => {
    let files: FakeFile[];
    const removed = (): boolean[] => files.map(({ isRemoved }) => isRemoved);

    beforeEach(() => {
      files = [];
      disk.open.mockImplementation(() => {
        const file = new FakeFile();
        files.push(file);
        return ownFile(file);
      });
    });

    it('of all of what nobody wants', async () => {
      const sink = await openRecordingSink(false, 'call.webm');
      for (let i = 0; i <= SEGMENT_BYTES / MIB; i += 1) await sink?.write(slice());
      await sink?.abort();
      expect(removed()).toEqual([true, true]);
    });

    it('of a recording when the next one begins, but not while it may still be downloaded', async () => {
      const now = vi.spyOn(performance, 'now').mockReturnValue(0);
      const first = await openRecordingSink(false, 'call.webm');
      for (let i = 0; i <= SEGMENT_BYTES / MIB; i += 1) await first?.write(slice());
      await first?.finish(null);
      now.mockReturnValue(DOWNLOAD_MS - 1);
      const second = await openRecordingSink(false, 'call.webm');
      expect(removed()).toEqual([false, false, false]);
      now.mockReturnValue(DOWNLOAD_MS);
      // The one that is being written stays.
      const third = await openRecordingSink(false, 'call.webm');
      expect(removed()).toEqual([true, true, false, false]);
      await Promise.all([second?.abort(), third?.abort()]);
      now.mockRestore();
    });
  });

  it('that keeps nothing says so', async () => {
    disk.open.mockImplementation(() => ownFile(Object.assign(new FakeFile(), { room: 0 })));
    const sink = await openRecordingSink(false, 'call.webm');
    await expect(sink?.write(slice())).rejects.toMatchObject(QUOTA);
    await expect(sink?.finish(null)).rejects.toThrow('the stream has failed');
  });
});

describe('what is known only at the end', () => {
  const patch = { at: MIB + 5, bytes: Uint8Array.from([201, 202]) };
  const around = (bytes: Uint8Array): number[] => [...bytes.subarray(MIB + 4, MIB + 8)];

  it.each(['storage', 'memory'] as const)('stands in its place, in the %s', async (kind) => {
    disk.open.mockImplementation(() => (kind === 'memory' ? Promise.resolve(null) : ownFile(new FakeFile())));
    const sink = await openRecordingSink(false, 'call.webm');
    for (let i = 0; i < 3; i += 1) await sink?.write(slice());
    const blob = await sink?.finish(patch);
    expect(blob?.size).toBe(3 * MIB);
    expect(around(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer()))).toEqual([2, 201, 202, 2]);
  });

  it.each([3, 20])('stands in its place in the file that a person chose, with %s slices', async (count) => {
    const file = new FakeFile();
    vi.stubGlobal('window', { showSaveFilePicker: () => Promise.resolve(file) });
    const sink = await openRecordingSink(true, 'call.webm');
    for (let i = 0; i < count; i += 1) await sink?.write(slice());
    await sink?.finish(patch);
    expect([around(file.kept), file.kept.length]).toEqual([[2, 201, 202, 2], count * MIB]);
  });

  it('is left out where not even its place was kept', async () => {
    disk.open.mockResolvedValue(null);
    const sink = await openRecordingSink(false, 'call.webm');
    await sink?.write(slice());
    expect((await sink?.finish(patch))?.size).toBe(MIB);
  });
});

describe('the memory, where there is no disk', () => {
  it.each([null, 'storage-full'])('takes 64 MiB and no more (%s)', async (answer) => {
    disk.open.mockResolvedValue(answer);
    const sink = await openRecordingSink(false, 'call.webm');
    const most = MAX_MEMORY_BYTES / MIB;
    for (let i = 0; i < most; i += 1) await sink?.write(slice());
    await expect(sink?.write(slice())).rejects.toThrow('storage-full');
    expect(await marks(await sink?.finish(null))).toEqual(upTo(most));
  });
});

describe('the file that a person chose', () => {
  /** @returns what the person is asked. */
  function picker(file: FakeFile | null): string[] {
    const asked: string[] = [];
    vi.stubGlobal('window', {
      showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => {
        asked.push(suggestedName);
        return file === null ? Promise.reject(new DOMException('', 'AbortError')) : Promise.resolve(file);
      },
    });
    return asked;
  }

  it('has everything in it at the end, and needs no download', async () => {
    const file = new FakeFile();
    const asked = picker(file);
    const sink = await openRecordingSink(true, 'call.webm');
    for (let i = 0; i < 40; i += 1) await sink?.write(slice());
    expect(await sink?.finish(null)).toBeNull();
    expect([asked, marksOf(file.kept)]).toEqual([['call.webm'], upTo(40)]);
  });

  it('is written away in between, ever more seldom, because that copies it', async () => {
    const file = new FakeFile();
    picker(file);
    const sink = await openRecordingSink(true, 'call.webm');
    const sizes = new Set<number>();
    for (let i = 0; i < 100; i += 1) {
      await sink?.write(slice());
      sizes.add(file.kept.length / SEGMENT_BYTES);
    }
    expect([...sizes]).toEqual([0, 1, 2, 4]);
  });

  it('keeps what was written away before, where the disk gets full', async () => {
    const file = Object.assign(new FakeFile(), { room: SEGMENT_BYTES + 3 * MIB });
    picker(file);
    const sink = await openRecordingSink(true, 'call.webm');
    const writing = async (): Promise<void> => {
      for (;;) await sink?.write(slice());
    };
    await expect(writing()).rejects.toMatchObject(QUOTA);
    expect(await sink?.finish(null)).toBeNull();
    expect(marksOf(file.kept)).toEqual(upTo(SEGMENT_BYTES / MIB));
  });

  it('is as it was where nothing is recorded after all', async () => {
    const file = new FakeFile();
    picker(file);
    const sink = await openRecordingSink(true, 'call.webm');
    await sink?.write(slice());
    await sink?.abort();
    expect([file.closedCount, file.kept.length]).toEqual([0, 0]);
  });

  it('is none where they change their mind; they are not asked without a gesture, nor where the browser cannot', async () => {
    const asked = picker(null);
    expect(await openRecordingSink(true, 'call.webm')).toBeNull();
    disk.open.mockResolvedValue(null);
    expect(await openRecordingSink(false, 'call.webm')).not.toBeNull();
    expect(asked).toHaveLength(1);
    vi.stubGlobal('window', {});
    expect(await openRecordingSink(true, 'call.webm')).not.toBeNull();
  });
});
