/**
 * The files of a call. What transfers them is a module of its own, loaded when the first is sent or offered: most calls have none. Knows
 * no state of the call; must not know how bytes travel.
 */
import type { PeerId } from '#protocol';
import { notice } from '../data/channels.ts';
import type { FileChannel } from '../data/files/file-path.ts';
import type { FileTransfer } from '../data/files/file-transfer.ts';
import type { FileTransfers, FileTransfersOptions } from '../data/files/file-transfers.ts';
import { createFileTransfers } from '../parts/files.ts';
import { CallError } from './call-error.ts';

const NONE: ReadonlyMap<string, FileTransfer> = new Map();

export class CallFiles {
  readonly #options: FileTransfersOptions;
  readonly #channels = new Map<PeerId, FileChannel>();
  #engine: FileTransfers | null = null;
  #loading: Promise<FileTransfers> | null = null;

  constructor(options: FileTransfersOptions) {
    this.#options = options;
  }

  get transfers(): ReadonlyMap<string, FileTransfer> {
    return this.#engine?.transfers ?? NONE;
  }

  /** Files to and from this peer use this channel from now on. */
  attach(peerId: PeerId, channel: FileChannel): void {
    this.#channels.set(peerId, channel);
    if (this.#engine !== null) this.#engine.attach(peerId, channel);
    else notice(channel.channel, () => void this.load().catch(() => {}), channel.signal);
  }

  /** This peer is gone, or was loaded anew; none is named: all are. */
  end(peerId?: PeerId): void {
    for (const id of peerId === undefined ? [...this.#channels.keys()] : [peerId]) {
      this.#channels.delete(id);
      this.#engine?.end(id);
    }
  }

  /** Forgets every transfer, with what was received. */
  clear(): void {
    this.#engine?.clear();
  }

  /** @throws CallError `server-error` where it cannot be loaded; it is tried again with the next call. */
  load(): Promise<FileTransfers> {
    this.#loading ??= this.#load().catch((cause: unknown) => {
      this.#loading = null;
      throw new CallError('server-error', { cause });
    });
    return this.#loading;
  }

  async #load(): Promise<FileTransfers> {
    const engine = await createFileTransfers(this.#options);
    this.#engine = engine;
    for (const [peerId, channel] of this.#channels) engine.attach(peerId, channel);
    return engine;
  }
}
