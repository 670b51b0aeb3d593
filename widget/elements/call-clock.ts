/** How long a call lasts, drawn anew each second while somebody looks at it. */

/** @returns `4:05`, `1:04:05`. */
export function durationText(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, ...rest] = parts;
  const shown = hours > 0 ? parts : rest;
  return shown.map((part, index) => (index === 0 ? `${part}` : `${part}`.padStart(2, '0'))).join(':');
}

export class CallClock {
  readonly #ontick: () => void;
  #startedAt: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(ontick: () => void) {
    this.#ontick = ontick;
  }

  get text(): string {
    return durationText(this.#startedAt === null ? 0 : Date.now() - this.#startedAt);
  }

  /** @param isRunning the call goes on. @param isSeen its time is shown. @param joinedAt in ms since the epoch; 0: not yet, and
   *  the time is that of the way into the call. */
  set(isRunning: boolean, isSeen: boolean, joinedAt = 0): void {
    this.#startedAt = isRunning ? joinedAt || (this.#startedAt ?? Date.now()) : null;
    if (!isRunning || !isSeen) return this.stop();
    this.#timer ??= setInterval(this.#ontick, 1_000);
  }

  /** No tick any more; the time goes on. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
