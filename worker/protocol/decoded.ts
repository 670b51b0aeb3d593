/** What decoding a frame comes to, and the first step of it: from text to a JSON object with a `type`. */
import { anyText, shape } from './guards.ts';

export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: 'too-large' | 'malformed' | 'unknown-type' };

export const MALFORMED = { ok: false, reason: 'malformed' } as const;
export const UNKNOWN_TYPE = { ok: false, reason: 'unknown-type' } as const;

const hasType = shape({ type: anyText });

/** @param read throws for what it cannot read; JSON by default. @returns null for what is no object with a text as its `type`. */
export function parseObject(
  text: string,
  read: (text: string) => unknown = JSON.parse,
): { readonly type: string } | null {
  try {
    const value = read(text);
    return hasType(value) ? value : null;
  } catch {
    return null;
  }
}
