/** Writes how long the call lasts into elements, once a second, without drawing anything else anew. */
import { durationText } from './call-clock.ts';

export class CallTime {
  readonly #targets: () => Iterable<Element>;
  #joinedAtMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(targets: () => Iterable<Element>) {
    this.#targets = targets;
  }

  /** @param joinedAtMs since the epoch; 0: there is no call. */
  set(joinedAtMs: number): void {
    this.#joinedAtMs = joinedAtMs;
    if (joinedAtMs > 0) this.#timer ??= setInterval(() => this.draw(), 1_000);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  draw(): void {
    const text = durationText(Date.now() - this.#joinedAtMs);
    for (const target of this.#targets()) if (target.textContent !== text) target.textContent = text;
  }
}
