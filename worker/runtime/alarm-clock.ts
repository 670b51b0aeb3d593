/**
 * The object's one alarm. Each time it is set costs a written row, and each time it comes a request and the row that sets the next one:
 * so it is moved to an earlier time whenever it must be, and to a later one only by who knows that nothing is due before.
 */
import { WORTH_MOVING_MS } from '../room/deadlines.ts';

export class AlarmClock {
  readonly #storage: DurableObjectStorage;
  #atMs: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Takes over the alarm that was set before this object was loaded. Call before anything else. */
  async restore(): Promise<void> {
    this.#atMs = await this.#storage.getAlarm();
  }

  /** The alarm is running: none is set any more. */
  fired(): void {
    this.#atMs = null;
  }

  noLaterThan(atMs: number): void {
    if (this.#atMs === null || this.#atMs > atMs) this.#set(atMs);
  }

  /** Nothing is due before. Does nothing where no alarm is set. */
  notBefore(atMs: number): void {
    if (this.#atMs !== null && this.#atMs + WORTH_MOVING_MS <= atMs) this.#set(atMs);
  }

  #set(atMs: number): void {
    this.#atMs = atMs;
    // Not awaited: handlers stay synchronous. The runtime holds every outgoing message back until this write is safe, and
    // resets the object when it fails.
    void this.#storage.setAlarm(atMs);
  }
}
