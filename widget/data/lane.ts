/**
 * One kind of reliable messages to one peer: a link that outlives the connections, the channel that carries it just now,
 * and the queue of those who wait for room. Must not know what the messages mean.
 */
import { CallError } from '../call/call-error.ts';
import type { Incarnation } from '#protocol';
import { type DataChannel, listen } from './channels.ts';
import { DEFAULT_MAX_FRAME_BYTES, MAX_HEADER_BYTES, MAX_WAITING_BYTES } from './limits.ts';
import { type SendGate, createSendGate } from './send-gate.ts';

/** What the pair link and the unordered link have in common. */
interface Link<Body> {
  readonly pendingCount: number;
  readonly pendingBytes: number;
  send(body: Body): void;
  receive(envelope: unknown): void;
  resend(): void;
  setRemoteIncarnation(inc: Incarnation): void;
  close(): void;
}

/** What a link sends, as far as it matters here. */
export interface LinkEnvelope {
  readonly n: number;
  readonly e?: number;
  readonly b?: unknown;
}

/** What the link is made with. */
export interface LaneHooks {
  transmit(envelope: LinkEnvelope): void;
  ondrain(): void;
}

export interface LaneOptions<Body> {
  createLink(hooks: LaneHooks): Link<Body>;
  encode(envelope: LinkEnvelope): string | Uint8Array<ArrayBuffer>;
  /** Whatever is no frame may become anything that is no envelope. */
  decode(frame: unknown): unknown;
  /** Room in the link. */
  readonly maxCount: number;
  readonly maxBytes: number;
  /** When the next one may be sent. Default: at once. */
  pace?(): Promise<void> | void;
}

interface Path {
  readonly channel: DataChannel;
  readonly gate: SendGate;
  readonly signal: AbortSignal;
  readonly maxFrameBytes: () => number;
}

export class Lane<Body> {
  readonly #options: LaneOptions<Body>;
  readonly #link: Link<Body>;
  #path: Path | null = null;
  #isClosed = false;
  /** The turn of the last caller. */
  #queue: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #onroom = (): void => {};
  /** Highest number given to this channel, and its epoch. */
  #mark = { e: 0, n: 0 };

  constructor(options: LaneOptions<Body>) {
    this.#options = options;
    this.#link = options.createLink({
      transmit: (envelope) => this.#transmit(envelope),
      ondrain: () => this.#onroom(),
    });
  }

  /** Resolves when the link has the body, which delivers it exactly once while both pages live; waits for room before, and
   *  keeps the order of the calls. Rejects with `peer-unavailable` when the lane is closed meanwhile, and with
   *  `message-too-large` where the other side takes no frame of this size.
   *  @throws CallError `rate-limited` where too much waits already. */
  send(body: Body, bytes: number): Promise<void> {
    if (this.#waitingBytes + bytes > MAX_WAITING_BYTES) throw new CallError('rate-limited');
    this.#waitingBytes += bytes;
    const turn = this.#queue.then(() => this.#enter(body, bytes));
    this.#queue = turn
      .catch(() => {})
      .then(() => {
        this.#waitingBytes -= bytes;
      });
    return turn;
  }

  /** Uses `channel` until `signal` aborts. */
  attach(channel: DataChannel, maxFrameBytes: () => number, signal: AbortSignal): void {
    this.#path = { channel, gate: createSendGate(channel, signal), signal, maxFrameBytes };
    const start = (): void => {
      this.#mark = { e: 0, n: 0 };
      this.#link.resend();
      this.#onroom();
    };
    listen(channel, (data) => this.#link.receive(this.#options.decode(data)), signal);
    channel.addEventListener('open', start, { signal });
    if (channel.readyState === 'open') start();
  }

  setRemoteIncarnation(inc: Incarnation): void {
    this.#mark = { e: 0, n: 0 };
    this.#link.setRemoteIncarnation(inc);
    this.#onroom();
  }

  close(): void {
    this.#isClosed = true;
    this.#link.close();
    this.#onroom();
  }

  async #enter(body: Body, bytes: number): Promise<void> {
    await this.#options.pace?.();
    while (!this.#isClosed) {
      const path = this.#path?.channel.readyState === 'open' ? this.#path : null;
      const frameBytes = bytes + MAX_HEADER_BYTES;
      if (path !== null && frameBytes > path.maxFrameBytes()) throw new CallError('message-too-large');
      if (path?.gate.isFull() === true) await path.gate.room();
      // How large a frame may be is known only when connected; what is small enough for anyone need not wait for that.
      else if (this.#isLinkFull(bytes) || (path === null && frameBytes > DEFAULT_MAX_FRAME_BYTES)) await this.#room();
      else return this.#link.send(body);
    }
    throw new CallError('peer-unavailable');
  }

  #isLinkFull(bytes: number): boolean {
    const { maxCount, maxBytes } = this.#options;
    return this.#link.pendingCount >= maxCount || this.#link.pendingBytes + bytes > maxBytes;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#onroom = resolve;
    });
  }

  #transmit(envelope: LinkEnvelope): void {
    const { n, e = 0 } = envelope;
    if (this.#path === null || this.#path.signal.aborted || this.#path.channel.readyState !== 'open') return;
    const { channel, gate } = this.#path;
    // Whoever reads nothing is told nothing: an acknowledgement that is lost here goes with the next body or duplicate.
    if (n === 0 && gate.isFull()) return;
    const mark = e === this.#mark.e ? this.#mark.n : 0;
    // The channel loses nothing while it lives: what it still buffers need not be said twice.
    if (n > 0 && n <= mark && channel.bufferedAmount > 0) return;
    this.#mark = { e, n: Math.max(n, mark) };
    try {
      channel.send(this.#options.encode(envelope));
    } catch {
      // Its queue is full or it is closing: lost, and sent again later.
    }
  }
}
