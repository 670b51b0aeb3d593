/**
 * The pair link: between two page incarnations, over any path that keeps the order but loses messages when it breaks and
 * comes back, every body is delivered exactly once and in order, or both sides see one explicit reset. It must not know
 * what a body means, how an envelope is encoded, or which path carries it. The envelope is described in README.md here.
 */
import type { Incarnation } from '#protocol';
import { type Clock, systemClock, type TimerHandle } from './clock.ts';
import { decodeEnvelope, type Envelope } from './envelope.ts';

/** How long without progress before everything unacknowledged is sent again; the last one repeats. Short enough that one
 *  lost message is a hiccup, long enough that an absent page costs one message in 15 s. */
const RESEND_DELAYS_MS = [2_000, 4_000, 8_000, 15_000] as const;

/** Accepted bodies after which an acknowledgement no longer waits for {@link PairLinkOptions.ackDelayMs}. */
const ACK_EVERY_COUNT = 16;

export interface PairLinkOptions<Body> {
  /** Incarnation of this page. */
  readonly localInc: Incarnation;
  /** Incarnation of the other page as the room knows it; `null` where only the other page itself can tell. */
  readonly remoteInc: Incarnation | null;
  /** Hands an envelope to the path. May lose it silently; must not throw. */
  transmit(envelope: Envelope): void;
  /** Makes a body of what arrived. `null`: malformed, skipped and counted; the order goes on. Must not throw. */
  decode(value: unknown): Body | null;
  /** Receives the bodies, one at a time and in order; the next one waits for the promise. A rejection is counted and
   *  does not stop the link. A promise that never settles does: race it with whatever ends its purpose. */
  deliver(body: Body): void | Promise<void>;
  /** An explicit reset: what was not delivered yet is gone in both directions. Bodies sent from now on count again. */
  onreset?(): void;
  /** The other page has this one, and nothing here needs it any more. */
  onacked?(body: Body): void;
  /** The other page acknowledged something, so that there is room again. */
  ondrain?(): void;
  /** Size of a body in bytes, for {@link maxBufferedBytes}. Default: 0, so that only the count limits. */
  measure?(body: Body): number;
  /** Most unacknowledged bodies, and most undelivered received ones. Default 256. */
  readonly maxBufferedCount?: number;
  /** Most unacknowledged bytes, and most undelivered received ones. Default 256 KiB. */
  readonly maxBufferedBytes?: number;
  /** Most bodies on their way at once, so that a resend stays below the server's burst limit. Default 32. */
  readonly windowCount?: number;
  /** How long an acknowledgement waits for a body to travel with, in ms. Default 200. */
  readonly ackDelayMs?: number;
  /** Accepted bytes after which it waits no longer, for a path that costs nothing: few large bodies fill the other page's window, too. Default:
   *  none, because over the Worker each acknowledgement is a message that its owner pays. */
  readonly ackEveryBytes?: number;
  readonly clock?: Clock;
}

/** A body on its way out; without one it is the mark that opens an epoch. */
interface Outgoing<Body> {
  readonly body?: Body;
  readonly bytes: number;
}

interface Incoming<Body> {
  readonly body: Body;
  readonly bytes: number;
}

export class PairLink<Body> {
  readonly #options: PairLinkOptions<Body>;
  readonly #clock: Clock;
  readonly #maxCount: number;
  readonly #maxBytes: number;
  readonly #ackEveryBytes: number;
  readonly #windowCount: number;
  readonly #ackDelayMs: number;

  #remoteInc: Incarnation | null;
  #epoch = 0;
  #isClosed = false;

  /** Unacknowledged, oldest first: number `#acked + 1` and up. */
  #outbox: Outgoing<Body>[] = [];
  #outboxBytes = 0;
  #acked = 0;
  /** Highest number handed to the path since the last resend. */
  #sent = 0;
  #resendAttempt = 0;
  #resendTimer: TimerHandle | null = null;

  /** Accepted, not delivered yet, oldest first. */
  #inbox: Incoming<Body>[] = [];
  #inboxBytes = 0;
  #got = 0;
  #unackedCount = 0;
  #unackedBytes = 0;
  #ackTimer: TimerHandle | null = null;
  #isDelivering = false;

  #malformedCount = 0;
  #rejectedCount = 0;

