/** How long the relay of a connection lasts. */

/** Of credentials whose relays end with them. Times by the clock of whoever uses it. */
export interface RelayTerm {
  readonly endsAtMs: number;
  /** How long they had when they came. */
  readonly ttlMs: number;
}
