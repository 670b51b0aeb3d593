/** Two or more pages that transfer files over channels that break as a test, or a seed, wants; disks that are slow or full. */
import { getRandomValues } from 'node:crypto';
import type { PeerId } from '#protocol';
import type { FileSink, NoSink } from '../../../../widget/data/files/file-sink.ts';
import type { FileTransfer } from '../../../../widget/data/files/file-transfer.ts';
import { FileTransfers, type FileTransfersOptions } from '../../../../widget/data/files/file-transfers.ts';
import { type Random } from '../../../support/random.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';
import { settlePromises } from '../../../support/virtual-clock.ts';
import { FakeChannel } from '../fake-channels.ts';

export const idFrom = (name: string) => name as PeerId;

/** What was done with the bytes that a page received. */
export class Disk {
  readonly chunks: Uint8Array[] = [];
  state: 'open' | 'finished' | 'aborted' = 'open';
  /** Blocks are kept only when this lets them. */
  gate: Promise<void> = Promise.resolve();
  /** Writing fails from here on. */
  roomBytes = Infinity;
  mostBytes = 0;

  sink(name: string): FileSink {
    return {
      write: async (bytes) => {
        const written = bytes.slice();
        // As a disk that takes the memory: nobody may look at it meanwhile.
        const memory = structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
        await this.gate;
        if (this.bytes + written.length > this.roomBytes) throw new DOMException('full', 'QuotaExceededError');
        this.chunks.push(written);
        new Uint8Array(memory).fill(0xee);
        return memory;
      },
      finish: () => {
        this.state = 'finished';
        return Promise.resolve(new File(this.chunks as BlobPart[], name, { type: 'application/octet-stream' }));
      },
      abort: () => {
        if (this.state === 'open') this.state = 'aborted';
        return Promise.resolve();
      },
    };
  }

  get bytes(): number {
    return this.chunks.reduce((sum, { length }) => sum + length, 0);
  }
}

export interface FilePage {
  readonly files: FileTransfers;
  readonly offers: FileTransfer[];
  readonly progress: FileTransfer[];
  readonly received: FileTransfer[];
  /** The disks of what was accepted, in this order. */
  readonly disks: Disk[];
  /** What `open` gives instead of a disk. */
  noSink: NoSink | null;
  /** The only transfer there is. */
  only(): FileTransfer;
}

export function pageOf(clock: VirtualClock, options: Partial<FileTransfersOptions> = {}): FilePage {
  const [offers, progress, received, disks]: [FileTransfer[], FileTransfer[], FileTransfer[], Disk[]] = [
    [],
    [],
    [],
    [],
  ];
  const page: FilePage = {
    files: new FileTransfers({
      clock,
      onoffer: (transfer) => offers.push(transfer),
      onprogress: (transfer) => progress.push(transfer),
      onreceived: (transfer) => received.push(transfer),
      onchange: () => {},
      sinks: {
        open: ({ name }) => {
          if (page.noSink !== null) return Promise.resolve(page.noSink);
          const disk = new Disk();
          disks.push(disk);
          return Promise.resolve(disk.sink(name));
        },
      },
      ...options,
    }),
    offers,
    progress,
    received,
    disks,
    noSink: null,
    only() {
      const [first, ...rest] = page.files.transfers.values();
      if (first === undefined || rest.length > 0) throw new Error(`there are ${page.files.transfers.size} transfers`);
      return first;
    },
  };
  return page;
}

export interface FileConnection {
  /** Its end in the first page, and in the second. */
  readonly a: FakeChannel;
  readonly b: FakeChannel;
  open(): void;
  /** Both ends close, and lose what was on its way. */
  close(): void;
}

export interface ConnectOptions {
  readonly latencyMs?: number;
  readonly maxFrameBytes?: number;
}

/** One end of a channel, as PeerData hands it over. @returns how it is replaced. */
export function attachEnd(page: FilePage, peer: string, channel: FakeChannel, maxFrameBytes = 262_144): () => void {
  const attachment = new AbortController();
  page.files.attach(idFrom(peer), { channel, maxFrameBytes: () => maxFrameBytes, signal: attachment.signal });
  return () => attachment.abort();
}

/** A pair of channels that nobody uses yet. */
export function channelPair(clock: VirtualClock, latencyMs = 20): readonly [FakeChannel, FakeChannel] {
  const path = { clock, latencyMs };
  const pair = [new FakeChannel('files', path), new FakeChannel('files', path)] as const;
  pair[0].other = pair[1];
  pair[1].other = pair[0];
  return pair;
}

/** Connects page `a` (whom `b` calls 'a') and `b`. */
export function connectFiles(
  clock: VirtualClock,
  a: FilePage,
  b: FilePage,
  { latencyMs = 20, maxFrameBytes = 262_144 }: ConnectOptions = {},
): FileConnection {
  const [atA, atB] = channelPair(clock, latencyMs);
  attachEnd(a, 'b', atA, maxFrameBytes);
  attachEnd(b, 'a', atB, maxFrameBytes);
  return {
    a: atA,
    b: atB,
    open: () => [atA, atB].forEach((channel) => channel.open()),
    close: () => [atA, atB].forEach((channel) => channel.close()),
  };
}

/** Bytes that no compression and no chance makes equal. */
export function bytesFrom(size: number, random?: Random): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  if (random === undefined) {
    for (let at = 0; at < size; at += 65_536) getRandomValues(bytes.subarray(at, at + 65_536));
  } else {
    const words = new Uint32Array(bytes.buffer, 0, Math.floor(size / 4));
    for (let i = 0; i < words.length; i += 1) words[i] = random.next() * 2 ** 32;
  }
  return bytes;
}

/** Hashing and reading take real time, which no clock here stands for: this much at most, in ms, on a machine with other work. */
const PATIENCE_MS = 20_000;

/** Lets time pass, in steps of 20 ms, until `isSo`. @throws when it takes too long. */
export async function advanceUntil(clock: VirtualClock, isSo: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`It did not come to that in ${clock.now()} ms.`);
    await clock.advance(20);
    await settlePromises();
  }
}

/** How many bytes of files were handed to a channel. */
export function dataBytesOf(channel: FakeChannel): number {
  return channel.sent.reduce((sum, it) => sum + (typeof it === 'string' ? 0 : it.byteLength - 12), 0);
}