  constructor(options: PairLinkOptions<Body>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#maxCount = options.maxBufferedCount ?? 256;
    this.#maxBytes = options.maxBufferedBytes ?? 256 * 1024;
    this.#ackEveryBytes = options.ackEveryBytes ?? Number.POSITIVE_INFINITY;
    this.#windowCount = options.windowCount ?? 32;
    this.#ackDelayMs = options.ackDelayMs ?? 200;
    this.#remoteInc = options.remoteInc;
  }

  /** Bodies that the other page has not acknowledged. */
  get pendingCount(): number {
    return this.#outbox.length;
  }

  /** Their size in bytes, as measured. */
  get pendingBytes(): number {
    return this.#outboxBytes;
  }

  /** Received bodies that wait for the one being delivered. */
  get undeliveredCount(): number {
    return this.#inbox.length;
  }

  /** Grows with each explicit reset. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Envelopes and bodies that were not what they should be. */
  get malformedCount(): number {
    return this.#malformedCount;
  }

  /** Bodies whose delivery was rejected. */
  get rejectedCount(): number {
    return this.#rejectedCount;
  }

  /** Sends `body`, and sends it again until it is acknowledged. Where the buffer has no room this is an explicit reset
   *  instead, which `body` does not survive either. After {@link close} nothing happens.
   *  @throws RangeError where `body` alone is larger than `maxBufferedBytes`. */
  send(body: Body): void {
    if (this.#isClosed) return;
    const bytes = this.#options.measure?.(body) ?? 0;
    if (bytes > this.#maxBytes) throw new RangeError(`A body of ${bytes} bytes; the limit is ${this.#maxBytes}.`);
    if (this.#outbox.length >= this.#maxCount || this.#outboxBytes + bytes > this.#maxBytes) {
      this.#startEpoch(this.#epoch + 1);
      this.#enqueue({ bytes: 0 });
      this.#options.onreset?.();
      return;
    }
    this.#enqueue({ body, bytes });
  }

  /** Takes what arrived from the path, whatever it is. What is not for this pair of incarnations is ignored. */
  receive(value: unknown): void {
    if (this.#isClosed) return;
    const envelope = decodeEnvelope(value);
    if (envelope === null) {
      this.#malformedCount += 1;
      return;
    }
    if (envelope.r !== null && envelope.r !== this.#options.localInc) return;
    if (this.#remoteInc === null) this.setRemoteIncarnation(envelope.s);
    if (envelope.s !== this.#remoteInc) return;
    // Soon and not at once, here and for duplicates: one envelope of ours answers any number of theirs.
    if (envelope.r === null) return this.#acknowledgeSoon();
    // The other page does not know of our reset yet; any envelope of ours tells it.
    if (envelope.e < this.#epoch) return this.#acknowledgeSoon();
    if (envelope.e > this.#epoch) {
      this.#startEpoch(envelope.e);
      this.#acknowledgeSoon();
      this.#options.onreset?.();
      if (this.#isClosed || envelope.e !== this.#epoch) return;
    }
    this.#handleAcknowledgement(envelope.a);
    if (envelope.n > 0) this.#handleBody(envelope.n, envelope.b);
  }

  /** Sends everything unacknowledged again, now: the path is whole again (own welcome, the other one's `on`). */
  resend(): void {
    if (this.#isClosed) return;
    this.#resendAttempt = 0;
    this.#resendFromStart();
  }

  /** Takes back what is not acknowledged and not worth sending any more; the numbers stay, so that nothing else is disturbed. */
  withdraw(isStale: (body: Body) => boolean): void {
    this.#outbox = this.#outbox.map((outgoing) => {
      if (outgoing.body === undefined || !isStale(outgoing.body)) return outgoing;
      this.#outboxBytes -= outgoing.bytes;
      return { bytes: 0 };
    });
  }

  /** The other page was loaded anew (or its incarnation became known): starts over with it, without a reset. What was
   *  meant for the page that is gone is dropped; what has never been addressed to any page is sent. */
  setRemoteIncarnation(inc: Incarnation): void {
    if (this.#isClosed || inc === this.#remoteInc) return;
    if (this.#remoteInc !== null) this.#startEpoch(0);
    this.#remoteInc = inc;
    this.#clearResendTimer();
    this.#pump();
  }

  /** Ends the link: no callback is called any more. Safe to repeat. */
  close(): void {
    this.#isClosed = true;
    this.#clear();
  }

  #clear(): void {
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#acked = 0;
    this.#sent = 0;
    this.#resendAttempt = 0;
    this.#clearResendTimer();
    this.#inbox = [];
    this.#inboxBytes = 0;
    this.#got = 0;
    this.#clearAckTimer();
  }

  #startEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.#clear();
  }

  #enqueue(outgoing: Outgoing<Body>): void {
    this.#outbox.push(outgoing);
    this.#outboxBytes += outgoing.bytes;
    this.#pump();
  }

  /** Sends what the window allows, and keeps the timer that sends it again. */
  #pump(): void {
    if (this.#outbox.length === 0) return this.#clearResendTimer();
    if (this.#remoteInc === null) {
      if (this.#resendTimer === null) this.#transmit(0);
    } else {
      const last = this.#acked + Math.min(this.#outbox.length, this.#windowCount);
      while (this.#sent < last) {
        this.#sent += 1;
        this.#transmit(this.#sent, this.#outbox[this.#sent - this.#acked - 1]?.body);
      }
    }
    this.#resendTimer ??= this.#clock.setTimeout(() => {
      this.#resendAttempt = Math.min(this.#resendAttempt + 1, RESEND_DELAYS_MS.length - 1);
      this.#resendFromStart();
    }, RESEND_DELAYS_MS[this.#resendAttempt] ?? RESEND_DELAYS_MS[0]);
  }

  #resendFromStart(): void {
    this.#clearResendTimer();
    this.#sent = this.#acked;
    this.#pump();
  }

  #transmit(n: number, body?: Body): void {
    this.#clearAckTimer();
    const head = { s: this.#options.localInc, r: this.#remoteInc, e: this.#epoch, n, a: this.#got };
    this.#options.transmit(body === undefined ? head : { ...head, b: body });
  }

  #handleAcknowledgement(acked: number): void {
    const count = acked - this.#acked;
    if (count <= 0 || count > this.#outbox.length) return;
    for (const { body, bytes } of this.#outbox.splice(0, count)) {
      this.#outboxBytes -= bytes;
      if (body !== undefined) this.#options.onacked?.(body);
    }
    this.#acked = acked;
    this.#sent = Math.max(this.#sent, acked);
    this.#resendAttempt = 0;
    this.#clearResendTimer();
    this.#pump();
    this.#options.ondrain?.();
  }

  #handleBody(n: number, value: unknown): void {
    // A duplicate says that our acknowledgement was lost. A gap is closed by the sender's resend.
    if (n <= this.#got) return this.#acknowledgeSoon();
    if (n !== this.#got + 1) return;
    // Not accepted, so not acknowledged: it comes again when there may be room.
    if (this.#inbox.length >= this.#maxCount || this.#inboxBytes > this.#maxBytes) return;
    this.#got = n;
    const body = value === undefined ? null : this.#options.decode(value);
    const bytes = body === null ? 0 : (this.#options.measure?.(body) ?? 0);
    this.#unackedCount += 1;
    this.#unackedBytes += bytes;
    const isMuch = this.#unackedCount >= ACK_EVERY_COUNT || this.#unackedBytes >= this.#ackEveryBytes;
    if (isMuch) this.#acknowledgeNow();
    else this.#acknowledgeSoon();
    if (body === null) {
      if (value !== undefined) this.#malformedCount += 1;
      return;
    }
    this.#inbox.push({ body, bytes });
    this.#inboxBytes += bytes;
    if (!this.#isDelivering) void this.#deliverAll();
  }

  /** The one queue. A reset empties the inbox under it, and what comes after still waits for the body being delivered. */
  async #deliverAll(): Promise<void> {
    this.#isDelivering = true;
    for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift()) {
      this.#inboxBytes -= next.bytes;
      try {
        await this.#options.deliver(next.body);
      } catch {
        this.#rejectedCount += 1;
      }
    }
    this.#isDelivering = false;
  }

  #acknowledgeNow(): void {
    this.#transmit(0);
  }

  #acknowledgeSoon(): void {
    this.#ackTimer ??= this.#clock.setTimeout(() => this.#acknowledgeNow(), this.#ackDelayMs);
  }

  #clearAckTimer(): void {
    this.#unackedCount = 0;
    this.#unackedBytes = 0;
    this.#clock.clearTimeout(this.#ackTimer);
    this.#ackTimer = null;
  }

  #clearResendTimer(): void {
    this.#clock.clearTimeout(this.#resendTimer);
    this.#resendTimer = null;
  }
}
