/**
 * Why the server does not let this page in: from a close code, an `error` frame or an HTTP answer to one stable error code.
 * Must not know what is done about it.
 */
import { CLOSE_CODES, type ErrorCode } from '#protocol';
import type { Credential } from './credential.ts';
import type { Platform } from './platform.ts';

const CODE_BY_CLOSE: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [CLOSE_CODES.badFrame, 'bad-message'],
  [CLOSE_CODES.tokenInvalid, 'token-invalid'],
  [CLOSE_CODES.forbidden, 'origin-not-allowed'],
  [CLOSE_CODES.noRoom, 'invalid-room'],
  [CLOSE_CODES.replaced, 'duplicate-session'],
  [CLOSE_CODES.kicked, 'kicked'],
  [CLOSE_CODES.tooLarge, 'message-too-large'],
  [CLOSE_CODES.locked, 'room-locked'],
  [CLOSE_CODES.version, 'unsupported-version'],
  [CLOSE_CODES.rateLimited, 'rate-limited'],
  [CLOSE_CODES.roomFull, 'room-full'],
]);

/** Passing by themselves: the same attempt may succeed later. */
const PASSING: readonly ErrorCode[] = ['rate-limited', 'server-error', 'signaling-unreachable'];

export function errorCodeOfClose(code: number): ErrorCode {
  return CODE_BY_CLOSE.get(code) ?? 'signaling-unreachable';
}

/** Whether another token may help. */
export function isOfToken(code: string): code is 'token-invalid' | 'token-expired' {
  return code === 'token-invalid' || code === 'token-expired';
}

/** Whether nothing but another room, page or server helps. */
export function isFinal(code: string): boolean {
  return !PASSING.some((passing) => passing === code);
}

/** Asks the URL of the socket without an upgrade. */
export function askServer(
  fetch: Platform['fetch'],
  url: string,
  signal: AbortSignal,
  headers: Credential['headers'] = {},
): Promise<Response> {
  return fetch(url, { signal, headers, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
}

/** What an answer says is wrong; null where it says nothing. */
export function codeIn(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null;
}

/** Asks the URL of the socket without an upgrade why it fails, because a browser hides the answer to an upgrade.
 *  @returns null where the server does not answer, or would let us in. */
export async function askWhy(
  fetch: Platform['fetch'],
  url: string,
  signal: AbortSignal,
  headers: Credential['headers'] = {},
): Promise<ErrorCode | null> {
  try {
    const response = await askServer(fetch, url, signal, headers);
    const code = codeIn(await response.json());
    // Whoever answers need not be a Worker of ours: a code counts only where it is one that could be meant.
    return [...CODE_BY_CLOSE.values(), ...PASSING, 'token-expired' as const].find((known) => known === code) ?? null;
  } catch {
    return null;
  }
}
