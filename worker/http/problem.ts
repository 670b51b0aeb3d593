/**
 * Answers that say what went wrong: JSON with a stable `code` for programs and a `message` for the developer who reads it.
 * Never anything that was sent to us.
 */
import type { DeskErrorCode } from '#protocol';

export interface Problem {
  /** One of the stable codes; null when nothing is wrong except that this was no WebSocket. */
  readonly code: DeskErrorCode | null;
  readonly message: string;
}

export function problem(
  status: number,
  code: DeskErrorCode | null,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: Problem = { code, message };
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers },
  });
}
