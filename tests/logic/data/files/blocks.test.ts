/** Files in blocks: read, packed from what arrives, and hashed the same however they came. */
import { describe, expect, it } from 'vitest';
import { BlockHash } from '../../../../widget/data/files/block-hash.ts';
import { BlockReader } from '../../../../widget/data/files/block-reader.ts';
import { BLOCK_BYTES, READ_BYTES, WRITE_BYTES } from '../../../../widget/data/files/file-limits.ts';
import { PiecePacker } from '../../../../widget/data/files/piece-packer.ts';
import { randomFrom, seedFromEnvironment } from '../../../support/random.ts';
import { bytesFrom } from './file-pages.ts';

const seed = seedFromEnvironment();
const SIZES = [1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, READ_BYTES, 3 * READ_BYTES + BLOCK_BYTES + 77];

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));

/** `toEqual` takes seconds for as many bytes. */
const isSame = (found: Uint8Array, wanted: Uint8Array): boolean => Buffer.compare(found, wanted) === 0;

/** Everything that is left, and how it came. */
async function readAll(reader: BlockReader): Promise<{ readonly all: Uint8Array; readonly lengths: number[] }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const blocks = await reader.next();
    if (blocks.length === 0) return { all: joined(parts), lengths: parts.map(({ length }) => length) };
    parts.push(blocks.slice());
  }
}

/** As in a browser that reads into memory of its own only, in parts that it chooses. */
function withoutByob(bytes: Uint8Array<ArrayBuffer>, partBytes: number): Blob {
  const stream = () => {
    let at = 0;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + partBytes));
        at += partBytes;
      },
    });
  };
  return Object.assign(new Blob([bytes]), { slice: () => Object.assign(new Blob(), { stream }) });
}

describe('reading', () => {
  it.each(SIZES)('gives %i bytes as they are, from the start and from the middle', async (size) => {
    const bytes = bytesFrom(size);
    const { all, lengths } = await readAll(new BlockReader(new Blob([bytes]), 0));
    expect(isSame(all, bytes)).toBe(true);
    expect(lengths.slice(0, -1).every((length) => length === READ_BYTES)).toBe(true);
    const from = size > BLOCK_BYTES ? BLOCK_BYTES : 0;
    const { all: rest } = await readAll(new BlockReader(new Blob([bytes]), from));
    expect(isSame(rest, bytes.subarray(from))).toBe(true);
  });

  it.each([1000, BLOCK_BYTES, READ_BYTES, 5 * READ_BYTES])(
    'does so where a browser gives %i bytes at a time in memory of its own',
    async (partBytes) => {
      const bytes = bytesFrom(2 * READ_BYTES + 99);
      const { all, lengths } = await readAll(new BlockReader(withoutByob(bytes, partBytes), 0));
      expect(isSame(all, bytes)).toBe(true);
      expect(lengths).toEqual([READ_BYTES, READ_BYTES, 99]);
    },
  );

  it('fails where the file is shorter than it was', async () => {
    const bytes = bytesFrom(READ_BYTES + 5);
    const file = Object.assign(new Blob([bytes]), { slice: () => new Blob([bytes.subarray(0, READ_BYTES)]) });
    const reader = new BlockReader(file, 0);
    await expect(reader.next()).resolves.toHaveLength(READ_BYTES);
    await expect(reader.next()).rejects.toThrow('shorter');
  });

  it('lets go of a file that nobody wants any more', async () => {
    let isCancelled = false;
    const stream = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        type: 'bytes',
        pull: (controller) => controller.enqueue(new Uint8Array(100)),
        cancel: () => {
          isCancelled = true;
        },
      });
    const file = { size: 10 * READ_BYTES, slice: () => ({ stream }) } as unknown as Blob;
    const reader = new BlockReader(file, 0);
    await reader.next();
    reader.cancel();
    await expect.poll(() => isCancelled).toBe(true);
  });
});

describe(`packing, SEED=${seed}`, () => {
  it.each([...SIZES, WRITE_BYTES, 3 * WRITE_BYTES + 5])(
    'makes pieces and blocks of %i bytes in frames of any size',
    (size) => {
      const random = randomFrom(seed, size);
      const bytes = bytesFrom(size);
      const [blocks, pieces]: [Uint8Array[], Uint8Array[]] = [[], []];
      const memories = new Set<ArrayBuffer>();
      const packer = new PiecePacker(size, (block) => blocks.push(block.slice()));
      for (let at = 0; at < size;) {
        const frame = bytes.slice(at, at + random.int(1, 3 * BLOCK_BYTES));
        at += frame.length;
        for (const piece of packer.take(frame)) {
          pieces.push(piece.slice());
          memories.add(piece.buffer);
          piece.fill(0xee);
          packer.reuse(piece.buffer);
        }
      }
      expect(blocks.slice(0, -1).every(({ length }) => length === BLOCK_BYTES)).toBe(true);
      expect(pieces.slice(0, -1).every(({ length }) => length === WRITE_BYTES)).toBe(true);
      expect(isSame(joined(blocks), bytes)).toBe(true);
      expect(isSame(joined(pieces), bytes)).toBe(true);
      // A frame may end one piece and begin another.
      expect(memories.size).toBeLessThanOrEqual(2);
    },
  );

  it('takes no more memory than a small file needs', () => {
    const packer = new PiecePacker(10, () => {});
    expect(packer.take(new Uint8Array(4))).toEqual([]);
    const [piece] = packer.take(new Uint8Array(6));
    expect(piece?.buffer.byteLength).toBe(10);
  });

  it('keeps no memory when it is cleared', () => {
    const packer = new PiecePacker(3 * WRITE_BYTES, () => {});
    const [piece] = packer.take(new Uint8Array(WRITE_BYTES));
    packer.clear();
    packer.reuse(piece?.buffer ?? new ArrayBuffer());
    expect(packer.take(new Uint8Array())).toEqual([]);
  });
});

describe('the hash', () => {
  it('is that of the hashes of each 128 KiB, and blocks may be written over at once', async () => {
    const bytes = bytesFrom(2 * BLOCK_BYTES + 3);
    const hash = new BlockHash(bytes.length);
    const hashes: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const block = bytes.slice(at, at + BLOCK_BYTES);
      hashes.push(new Uint8Array(await crypto.subtle.digest('SHA-256', block)));
      void hash.add(at / BLOCK_BYTES, block);
      block.fill(0);
    }
    const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', joined(hashes)));
    expect(await hash.result()).toBe([...whole].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  });
});
