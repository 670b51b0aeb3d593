/**
 * One file on its way from one peer: waits for a person's word, takes the bytes in order and within what was announced, hashes them
 * block by block, writes them by the MiB, and acknowledges what it can hold. Everything it hears may be hostile. Knows neither other transfers nor who the peer is.
 */
import { BlockHash } from './block-hash.ts';
import type { FileMessage, Offer } from './file-frames.ts';
import { ACK_BYTES, MAX_UNWRITTEN_BYTES, WINDOW_BYTES } from './file-limits.ts';
import { type TransferHost, failureOf } from './file-path.ts';
import type { FileSink } from './file-sink.ts';
import type { FileFailure } from './file-transfer.ts';
import { PiecePacker } from './piece-packer.ts';
import type { FileOutcome, TransferStatus } from './transfer-status.ts';

export class IncomingFile {
  readonly n: number;
  readonly status: TransferStatus;
  readonly #host: TransferHost;
  readonly #hash: BlockHash;
  /** As in the last offer. */
  #k: number;
  /** How often the sender had to begin anew from where we are: with each channel, and after bytes that were dropped here. */
  #r = 0;
  #sink: FileSink | null = null;
  #received = 0;
  #acked = 0;
  #unwritten = 0;
  readonly #packer: PiecePacker;
  #blockCount = 0;
  /** The last block. */
  #hashing: Promise<void> = Promise.resolve();
  /** What is written is so one after the other. */
  #writing: Promise<void> = Promise.resolve();
  #isEnding = false;
  /** Bytes were dropped, because too many wait for the disk already. */
  #isBehind = false;

  constructor({ n, k, paused }: Offer, status: TransferStatus, host: TransferHost) {
    this.n = n;
    this.#k = k;
    this.status = status;
    status.pausedThere = paused;
    status.isOnline = true;
    this.#host = host;
    this.#hash = new BlockHash(status.info.size);
    this.#packer = new PiecePacker(status.info.size, (block) => {
      this.#hashing = this.#hash.add(this.#blockCount, block);
      this.#blockCount += 1;
    });
  }

  /** What is received goes into `sink`, from the start. */
  accept(sink: FileSink): void {
    this.#sink = sink;
    this.status.isAccepted = true;
    this.#sayAccept();
    this.#host.onchange();
  }

  decline(): void {
    this.#end({ state: 'declined' }, { type: 'decline', n: this.n });
  }

  cancel(): void {
    this.#end({ state: 'cancelled' }, { type: 'cancel', n: this.n });
  }

  /** It can never be completed, for a reason on this side. @param isTold whether the other side must know. */
  fail(error: FileFailure, isTold = false): void {
    const word = isTold && error !== 'peer-unavailable' ? ({ type: 'failed', n: this.n, error } as const) : null;
    this.#end({ state: 'failed', error }, word);
  }

  pause(paused: boolean): void {
    this.status.pausedHere = paused;
    this.#host.say({ type: 'pause', n: this.n, paused });
    this.#host.onchange();
  }

  /** There is another channel, or none just now. */
  attach(isOnline: boolean): void {
    this.status.isOnline = isOnline;
    this.#beginAnew();
    this.#host.onchange();
  }

  receive(message: FileMessage): void {
    switch (message.type) {
      case 'offer':
        this.#k = message.k;
        this.status.pausedThere = message.paused;
        if (this.status.isAccepted) this.#sayAccept();
        return this.#host.onchange();
      case 'pause':
        this.status.pausedThere = message.paused;
        return this.#host.onchange();
      case 'end':
        return this.#handleEnd(message.hash);
      case 'cancel':
        return this.#end({ state: 'cancelled' }, null);
      case 'failed':
        return this.#end({ state: 'failed', error: message.error }, null);
      default:
    }
  }

  /** Takes what comes next, within the announced size; anything else is dropped. */
  receiveData(offset: number, bytes: Uint8Array): void {
    const { size } = this.status.info;
    if (this.#sink === null || this.status.isOver || offset !== this.#received || offset + bytes.length > size) return;
    // Only a sender that heeds no acknowledgement comes this far.
    if (this.#unwritten > MAX_UNWRITTEN_BYTES + 2 * WINDOW_BYTES) this.#isBehind = true;
    if (this.#isBehind) return;
    this.#received += bytes.length;
    for (const piece of this.#packer.take(bytes)) this.#write(this.#sink, piece);
    this.status.bytes = this.#received;
    this.#acknowledge();
    this.#host.onchange();
  }

  #write(sink: FileSink, piece: Uint8Array<ArrayBuffer>): void {
    const hashing = this.#hashing;
    const { length } = piece;
    this.#unwritten += length;
    this.#writing = this.#writing.then(async () => {
      if (this.status.isOver) return;
      try {
        const [memory] = await Promise.all([sink.write(piece), hashing]);
        this.#packer.reuse(memory);
        this.#unwritten -= length;
        this.#acknowledge();
      } catch (error) {
        this.fail(failureOf(error, 'storage-full'), true);
      }
    });
  }

  #acknowledge(): void {
    if (this.#isBehind && this.#unwritten === 0) this.#beginAnew();
    const isDue = this.#received - this.#acked >= ACK_BYTES || this.#received === this.status.info.size;
    if (!isDue || this.#received === this.#acked || this.#unwritten > MAX_UNWRITTEN_BYTES || this.status.isOver) return;
    this.#acked = this.#received;
    this.#host.say({ type: 'ack', n: this.n, offset: this.#received });
  }

  #handleEnd(hash: string): void {
    if (this.#sink === null || this.#received !== this.status.info.size || this.#isEnding) return;
    const sink = this.#sink;
    this.#isEnding = true;
    this.#writing = this.#writing.then(() => this.#finish(sink, hash));
  }

  async #finish(sink: FileSink, hash: string): Promise<void> {
    if (this.status.isOver) return;
    if ((await this.#hash.result()) !== hash) return this.fail('file-corrupt', true);
    try {
      const file = await sink.finish();
      this.#end({ state: 'done', ...(file === null ? {} : { file }) }, { type: 'done', n: this.n });
    } catch (error) {
      this.fail(failureOf(error, 'storage-full'), true);
    }
  }

  #beginAnew(): void {
    this.#isBehind = false;
    this.#r += 1;
    if (this.status.isOnline && this.status.isAccepted) this.#sayAccept();
  }

  #sayAccept(): void {
    this.#acked = this.#received;
    this.#host.say({
      type: 'accept',
      n: this.n,
      offset: this.#received,
      k: this.#k,
      r: this.#r,
      paused: this.status.pausedHere,
    });
  }

  #end(outcome: FileOutcome, word: Parameters<TransferHost['over']>[1]): void {
    if (this.status.isOver) return;
    this.status.end(outcome);
    this.#packer.clear();
    const sink = this.#sink;
    if (outcome.state !== 'done' && sink !== null) {
      this.#writing = this.#writing.then(() => sink.abort());
    }
    this.#host.over(this.n, word);
  }
}
