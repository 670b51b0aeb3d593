/**
 * What the owner's server was not told yet, in the room's own SQLite, oldest first: one row an event, and one for how often it failed in
 * a row. Without webhooks there is no table. Synchronous, so that an event is kept together with the change it tells of, or not at
 * all. Knows neither the wire nor the time.
 */
import type { Webhook } from './delivery.ts';

/** As many as a busy room tells in a day; more only pile up while the receiver is down. */
export const MAX_OUTBOX_COUNT = 1_000;

const EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'outbox'";
const CREATE = `
  CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL, at_ms INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS outbox_retry (
    id INTEGER PRIMARY KEY CHECK (id = 1), failures INTEGER NOT NULL, next_ms INTEGER NOT NULL
  )`;

export interface Pending extends Webhook {
  readonly seq: number;
  /** When it was put in. */
  readonly atMs: number;
}

export interface Retry {
  /** In a row. */
  readonly failures: number;
  readonly nextMs: number;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const NO_RETRY: Retry = { failures: 0, nextMs: 0 };

export class Outbox {
  readonly #sql: SqlStorage;
  #hasTable: boolean;
  #isEmpty: boolean;
  #retry: Retry = NO_RETRY;

  constructor({ sql }: DurableObjectStorage) {
    this.#sql = sql;
    this.#hasTable = sql.exec(EXISTS).toArray().length > 0;
    this.#isEmpty = this.oldest() === null;
    const [row] = this.#hasTable ? sql.exec('SELECT failures, next_ms FROM outbox_retry').toArray() : [];
    if (row !== undefined) this.#retry = { failures: Number(row['failures']), nextMs: Number(row['next_ms']) };
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  get retry(): Retry {
    return this.#retry;
  }

  /** @returns how many older ones had to make room. */
  add({ id, body }: Webhook, atMs: number): number {
    if (!this.#hasTable) this.#sql.exec(CREATE);
    this.#hasTable = true;
    this.#sql.exec('INSERT INTO outbox (id, body, at_ms) VALUES (?, ?, ?)', id, body, atMs);
    this.#isEmpty = false;
    return this.#delete('seq <= (SELECT MAX(seq) FROM outbox) - ?', MAX_OUTBOX_COUNT);
  }

  oldest(): Pending | null {
    if (!this.#hasTable) return null;
    const [row] = this.#sql.exec('SELECT seq, id, body, at_ms FROM outbox ORDER BY seq LIMIT 1').toArray();
    if (row === undefined) return null;
    return {
      seq: Number(row['seq']),
      id: textOf(row['id']),
      body: textOf(row['body']),
      atMs: Number(row['at_ms']),
    };
  }

  remove({ seq }: Pending): void {
    this.#delete('seq = ?', seq);
  }

  /** @returns how many there were. */
  removeOlder(atMs: number): number {
    const oldest = this.oldest();
    return oldest === null || oldest.atMs > atMs ? 0 : this.#delete('at_ms <= ?', atMs);
  }

  /** @returns how many there were. */
  removeAll(): number {
    return this.#delete('seq > ?', 0);
  }

  /** Kept, so that a receiver that is down is left alone also by an object that was loaded anew. */
  failed(retry: Retry): void {
    this.#retry = retry;
    this.#sql.exec('REPLACE INTO outbox_retry (id, failures, next_ms) VALUES (1, ?, ?)', retry.failures, retry.nextMs);
  }

  /** Nothing stands against trying at once any more. */
  recovered(): void {
    if (this.#retry.failures === 0) return;
    this.#retry = NO_RETRY;
    this.#sql.exec('DELETE FROM outbox_retry');
  }

  /** The whole storage is being emptied. */
  forget(): void {
    this.#hasTable = false;
    this.#isEmpty = true;
    this.#retry = NO_RETRY;
  }

  #delete(condition: string, value: number): number {
    if (!this.#hasTable) return 0;
    const { rowsWritten } = this.#sql.exec(`DELETE FROM outbox WHERE ${condition}`, value);
    this.#isEmpty = this.oldest() === null;
    if (this.#isEmpty) this.recovered();
    return rowsWritten;
  }
}
