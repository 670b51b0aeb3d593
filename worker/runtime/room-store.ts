/**
 * The one row of a room in SQLite. One row for everything makes every event cost exactly one written row, and makes what
 * is read back consistent by itself. Knows the text of the row, not its meaning.
 */
const CREATE = 'CREATE TABLE IF NOT EXISTS room (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)';
const EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'room'";

export class RoomStore {
  readonly #storage: DurableObjectStorage;
  #hasTable: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#hasTable = storage.sql.exec(EXISTS).toArray().length > 0;
  }

  /** @returns null when nothing was saved yet. A room into which nobody comes never gets a table. */
  load(): string | null {
    if (!this.#hasTable) return null;
    const [row] = this.#storage.sql.exec('SELECT state FROM room WHERE id = 1').toArray();
    return typeof row?.['state'] === 'string' ? row['state'] : null;
  }

  save(text: string): void {
    if (!this.#hasTable) this.#storage.sql.exec(CREATE);
    this.#hasTable = true;
    this.#storage.sql.exec(
      'INSERT INTO room (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = ?1',
      text,
    );
  }

  /** Forgets the room while something else must still be kept. */
  forgetRoom(): void {
    if (this.#hasTable) this.#storage.sql.exec('DELETE FROM room');
  }

  /** Forgets everything, the alarm too, so that the object costs nothing any more. */
  async deleteAll(): Promise<void> {
    this.#hasTable = false;
    await this.#storage.deleteAll();
  }
}
