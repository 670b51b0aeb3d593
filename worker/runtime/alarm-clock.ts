/**
 * The object's one alarm. Only ever moved to an earlier time: an alarm that comes too early costs no more than moving it
 * (one written row each), and no deadline is ever lost.
 */
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
    if (this.#atMs !== null && this.#atMs <= atMs) return;
    this.#atMs = atMs;
    // Not awaited: handlers stay synchronous. The runtime holds every outgoing message back until this write is safe, and
    // resets the object when it fails.
    void this.#storage.setAlarm(atMs);
  }
}
