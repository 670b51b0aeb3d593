/**
 * All files on their way between this page and one other: which channel carries them, which transfer a message is for, how many there may
 * be, and what was said last about those that are over, which is said again on each new channel. Knows neither disks nor who the peer is.
 */
import { listen } from '../channels.ts';
import { createPace } from '../pace.ts';
import { createSendGate } from '../send-gate.ts';
import { type Clock, systemClock } from '../../link/clock.ts';
import { type FileMessage, type LastWord, type Offer, decodeFileData, decodeFileMessage } from './file-frames.ts';
import { MAX_OPEN_COUNT, MAX_OVER_COUNT, OFFERS_PER_SECOND, OFFER_BURST_COUNT, WINDOW_BYTES } from './file-limits.ts';
import type { FileChannel, FilePath, TransferHost } from './file-path.ts';
import { IncomingFile } from './incoming-file.ts';
import { OutgoingFile } from './outgoing-file.ts';
import { type FileInfo, TransferStatus } from './transfer-status.ts';

export type Transfer = OutgoingFile | IncomingFile;

export interface PeerFilesOptions {
  /** @returns what is to be shown of an offer. */
  describe(offer: Offer): FileInfo;
  onoffer(transfer: IncomingFile): void;
  onchange(transfer: Transfer): void;
  readonly clock?: Clock;
}

/** As much as waits in the channel before what can be said later is not said. */
const MAX_SPEECH_BYTES = 3 * WINDOW_BYTES;

export class PeerFiles {
  readonly #options: PeerFilesOptions;
  readonly #clock: Clock;
  readonly #open = new Map<number, Transfer>();
  /** Transfers that are over, with the last word about each; null where the other side had it. */
  readonly #over = new Map<number, LastWord | null>();
  readonly #lifetime = new AbortController();
  readonly #pace: () => Promise<void> | void;
  #isPacing = false;
  #tokens = 2 * OFFER_BURST_COUNT;
  #tokensAtMs: number;
  #channel: FileChannel | null = null;
  /** Where it is open. */
  #path: FilePath | null = null;

  constructor(options: PeerFilesOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#tokensAtMs = this.#clock.now();
    this.#pace = createPace(OFFER_BURST_COUNT, OFFERS_PER_SECOND, this.#clock, this.#lifetime.signal);
  }

