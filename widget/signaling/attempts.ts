/**
 * How the connections of one channel went so far: how many failed in a row, how long since one worked, how long one usually takes.
 * Feeds the pure policy; knows no socket, no timer and no clock.
 */
import { connectTimeoutMs, isKnock, reconnectDelayMs } from './reconnect-policy.ts';

/** A socket that lived this long after its first answer, in ms, was a working one: the delays start small again. */
const STABLE_MS = 5_000;

export class Attempts {
  #failedCount = 0;
  #startedCount = 0;
  #startedAtMs = 0;
  #aliveAtMs: number;
  #usualMs: number | null = null;
  /** Whether the present connection was answered. */
  #isUp = false;
  /** For how long the server asked to be left alone, in ms. */
  retryMs = 0;

  /** @param nowMs on the clock of all the other times here. */
  constructor(nowMs: number) {
    this.#aliveAtMs = nowMs;
  }

  /** Whether the server is to be asked first if it is there. */
  get isQuestion(): boolean {
    return isKnock(this.#failedCount);
  }

  /** Whether there was no connection before the present one, of which something could still be on its way. */
  get isFirst(): boolean {
    return this.#startedCount === 1;
  }

  /** Another connection begins. @returns how long it may take, in ms. */
  start(nowMs: number, isQuestion: boolean): number {
    this.retryMs = 0;
    this.#startedCount += 1;
    this.#isUp = false;
    this.#startedAtMs = nowMs;
    return connectTimeoutMs({ isKnock: isQuestion, usualMs: this.#usualMs, lostForMs: nowMs - this.#aliveAtMs });
  }

  /** It brought a seat, or a place among those who wait. */
  succeed(nowMs: number): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#usualMs = nowMs - this.#startedAtMs;
    this.#aliveAtMs = nowMs;
  }

  /** The connection is lost. @returns when to try again, in ms; null: never. */
  fail(code: number, nowMs: number, random: number): number | null {
    const wasOpen = this.#isUp;
    this.#isUp = false;
    if (wasOpen && nowMs - this.#aliveAtMs > STABLE_MS) this.#failedCount = 0;
    if (wasOpen) this.#aliveAtMs = nowMs;
    this.#failedCount += 1;
    return reconnectDelayMs(
      {
        attempt: this.#failedCount,
        code,
        lostForMs: nowMs - this.#aliveAtMs,
        triedForMs: wasOpen ? 0 : nowMs - this.#startedAtMs,
        retryMs: this.retryMs,
      },
      random,
    );
  }
}
