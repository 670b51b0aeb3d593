/**
 * How often one may say hello to a room. Strangers share one budget; whoever proves a session has an own one, so that a crowd at the
 * door never keeps a member from coming back. Kept in memory only: hibernation forgets also what was used up, so that strangers find
 * less after a wake with people in the room.
 */
import { HELLOS_AFTER_WAKE, HELLOS_PER_MINUTE } from '#protocol';

interface Budget {
  readonly left: number;
  readonly atMs: number;
}

const PER_MS = HELLOS_PER_MINUTE / 60_000;

/** A clock that went backwards adds nothing. */
function leftNow({ left, atMs }: Budget, nowMs: number): number {
  return Math.min(HELLOS_PER_MINUTE, left + Math.max(0, nowMs - atMs) * PER_MS);
}

export class HelloBudget {
  /** Under the session; strangers under null. A full one is as good as none. */
  readonly #budgets = new Map<string | null, Budget>();
  #hasBegun = false;

  /** Before the first hello; later calls do nothing. @param isWake whether somebody has a seat. */
  begin(nowMs: number, isWake: boolean): void {
    if (isWake && !this.#hasBegun) this.#budgets.set(null, { left: HELLOS_AFTER_WAKE, atMs: nowMs });
    this.#hasBegun = true;
  }

  /** Takes one hello. @param session that was proven; null for a stranger. @returns in how many ms there is one again; null where
   *  there was one. */
  take(session: string | null, nowMs: number): number | null {
    for (const [key, budget] of this.#budgets) {
      if (leftNow(budget, nowMs) >= HELLOS_PER_MINUTE) this.#budgets.delete(key);
    }
    const left = leftNow(this.#budgets.get(session) ?? { left: HELLOS_PER_MINUTE, atMs: nowMs }, nowMs) - 1;
    if (left < 0) return Math.ceil(-left / PER_MS);
    this.#budgets.set(session, { left, atMs: nowMs });
    return null;
  }
}
