/**
 * From a frame to a message, or to the reason why it is none. Never throws; an unknown `type` is told apart from a
 * malformed message, because newer clients and servers may say things that we do not know.
 */
import * as v from 'valibot';
import { MAX_FRAME_BYTES, MAX_JSON_DEPTH, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION } from './limits.ts';
import { type ClientMessage, COMMAND_OPS, clientMessage, commandId } from './client-messages.ts';
import { type ServerMessage, serverMessage } from './server-messages.ts';

export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: 'too-large' | 'malformed' | 'unknown-type' };

/** As {@link Decoded}, with two more reasons that the server answers in their own way: a `hello` of another version (whose
 *  other fields may mean anything), and a command whose `op` is not known here (its sender waits for a result). */
export type DecodedClientMessage =
  | Decoded<ClientMessage>
  | { readonly ok: false; readonly reason: 'unsupported-version' }
  | { readonly ok: false; readonly reason: 'unknown-op'; readonly id: string };

const CLIENT_TYPES: ReadonlySet<string> = new Set(['hello', 'relay', 'state', 'command', 'bye']);
const SERVER_TYPES: ReadonlySet<string> = new Set(['welcome', 'wait', 'relay', 'result', 'event', 'error']);
const TOO_LARGE = { ok: false, reason: 'too-large' } as const;
const MALFORMED = { ok: false, reason: 'malformed' } as const;
const UNSUPPORTED_VERSION = { ok: false, reason: 'unsupported-version' } as const;
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

/** Whether brackets outside of strings nest deeper than `limit`; looks at the text, so that nothing deep is ever built. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) inString = !inString;
    else if (unit === 0x5c && inString) i += 1;
    else if (inString) continue;
    else if (unit === 0x7b || unit === 0x5b) depth += 1;
    else if (unit === 0x7d || unit === 0x5d) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
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

/** A command that is well-formed except for an `op` of a newer version. */
const unknownCommand = v.object({ id: commandId, op: v.pipe(v.string(), v.maxLength(32)) });

function refused(value: { readonly type: string }): DecodedClientMessage {
  if (value.type !== 'command') return MALFORMED;
  const parsed = v.safeParse(unknownCommand, value);
  if (!parsed.success || COMMAND_OPS.has(parsed.output.op)) return MALFORMED;
  return { ok: false, reason: 'unknown-op', id: parsed.output.id };
}

function isOtherVersion(value: { readonly type: string }): boolean {
  return value.type === 'hello' && 'v' in value && typeof value.v === 'number' && value.v !== PROTOCOL_VERSION;
}

/** Decodes a frame that a client sent. */
export function decodeClientMessage(text: string): DecodedClientMessage {
  if (isLargerThan(text, MAX_FRAME_BYTES)) return TOO_LARGE;
  if (isDeeperThan(text, MAX_JSON_DEPTH)) return MALFORMED;
  const value = parseObject(text);
  if (value === null) return MALFORMED;
  if (!CLIENT_TYPES.has(value.type)) return UNKNOWN_TYPE;
  if (isOtherVersion(value)) return UNSUPPORTED_VERSION;
  const parsed = v.safeParse(clientMessage, value);
  if (!parsed.success) return refused(value);
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