  /** Uses this channel from now on, when it is open. */
  attach(channel: FileChannel): void {
    const { signal } = channel;
    this.#channel = channel;
    const start = (): void => {
      if (this.#channel === channel && !signal.aborted) this.#start(channel);
    };
    const stop = (): void => {
      if (this.#channel !== channel) return;
      this.#channel = null;
      this.#detach();
    };
    this.#detach();
    listen(channel.channel, (frame) => this.#receive(frame), signal);
    channel.channel.addEventListener('open', start, { signal });
    channel.channel.addEventListener('close', stop, { signal });
    signal.addEventListener('abort', stop, { once: true });
    if (channel.channel.readyState === 'open') start();
  }

  send(file: File, info: FileInfo): OutgoingFile {
    let n: number;
    do n = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    while (this.#open.has(n) || this.#over.has(n));
    const status = new TransferStatus(info);
    const transfer: OutgoingFile = new OutgoingFile(
      n,
      file,
      status,
      this.#hostOf(() => transfer),
    );
    this.#open.set(n, transfer);
    if (this.#path !== null) transfer.attach(this.#path);
    void this.#offerNext();
    return transfer;
  }

  /** The other one is gone, or was loaded anew: nothing can be completed. */
  end(): void {
    this.#lifetime.abort();
    this.#channel = null;
    for (const transfer of this.#open.values()) transfer.fail('peer-unavailable');
    this.#over.clear();
  }

  #start(channel: FileChannel): void {
    const path = { ...channel, gate: createSendGate(channel.channel, channel.signal, WINDOW_BYTES, WINDOW_BYTES / 4) };
    this.#path = path;
    for (const word of this.#over.values()) if (word !== null) this.#say(word);
    for (const transfer of [...this.#open.values()]) {
      if (transfer instanceof OutgoingFile) transfer.attach(path);
      else transfer.attach(true);
    }
    void this.#offerNext();
  }

  #detach(): void {
    this.#path = null;
    for (const transfer of [...this.#open.values()]) {
      if (transfer instanceof OutgoingFile) transfer.attach(null);
      else transfer.attach(false);
    }
  }

  #hostOf(transfer: () => Transfer): TransferHost {
    return {
      say: (message) => this.#say(message),
      over: (n, word) => {
        this.#open.delete(n);
        this.#remember(n, word);
        if (word !== null) this.#say(word);
        this.#options.onchange(transfer());
        void this.#offerNext();
      },
      onchange: () => this.#options.onchange(transfer()),
    };
  }

  #remember(n: number, word: LastWord | null): void {
    this.#over.set(n, word);
    for (const oldest of this.#over.keys()) {
      if (this.#over.size <= MAX_OVER_COUNT) return;
      this.#over.delete(oldest);
    }
  }

  /** Offers what waits, as fast as the other side listens to. */
  async #offerNext(): Promise<void> {
    if (this.#isPacing) return;
    this.#isPacing = true;
    for (let next = this.#nextToOffer(); next !== undefined; next = this.#nextToOffer()) {
      await this.#pace();
      if (!next.status.isOver && !this.#lifetime.signal.aborted) next.offer();
    }
    this.#isPacing = false;
  }

  #nextToOffer(): OutgoingFile | undefined {
    if (this.#lifetime.signal.aborted) return undefined;
    const outgoing = [...this.#open.values()].filter((it) => it instanceof OutgoingFile);
    const isRoom = outgoing.filter((it) => it.isOffered).length < MAX_OPEN_COUNT;
    return isRoom ? outgoing.find((it) => !it.isOffered) : undefined;
  }

  #say(message: FileMessage): void {
    const channel = this.#path?.channel;
    if (channel?.readyState !== 'open' || channel.bufferedAmount > MAX_SPEECH_BYTES) return;
    try {
      channel.send(JSON.stringify(message));
    } catch {
      // It is closing: whatever counts is said again on the next one.
    }
  }

  #receive(frame: unknown): void {
    if (this.#lifetime.signal.aborted) return;
    const data = decodeFileData(frame);
    if (data !== null) {
      const transfer = this.#open.get(data.n);
      if (transfer instanceof IncomingFile) transfer.receiveData(data.offset, data.bytes);
      return;
    }
    const message = decodeFileMessage(frame);
    if (message !== null) this.#dispatch(message);
  }

  #dispatch(message: FileMessage): void {
    const transfer = this.#open.get(message.n);
    if (transfer !== undefined) return transfer.receive(message);
    const word = this.#over.get(message.n);
    // Only a question is answered: two pages that repeat their last words would never end.
    if (word !== undefined) {
      if (word !== null && (message.type === 'offer' || message.type === 'accept')) this.#say(word);
      return;
    }
    if (message.type === 'offer' && this.#mayOffer()) this.#take(message);
  }

  #take(offer: Offer): void {
    const status = new TransferStatus(this.#options.describe(offer));
    const transfer: IncomingFile = new IncomingFile(
      offer,
      status,
      this.#hostOf(() => transfer),
    );
    this.#open.set(offer.n, transfer);
    this.#options.onoffer(transfer);
  }

  /** What comes faster than an honest page would say it is not heard. */
  #mayOffer(): boolean {
    const nowMs = this.#clock.now();
    const refill = ((nowMs - this.#tokensAtMs) / 1000) * 2 * OFFERS_PER_SECOND;
    this.#tokens = Math.min(2 * OFFER_BURST_COUNT, this.#tokens + refill);
    this.#tokensAtMs = nowMs;
    const openCount = [...this.#open.values()].filter((it) => it instanceof IncomingFile).length;
    if (this.#tokens < 1 || openCount >= MAX_OPEN_COUNT) return false;
    this.#tokens -= 1;
    return true;
  }
}
