/**
 * The elements of a page that are at one desk: a button in the header and a window in the corner are two ways to the same call, so that only
 * one of them has it. Knows no desk and no view.
 */
export interface Visit {
  /** Of which desk of which server. */
  readonly address: string;
  /** Whether it has the visitor's call, or is about to. */
  readonly isLive: boolean;
  /** Has the visitor see it. */
  reveal(): void;
}

const VISITS = new Set<Visit>();

export function beginVisit(visit: Visit): void {
  VISITS.add(visit);
}

export function endVisit(visit: Visit): void {
  VISITS.delete(visit);
}

/** @returns the one that has the call of this desk; null where none has, or this one. */
export function visitElsewhere(visit: Visit): Visit | null {
  return [...VISITS].find((it) => it !== visit && it.address === visit.address && it.isLive) ?? null;
}
