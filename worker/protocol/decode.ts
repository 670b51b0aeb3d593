/**
 * From a frame to a message, or to the reason why it is none. Never throws; an unknown `type` is told apart from a
 * malformed message, because newer clients and servers may say things that we do not know.
 */
import * as v from 'valibot';
import { MAX_FRAME_BYTES, MAX_PAYLOAD_BYTES } from './limits.ts';
import { type ClientMessage, clientMessage } from './client-messages.ts';
import { type ServerMessage, serverMessage } from './server-messages.ts';

export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: 'too-large' | 'malformed' | 'unknown-type' };

const CLIENT_TYPES: ReadonlySet<string> = new Set(['hello', 'relay', 'state', 'command', 'bye']);
const SERVER_TYPES: ReadonlySet<string> = new Set(['welcome', 'wait', 'relay', 'result', 'event', 'error']);
const TOO_LARGE = { ok: false, reason: 'too-large' } as const;
const MALFORMED = { ok: false, reason: 'malformed' } as const;
const UNKNOWN_TYPE = { ok: false, reason: 'unknown-type' } as const;

/** Bytes of `text` in UTF-8, without making the bytes. A lone surrogate counts as the three bytes of U+FFFD. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      i += 1;
    } else bytes += 2;
  }
  return bytes;
}

/** Whether `text` is larger than `limit` bytes of UTF-8; looks at the characters only where their number leaves a doubt. */
export function isLargerThan(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && utf8Length(text) > limit;
}

function parseObject(text: string): { readonly type: string } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return 'type' in value && typeof value.type === 'string' ? { ...value, type: value.type } : null;
  } catch {
    return null;
  }
}

function isPayloadTooLarge(text: string, message: ClientMessage): boolean {
  if (message.type !== 'relay' || text.length * 3 <= MAX_PAYLOAD_BYTES) return false;
  return isLargerThan(JSON.stringify(message.payload) ?? '', MAX_PAYLOAD_BYTES);
}

/** Decodes a frame that a client sent. */
export function decodeClientMessage(text: string): Decoded<ClientMessage> {
  if (isLargerThan(text, MAX_FRAME_BYTES)) return TOO_LARGE;
  const value = parseObject(text);
  if (value === null) return MALFORMED;
  if (!CLIENT_TYPES.has(value.type)) return UNKNOWN_TYPE;
  const parsed = v.safeParse(clientMessage, value);
  if (!parsed.success) return MALFORMED;
  return isPayloadTooLarge(text, parsed.output) ? TOO_LARGE : { ok: true, message: parsed.output };
}

/** Decodes a frame that the server sent. */
export function decodeServerMessage(text: string): Decoded<ServerMessage> {
  const value = parseObject(text);
  if (value === null) return MALFORMED;
  if (!SERVER_TYPES.has(value.type)) return UNKNOWN_TYPE;
  const parsed = v.safeParse(serverMessage, value);
  return parsed.success ? { ok: true, message: parsed.output } : MALFORMED;
}
