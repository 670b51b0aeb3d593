/**
 * How often one address may ask for an agent: who calls and hangs up again and again would make every telephone ring and push the missed
 * calls of others off the list. Kept in memory only, as the brakes of a room are: what ten silent seconds forget is given away.
 */
import { MAX_CALLS_PER_NETWORK } from '#protocol';

/** After this time as many calls are free again as there are at once. */
const REFILL_MS = 300_000;

interface Budget {
  readonly left: number;
  readonly atMs: number;
}

/** A clock that went backwards adds nothing. */
function leftNow({ left, atMs }: Budget, nowMs: number): number {
  return Math.min(MAX_CALLS_PER_NETWORK, left + (Math.max(0, nowMs - atMs) / REFILL_MS) * MAX_CALLS_PER_NETWORK);
}

export class CallBudget {
  /** A full one is as good as none. */
  readonly #budgets = new Map<string, Budget>();

  /** Takes one call. @param network null where addresses are not counted. @returns whether there was one. */
  take(network: string | null, nowMs: number): boolean {
    if (network === null) return true;
    for (const [key, budget] of this.#budgets)
      if (leftNow(budget, nowMs) >= MAX_CALLS_PER_NETWORK) this.#budgets.delete(key);
    const left = leftNow(this.#budgets.get(network) ?? { left: MAX_CALLS_PER_NETWORK, atMs: nowMs }, nowMs) - 1;
    if (left < 0) return false;
    this.#budgets.set(network, { left, atMs: nowMs });
    return true;
  }
}
