/**
 * Keeps the screen on while it is wanted. Browsers take the lock away with every page that is hidden, and may refuse it for a low
 * battery: then the screen goes off as usual. Knows no call.
 * @see https://www.w3.org/TR/screen-wake-lock/
 */
export class WakeLock {
  #isWanted = false;
  #sentinel: WakeLockSentinel | null = null;
  #isAsking = false;
  #lifetime = new AbortController();

  set(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#lifetime.abort();
    if (!isWanted) return this.#release();
    this.#lifetime = new AbortController();
    document.addEventListener('visibilitychange', () => void this.#take(), { signal: this.#lifetime.signal });
    void this.#take();
  }

  async #take(): Promise<void> {
    const isHeld = this.#sentinel?.released === false;
    if (!this.#isWanted || isHeld || this.#isAsking || document.hidden || !('wakeLock' in navigator)) return;
    this.#isAsking = true;
    try {
      this.#sentinel = await navigator.wakeLock.request('screen');
    } catch {
      this.#sentinel = null;
    }
    this.#isAsking = false;
    // Not wanted any more meanwhile.
    if (!this.#isWanted) this.#release();
  }

  #release(): void {
    void this.#sentinel?.release().catch(() => undefined);
    this.#sentinel = null;
  }
}
