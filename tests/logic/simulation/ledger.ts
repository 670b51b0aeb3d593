/**
 * The auditor of a simulation: writes down every body that a link put on the path and every one that came out, and says
 * what the promise of the link does not allow. It must not know what a body means.
 */
import type { Incarnation } from '#protocol';
import type { Envelope } from '../../../widget/link/envelope.ts';

/** Where a body stood in its link. */
export interface Place {
  readonly e: number;
  readonly n: number;
}

interface Epoch {
  /** The text of each body by its number; a number without one is the mark that opens an epoch. */
  readonly sent: Map<number, string>;
  lastDelivered: number;
}

export class Ledger {
  /** By direction, then by epoch. */
  readonly #directions = new Map<string, Map<number, Epoch>>();
  readonly #lastEpoch = new Map<string, number>();
  readonly #resetCounts = new Map<string, number>();
  readonly problems: string[] = [];
  deliveredCount = 0;
  resentCount = 0;
  lostCount = 0;

  sent({ s, r, e, n, b }: Envelope): void {
    if (n === 0 || b === undefined) return;
    const { sent } = this.#epoch(`${s}>${r}`, e);
    const text = JSON.stringify(b);
    const earlier = sent.get(n);
    if (earlier === undefined) sent.set(n, text);
    else {
      this.resentCount += 1;
      if (earlier !== text) this.problems.push(`${s}>${r} sent two bodies as ${e}/${n}`);
    }
  }

  delivered(from: Incarnation, to: Incarnation, { e, n }: Place, body: unknown): void {
    const direction = `${from}>${to}`;
    const epoch = this.#epoch(direction, e);
    if (e < (this.#lastEpoch.get(direction) ?? 0))
      this.problems.push(`${direction} delivered ${e}/${n} after the reset`);
    this.#lastEpoch.set(direction, e);
    if (n <= epoch.lastDelivered) this.problems.push(`${direction} delivered ${e}/${n} again or out of order`);
    for (let skipped = epoch.lastDelivered + 1; skipped < n; skipped++) {
      if (epoch.sent.has(skipped)) this.problems.push(`${direction} skipped ${e}/${skipped}`);
    }
    if (epoch.sent.get(n) !== JSON.stringify(body)) this.problems.push(`${direction} changed ${e}/${n}`);
    epoch.lastDelivered = n;
    this.deliveredCount += 1;
  }

  reset(at: Incarnation, other: Incarnation): void {
    const pair = `${at}|${other}`;
    this.#resetCounts.set(pair, (this.#resetCounts.get(pair) ?? 0) + 1);
  }

  resetCount(at: Incarnation, other: Incarnation): number {
    return this.#resetCounts.get(`${at}|${other}`) ?? 0;
  }

  /** Looks for silent losses between two pages that are both still there and whose links are in `epoch`. */
  close(a: Incarnation, b: Incarnation, epoch: number): void {
    const isReset = this.resetCount(a, b) > 0;
    if (isReset !== epoch > 0) this.problems.push(`${a} saw ${this.resetCount(a, b)} resets in epoch ${epoch}`);
    if (isReset !== this.resetCount(b, a) > 0) this.problems.push('only one side saw a reset');
    for (const direction of [`${a}>${b}`, `${b}>${a}`]) {
      for (const [e, { sent, lastDelivered }] of this.#directions.get(direction) ?? []) {
        const lost = [...sent.keys()].filter((n) => n > lastDelivered);
        this.lostCount += lost.length;
        if (lost.length > 0 && e >= epoch) this.problems.push(`${direction} lost ${lost.length} bodies silently`);
      }
    }
  }

  #epoch(direction: string, e: number): Epoch {
    const epochs = this.#directions.get(direction) ?? new Map<number, Epoch>();
    this.#directions.set(direction, epochs);
    const epoch = epochs.get(e) ?? { sent: new Map<number, string>(), lastDelivered: 0 };
    epochs.set(e, epoch);
    return epoch;
  }
}
