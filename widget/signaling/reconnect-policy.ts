/**
 * When to try again after a lost signaling socket, and when not to. Pure: attempt, close code, time and randomness come in
 * as arguments; it must not know sockets, timers or the page.
 */
import { errorCodeOfClose, isFinal } from './refusal.ts';

/** Bound of the first delay, in ms: short, because most losses are a deploy or a network change that is already over. */
export const FIRST_DELAY_MS = 300;

/** Bound of later delays, in ms, while the loss is young: a server that restarts is back within seconds, and whoever waits for
 *  it should not wait longer than it. */
export const EARLY_DELAY_MS = 2_000;

/** How long a loss counts as young, in ms. */
export const EARLY_UNTIL_MS = 120_000;

/** Bound of later delays, in ms, while the loss is younger than {@link PATIENT_AFTER_MS}. */
export const MAX_DELAY_MS = 7_000;

/** After this long without a server, in ms, tries become rare; they never end, because media goes on without signaling. */
export const PATIENT_AFTER_MS = 600_000;

/** Bound of delays after {@link PATIENT_AFTER_MS}, in ms. */
export const PATIENT_DELAY_MS = 60_000;

/** From opening a socket to its first message, in ms. A TLS handshake on a poor mobile network takes seconds. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** The least of the same while a loss is young: what was sent into a dead path is not sent again soon (a lost SYN after 1, 3 and
 *  7 s), so that a new attempt is faster. */
export const EARLY_CONNECT_TIMEOUT_MS = 4_000;

/** As {@link EARLY_CONNECT_TIMEOUT_MS}, while a loss is younger than {@link FRESH_UNTIL_MS}. Not longer, because Chromium slows down a
 *  page of which some thirty sockets failed. */
export const FRESH_CONNECT_TIMEOUT_MS = 2_000;
export const FRESH_UNTIL_MS = 30_000;

/** As {@link EARLY_CONNECT_TIMEOUT_MS}, for a question that carries nothing. */
export const EARLY_KNOCK_TIMEOUT_MS = 1_500;

export interface Attempt {
  /** As of {@link isKnock}. */
  readonly isKnock: boolean;
  /** How long the last one that worked took until its welcome, in ms: a path may be slow; null before the first. */
  readonly usualMs: number | null;
  readonly lostForMs: number;
}

/** How long an attempt may take, in ms. */
export function connectTimeoutMs({ isKnock: isQuestion, usualMs, lostForMs }: Attempt): number {
  if (usualMs === null || lostForMs >= EARLY_UNTIL_MS) return CONNECT_TIMEOUT_MS;
  const socketMs = lostForMs < FRESH_UNTIL_MS ? FRESH_CONNECT_TIMEOUT_MS : EARLY_CONNECT_TIMEOUT_MS;
  const leastMs = isQuestion ? EARLY_KNOCK_TIMEOUT_MS : socketMs;
  return Math.min(CONNECT_TIMEOUT_MS, Math.max(leastMs, 4 * usualMs));
}

/** Whether the server is asked first if it is there, before attempt number `attempt` after a loss, where the browser punishes sockets
 *  that fail. Not before the first, which ends most losses; and never always, because a page's content security policy may forbid
 *  to ask. */
export function isKnock(attempt: number): boolean {
  return attempt !== 1 && attempt !== 4 && attempt % 16 !== 0;
}

export interface Loss {
  /** How many connections have failed in a row; the first is 1. */
  readonly attempt: number;
  /** As in `CloseEvent.code`. */
  readonly code: number;
  /** Time since the last working connection, in ms. */
  readonly lostForMs: number;
  /** How long the attempt that just failed took, in ms; 0 for a working connection. */
  readonly triedForMs: number;
  /** What the server asked for, in ms; 0: nothing. */
  readonly retryMs: number;
}

/** How long to wait before the next connection, in ms, or null: the same attempt cannot succeed, stop and say why.
 *  Full jitter keeps the pages of a restarted server from coming back in one wave. Time spent on trying counts as waiting.
 *  @param random uniform in [0, 1) */
export function reconnectDelayMs(
  { attempt, code, lostForMs, triedForMs, retryMs }: Loss,
  random: number,
): number | null {
  if (isFinal(errorCodeOfClose(code))) return null;
  const delayMs = random * Math.min(ceilingOf(lostForMs), FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 16));
  return retryMs + Math.max(0, delayMs - triedForMs);
}

function ceilingOf(lostForMs: number): number {
  if (lostForMs < EARLY_UNTIL_MS) return EARLY_DELAY_MS;
  return lostForMs < PATIENT_AFTER_MS ? MAX_DELAY_MS : PATIENT_DELAY_MS;
}
