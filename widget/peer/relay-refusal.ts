/**
 * What follows when a TURN server refuses the credentials of a connection: fresh ones once for each trouble, then words. Knows
 * neither the connection nor how it is repaired.
 */

/** What a TURN server answers is 300 to 699 (RFC 8489 §14.8); 701 only says that one address did not reach it. */
const isRefusal = (errorCode: number): boolean => errorCode >= 300 && errorCode < 700;

export interface RelayRefusalOptions<Connection> {
  /** Whether it is the newest connection, and not there yet. */
  isPending(from: Connection): boolean;
  /** The credentials that a new connection would get, in any form that can be compared. */
  credentials(): string;
  /** Resolves also when there are no other ones. */
  refresh(): Promise<void>;
  onrenewed(): void;
  /** There are no better ones. */
  onrefused(): void;
}

export class RelayRefusal<Connection> {
  readonly #options: RelayRefusalOptions<Connection>;
  #refused: Connection | null = null;
  #isUnderWay = false;

  constructor(options: RelayRefusalOptions<Connection>) {
    this.#options = options;
  }

  /** Whether other credentials have been asked for, and nothing has come of it yet. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** The trouble is over. */
  clear(): void {
    this.#isUnderWay = false;
  }

  /** @param errorCode of an `icecandidateerror`. */
  async handle(from: Connection, errorCode: number): Promise<void> {
    const { isPending, credentials, refresh, onrenewed, onrefused } = this.#options;
    // Each url of the relay, from each address of this page, is refused for itself.
    if (!isRefusal(errorCode) || from === this.#refused || !isPending(from)) return;
    this.#refused = from;
    const isFirst = !this.#isUnderWay;
    this.#isUnderWay = true;
    const refused = credentials();
    if (isFirst) await refresh();
    if (!isPending(from)) return;
    if (refused !== credentials()) onrenewed();
    else onrefused();
  }
}
