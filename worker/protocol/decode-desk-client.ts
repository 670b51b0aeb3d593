/** From a frame on a desk's socket to a message, in both directions, or to the reason why it is none. Never throws. */
import * as v from 'valibot';
import { commandId } from './client-messages.ts';
import { type Decoded, MALFORMED, UNKNOWN_TYPE, parseObject } from './decoded.ts';
import { DESK_OPS, type DeskClientMessage, deskClientMessage } from './desk-client-messages.ts';
import { text } from './guards.ts';
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from './limits.ts';
import { isPlain, isTooComplex } from './strict-json.ts';
import { isLargerThan } from './utf8.ts';

/** As `DecodedClientMessage` of a room. */
export type DecodedDeskClientMessage =
  | Decoded<DeskClientMessage>
  | { readonly ok: false; readonly reason: 'unsupported-version' }
  | { readonly ok: false; readonly reason: 'unknown-op'; readonly id: string };

const CLIENT_TYPES: ReadonlySet<string> = new Set(['hello', 'command', 'bye', 'read']);

/** A command that is well-formed except for an `op` of a newer version. */
const unknownCommand = v.object({ id: commandId, op: v.custom<string>(text(32)) });

function refused(value: { readonly type: string }): DecodedDeskClientMessage {
  const parsed = value.type === 'command' ? v.safeParse(unknownCommand, value) : null;
  if (parsed === null || !parsed.success || DESK_OPS.has(parsed.output.op)) return MALFORMED;
  return { ok: false, reason: 'unknown-op', id: parsed.output.id };
}

/** Decodes a frame that a visitor or an agent sent. */
export function decodeDeskClientMessage(frame: string): DecodedDeskClientMessage {
  if (isLargerThan(frame, MAX_FRAME_BYTES)) return { ok: false, reason: 'too-large' };
  if (isTooComplex(frame)) return MALFORMED;
  const value = parseObject(frame);
  if (value === null || !isPlain(value)) return MALFORMED;
  if (!CLIENT_TYPES.has(value.type)) return UNKNOWN_TYPE;
  if (value.type === 'hello' && 'v' in value && typeof value.v === 'number' && value.v !== PROTOCOL_VERSION)
    return { ok: false, reason: 'unsupported-version' };
  const parsed = v.safeParse(deskClientMessage, value);
  return parsed.success ? { ok: true, message: parsed.output } : refused(value);
}
