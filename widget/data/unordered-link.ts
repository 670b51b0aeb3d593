/**
 * As the pair link, but each body is delivered when it comes: exactly once, in no order, none waits for another. For a
 * channel that is reliable while it lives, so that only what was on a lost channel is sent again. It must not know what a
 * body means. The envelope is described in README.md here.
 */
import type { Incarnation } from '#protocol';
import type { Clock, TimerHandle } from '../link/clock.ts';
import { ACK_EVERY_BYTES } from './limits.ts';

/** How far the newest body may be ahead of the oldest unacknowledged one; bounds what the receiver has to remember. */
export const WINDOW_COUNT = 128;

/** Without progress for this long, in ms, everything unacknowledged is sent again: the other side may have attached late. */
const RESEND_MS = 4_000;
const ACK_DELAY_MS = 50;

export interface UnorderedEnvelope {
  /** Incarnations of sender and receiver. */
  readonly s: Incarnation;
  readonly r: Incarnation;
  /** Number of the body, from 1; 0: only an acknowledgement. */
  readonly n: number;
  /** Every number up to this has arrived. */
  readonly a: number;
  /** And these, counted from `a`. */
  readonly x: readonly number[];
  readonly b?: unknown;
}

const isCount = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && Number(value) >= least;

function decodeEnvelope(value: unknown): UnorderedEnvelope | null {
  if (typeof value !== 'object' || value === null) return null;
  const envelope = value as UnorderedEnvelope;
  const { n, a, x } = envelope;
  if (!isCount(n, 0) || !isCount(a, 0) || !Array.isArray(x) || x.length > WINDOW_COUNT) return null;
  return x.every((distance) => isCount(distance, 1) && distance <= WINDOW_COUNT) ? envelope : null;
}

export interface UnorderedLinkOptions<Body> {
  readonly localInc: Incarnation;
  readonly remoteInc: Incarnation;
  transmit(envelope: UnorderedEnvelope): void;
  /** `null`: malformed; counts as arrived. */
  decode(value: unknown): Body | null;
  deliver(body: Body): void;
  ondrain(): void;
  measure(body: Body): number;
  readonly clock: Clock;
}

export class UnorderedLink<Body> {
  readonly #options: UnorderedLinkOptions<Body>;
  readonly #outbox = new Map<number, Body>();
  #remoteInc: Incarnation;
  #pendingBytes = 0;
  #sent = 0;
  #got = 0;
  /** Arrived, above {@link #got}. */
  readonly #early = new Set<number>();
  #unackedBytes = 0;
  #ackTimer: TimerHandle | null = null;
  #resendTimer: TimerHandle | null = null;

  constructor(options: UnorderedLinkOptions<Body>) {
    this.#options = options;
    this.#remoteInc = options.remoteInc;
  }

  /** How much of the window is used. */
  get pendingCount(): number {
    const [oldest = this.#sent + 1] = this.#outbox.keys();
    return this.#sent + 1 - oldest;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  send(body: Body): void {
    this.#sent += 1;
    this.#outbox.set(this.#sent, body);
    this.#pendingBytes += this.#options.measure(body);
    this.#transmit(this.#sent, body);
    this.#watch();
  }

  resend(): void {
    for (const [n, body] of this.#outbox) this.#transmit(n, body);
    this.#unwatch();
    this.#watch();
  }

  receive(value: unknown): void {
    const envelope = decodeEnvelope(value);
    if (envelope === null) return;
    const { s, r, n, a, x, b } = envelope;
    if (s !== this.#remoteInc || r !== this.#options.localInc) return;
    this.#handleAcknowledgement(a, x);
    if (n > 0) this.#handleBody(n, b);
  }

  /** Another page: nothing of the old one counts. */
  setRemoteIncarnation(inc: Incarnation): void {
    if (inc === this.#remoteInc) return;
    this.close();
    this.#remoteInc = inc;
    this.#sent = 0;
    this.#got = 0;
    this.#early.clear();
  }

  close(): void {
    this.#outbox.clear();
    this.#pendingBytes = 0;
    this.#unwatch();
    this.#options.clock.clearTimeout(this.#ackTimer);
    this.#ackTimer = null;
  }

  #handleAcknowledgement(acked: number, early: readonly number[]): void {
    const before = this.#outbox.size;
    for (const n of this.#outbox.keys()) {
      if (n > acked) break;
      this.#forget(n);
    }
    for (const distance of early) this.#forget(acked + distance);
    if (this.#outbox.size === before) return;
    this.#unwatch();
    this.#watch();
    this.#options.ondrain();
  }

  #forget(n: number): void {
    const body = this.#outbox.get(n);
    if (body === undefined) return;
    this.#outbox.delete(n);
    this.#pendingBytes -= this.#options.measure(body);
  }

  #handleBody(n: number, value: unknown): void {
    if (n > this.#got + WINDOW_COUNT) return;
    this.#ackTimer ??= this.#options.clock.setTimeout(() => this.#transmit(0), ACK_DELAY_MS);
    if (n <= this.#got || this.#early.has(n)) return;
    this.#early.add(n);
    while (this.#early.delete(this.#got + 1)) this.#got += 1;
    const body = this.#options.decode(value);
    if (body === null) return;
    this.#unackedBytes += this.#options.measure(body);
    if (this.#unackedBytes >= ACK_EVERY_BYTES) this.#transmit(0);
    this.#options.deliver(body);
  }

  #transmit(n: number, body?: Body): void {
    this.#options.clock.clearTimeout(this.#ackTimer);
    this.#ackTimer = null;
    this.#unackedBytes = 0;
    const x = Array.from(this.#early, (early) => early - this.#got);
    const head = { s: this.#options.localInc, r: this.#remoteInc, n, a: this.#got, x };
    this.#options.transmit(body === undefined ? head : { ...head, b: body });
  }

  #watch(): void {
    if (this.#outbox.size > 0) this.#resendTimer ??= this.#options.clock.setTimeout(() => this.resend(), RESEND_MS);
  }

  #unwatch(): void {
    this.#options.clock.clearTimeout(this.#resendTimer);
    this.#resendTimer = null;
  }
}
