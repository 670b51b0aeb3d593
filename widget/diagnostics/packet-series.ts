/** A series of numbered packets that another end sends back: how many came, and after how long. Knows no channel. */

export interface SeriesFigures {
  readonly sentCount: number;
  /** Of what was sent and came back: a packet that is lost on either way counts once. */
  readonly lossPercent: number;
  /** The median; null where nothing came back. */
  readonly rttMs: number | null;
  /** Between the median and what nineteen of twenty stay under. */
  readonly jitterMs: number | null;
}

export class PacketSeries {
  readonly #sentAtMs: number[] = [];
  readonly #rttsMs = new Map<number, number>();

  /** @returns the number of the next packet. */
  send(nowMs: number): number {
    return this.#sentAtMs.push(nowMs) - 1;
  }

  /** A packet came back; twice counts once, and what was never sent not at all. */
  receive(number: number, nowMs: number): void {
    const sentAtMs = this.#sentAtMs[number];
    if (sentAtMs !== undefined && !this.#rttsMs.has(number)) this.#rttsMs.set(number, nowMs - sentAtMs);
  }

  get isComplete(): boolean {
    return this.#rttsMs.size === this.#sentAtMs.length;
  }

  get figures(): SeriesFigures {
    const sentCount = this.#sentAtMs.length;
    const sorted = [...this.#rttsMs.values()].sort((a, b) => a - b);
    const at = (part: number): number | undefined =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    const median = at(0.5);
    const slow = at(0.95);
    const lost = sentCount - sorted.length;
    return {
      sentCount,
      lossPercent: sentCount === 0 ? 0 : Math.round((lost / sentCount) * 1_000) / 10,
      rttMs: median === undefined ? null : Math.round(median),
      jitterMs: median === undefined || slow === undefined ? null : Math.round(slow - median),
    };
  }
}
