/**
 * One file on its way to one peer: says the offer on every new channel until it is answered, then sends from where the receiver is, as
 * fast as the channel and the receiver take it. Knows neither other transfers nor who the peer is.
 */
import { BlockHash } from './block-hash.ts';
import { BlockReader } from './block-reader.ts';
import { type Accept, type FileMessage, HEADER_BYTES, type LastWord, encodeFileData } from './file-frames.ts';
import { BLOCK_BYTES, WINDOW_BYTES } from './file-limits.ts';
import type { FilePath, TransferHost } from './file-path.ts';
import type { FileFailure } from './file-transfer.ts';
import type { FileOutcome, TransferStatus } from './transfer-status.ts';

export class OutgoingFile {
  readonly n: number;
  readonly status: TransferStatus;
  readonly #file: File;
  readonly #host: TransferHost;
  readonly #hash: BlockHash;
  #path: FilePath | null = null;
  #isOffered = false;
  /** How often the channel has changed, and the last acceptance that was followed: one is followed once only. */
  #k = 0;
  #followed = '';
  #sent = 0;
  /** As much as ever was sent: the receiver cannot have more. */
  #mostSent = 0;
  #acked = 0;
  /** Ends what an earlier run still waits for. */
  #run = 0;
  #wake = (): void => {};

  constructor(n: number, file: File, status: TransferStatus, host: TransferHost) {
    this.n = n;
    this.#file = file;
    this.status = status;
    this.#host = host;
    this.#hash = new BlockHash(file.size);
  }

  /** Whether the other side has been asked, or will be on the next channel. */
  get isOffered(): boolean {
    return this.#isOffered;
  }

  /** Asks the other side to take it. */
  offer(): void {
    this.#isOffered = true;
    this.#sayOffer();
  }

  /** There is another channel; null: none just now. Bytes flow again when the receiver says from where. */
  attach(path: FilePath | null): void {
    this.#stop();
    this.#path = path;
    this.#k += 1;
    if (path !== null && this.#isOffered) this.#sayOffer();
    this.#host.onchange();
  }

  receive(message: FileMessage): void {
    switch (message.type) {
      case 'accept':
        return this.#handleAccept(message);
      case 'ack':
        return this.#handleAck(message.offset);
      case 'pause':
        this.status.pausedThere = message.paused;
        return this.#update();
      case 'done':
        // Nobody has a file that was not sent.
        if (this.#mostSent < this.#file.size || !this.status.isAccepted) return;
        this.status.bytes = this.#file.size;
        return this.#end({ state: 'done' });
      case 'decline':
        return this.#end({ state: 'declined' });
      case 'cancel':
        return this.#end({ state: 'cancelled' });
      case 'failed':
        return this.#end({ state: 'failed', error: message.error });
      default:
    }
  }

  pause(paused: boolean): void {
    this.status.pausedHere = paused;
    if (this.#isOffered) this.#host.say({ type: 'pause', n: this.n, paused });
    this.#update();
  }

  cancel(): void {
    this.#end({ state: 'cancelled' }, { type: 'cancel', n: this.n });
  }

  /** It can never be completed: the other one is gone. */
  fail(error: FileFailure): void {
    this.#end({ state: 'failed', error });
  }

  #sayOffer(): void {
    const { name, size, type: mime } = this.status.info;
    this.#host.say({ type: 'offer', n: this.n, k: this.#k, name, size, mime, paused: this.status.pausedHere });
  }

  #handleAccept({ k, r, offset, paused }: Accept): void {
    const path = this.#path;
    const mark = `${k} ${r}`;
    this.status.pausedThere = paused;
    if (k !== this.#k || mark === this.#followed || path === null || offset > this.#mostSent) return this.#update();
    this.#followed = mark;
    this.status.isAccepted = true;
    this.status.isOnline = true;
    this.status.bytes = offset;
    this.#sent = offset;
    this.#acked = offset;
    this.#stop(true);
    this.#host.onchange();
    void this.#send(path, this.#run);
  }

  #handleAck(offset: number): void {
    if (offset <= this.#acked || offset > this.#sent) return;
    this.#acked = offset;
    this.status.bytes = offset;
    this.#update();
  }

  /** Sends all that is left, until another run begins. */
  async #send(path: FilePath, run: number): Promise<void> {
    const { size } = this.#file;
    let start = this.#sent - (this.#sent % BLOCK_BYTES);
    const reader = new BlockReader(this.#file, start, HEADER_BYTES);
    try {
      while (this.#sent < size) {
        const blocks = await reader.next();
        await this.#sendBlocks(path, run, start, blocks);
        if (run !== this.#run) return;
        start += blocks.length;
      }
      while (run === this.#run && path.gate.isFull()) await path.gate.room();
      const hash = await this.#hash.result();
      if (run === this.#run) this.#host.say({ type: 'end', n: this.n, hash });
    } catch {
      if (run !== this.#run) return;
      this.#end({ state: 'failed', error: 'file-unreadable' }, { type: 'failed', n: this.n, error: 'file-unreadable' });
    } finally {
      reader.cancel();
    }
  }

  /** @param start where in the file they begin. */
  async #sendBlocks(path: FilePath, run: number, start: number, blocks: Uint8Array<ArrayBuffer>): Promise<void> {
    while (run === this.#run && this.#sent < start + blocks.length) {
      if (!this.#mayGo(path)) {
        await this.#turn(path);
        continue;
      }
      // Hashed and sent at once, as long as it is in the processor's cache.
      const begin = this.#sent - (this.#sent % BLOCK_BYTES);
      const block = blocks.subarray(begin - start).subarray(0, BLOCK_BYTES);
      void this.#hash.add(begin / BLOCK_BYTES, block);
      this.#sendFrame(path, block.subarray(this.#sent - begin));
    }
  }

  /** @param rest of a block; as much of it goes as the other side takes at once, after a header in the memory before it, which is sent and hashed already. */
  #sendFrame({ channel, maxFrameBytes }: FilePath, rest: Uint8Array<ArrayBuffer>): void {
    const bytes = rest.subarray(0, maxFrameBytes() - HEADER_BYTES);
    try {
      channel.send(encodeFileData({ n: this.n, offset: this.#sent, bytes }));
    } catch {
      // It is closing: the receiver says on the next one from where to go on.
      this.#stop();
      return this.#host.onchange();
    }
    this.#sent += bytes.length;
    this.#mostSent = Math.max(this.#mostSent, this.#sent);
  }

  #mayGo({ gate }: FilePath): boolean {
    return !this.status.isPaused && this.#sent - this.#acked < WINDOW_BYTES && !gate.isFull();
  }

  #turn({ gate }: FilePath): Promise<void> {
    if (gate.isFull()) return gate.room();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #update(): void {
    this.#wake();
    this.#host.onchange();
  }

  #stop(isOnline = false): void {
    this.#run += 1;
    this.status.isOnline = isOnline;
    this.#wake();
  }

  #end(outcome: FileOutcome, word: LastWord | null = null): void {
    if (this.status.isOver) return;
    this.#stop();
    this.status.end(outcome);
    this.#host.over(this.n, this.#isOffered ? word : null);
  }
}
