/**
 * The rows of a desk in SQLite: one for each thing that changes by itself, so that a change costs its own row alone; and what was left, as
 * bytes that only the Worker can read. Knows the text of the rows, not their meaning.
 */
import type { Row } from '../../desk/desk-state.ts';

const CREATE = `
  CREATE TABLE IF NOT EXISTS desk (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS desk_part (id TEXT NOT NULL, part TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (id, part))`;
const EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'desk'";

export type Part = 'text' | 'voice';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export class DeskStore {
  readonly #storage: DurableObjectStorage;
  #hasTable: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#hasTable = storage.sql.exec(EXISTS).toArray().length > 0;
  }

  load(): Row[] {
    if (!this.#hasTable) return [];
    // Lists keep the order in which they were made: every row is of an age that its body says, and that is sorted by the rules.
    return this.#storage.sql
      .exec('SELECT kind, id, body FROM desk')
      .toArray()
      .map(({ kind, id, body }) => ({ kind: textOf(kind), id: textOf(id), body: textOf(body) }));
  }

  save(rows: readonly { readonly kind: string; readonly id: string; readonly body: string | null }[]): void {
    this.#ensureTable();
    const { sql } = this.#storage;
    for (const { kind, id, body } of rows) {
      if (body === null) sql.exec('DELETE FROM desk WHERE kind = ? AND id = ?', kind, id);
      else sql.exec('REPLACE INTO desk (kind, id, body) VALUES (?, ?, ?)', kind, id, body);
    }
  }

  keepPart(id: string, part: Part, data: Uint8Array): void {
    this.#ensureTable();
    this.#storage.sql.exec('REPLACE INTO desk_part (id, part, data) VALUES (?, ?, ?)', id, part, data.slice().buffer);
  }

  /** @returns null when there is none. */
  part(id: string, part: Part): Uint8Array | null {
    if (!this.#hasTable) return null;
    const [row] = this.#storage.sql.exec('SELECT data FROM desk_part WHERE id = ? AND part = ?', id, part).toArray();
    return row?.['data'] instanceof ArrayBuffer ? new Uint8Array(row['data']) : null;
  }

  forgetParts(id: string): void {
    if (this.#hasTable) this.#storage.sql.exec('DELETE FROM desk_part WHERE id = ?', id);
  }

  /** Forgets everything, the alarm too, so that the object costs nothing any more. */
  async deleteAll(): Promise<void> {
    this.#hasTable = false;
    await this.#storage.deleteAll();
  }

  #ensureTable(): void {
    if (!this.#hasTable) this.#storage.sql.exec(CREATE);
    this.#hasTable = true;
  }
}
