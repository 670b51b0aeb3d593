/**
 * From a frame that a client sent to a message, or to the reason why it is none. Never throws; an unknown `type` is told
 * apart from a malformed message, because newer clients may say things that we do not know.
 */
import * as v from 'valibot';
import { type ClientMessage, COMMAND_OPS, clientMessage, commandId } from './client-messages.ts';
import { type Decoded, MALFORMED, UNKNOWN_TYPE, parseObject } from './decoded.ts';
import { text } from './guards.ts';
import { MAX_FRAME_BYTES, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION } from './limits.ts';
import { type RelayLine, isRelayLine, readRelayLine } from './relay-line.ts';
import { isPlain, isTooComplex } from './strict-json.ts';
import { isLargerThan } from './utf8.ts';

/** As {@link Decoded}, with two more reasons that the server answers in their own way: a `hello` of another version (whose
 *  other fields may mean anything), and a command whose `op` is not known here (its sender waits for a result). */
export type DecodedClientMessage =
  | Decoded<ClientMessage | RelayLine>
  | { readonly ok: false; readonly reason: 'unsupported-version' }
  | { readonly ok: false; readonly reason: 'unknown-op'; readonly id: string };

const CLIENT_TYPES: ReadonlySet<string> = new Set(['hello', 'relay', 'state', 'command', 'bye', 'read']);
const TOO_LARGE = { ok: false, reason: 'too-large' } as const;
const UNSUPPORTED_VERSION = { ok: false, reason: 'unsupported-version' } as const;

function isPayloadTooLarge(text: string, message: ClientMessage): boolean {
  if (message.type !== 'relay' || text.length * 3 <= MAX_PAYLOAD_BYTES) return false;
  return isLargerThan(JSON.stringify(message.payload) ?? '', MAX_PAYLOAD_BYTES);
}

/** A command that is well-formed except for an `op` of a newer version. */
const unknownCommand = v.object({ id: commandId, op: v.custom<string>(text(32)) });

function refused(value: { readonly type: string }): DecodedClientMessage {
  if (value.type !== 'command') return MALFORMED;
  const parsed = v.safeParse(unknownCommand, value);
  if (!parsed.success || COMMAND_OPS.has(parsed.output.op)) return MALFORMED;
  return { ok: false, reason: 'unknown-op', id: parsed.output.id };
}

function isOtherVersion(value: { readonly type: string }): boolean {
  return value.type === 'hello' && 'v' in value && typeof value.v === 'number' && value.v !== PROTOCOL_VERSION;
}

function decodeLine(frame: string): DecodedClientMessage {
  const message = readRelayLine(frame);
  if (message === null) return MALFORMED;
  return isLargerThan(message.text, MAX_PAYLOAD_BYTES) ? TOO_LARGE : { ok: true, message };
}

/** Decodes a frame that a client sent. */
export function decodeClientMessage(frame: string): DecodedClientMessage {
  if (isLargerThan(frame, MAX_FRAME_BYTES)) return TOO_LARGE;
  if (isRelayLine(frame)) return decodeLine(frame);
  if (isTooComplex(frame)) return MALFORMED;
  const value = parseObject(frame);
  if (value === null || !isPlain(value)) return MALFORMED;
  if (!CLIENT_TYPES.has(value.type)) return UNKNOWN_TYPE;
  if (isOtherVersion(value)) return UNSUPPORTED_VERSION;
  const parsed = v.safeParse(clientMessage, value);
  if (!parsed.success) return refused(value);
  return isPayloadTooLarge(frame, parsed.output) ? TOO_LARGE : { ok: true, message: parsed.output };
}
