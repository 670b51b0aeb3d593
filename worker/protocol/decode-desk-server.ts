/** From a frame that a desk sent to a message, or to the reason why it is none. Never throws; needs no schema library. */
import { type Decoded, MALFORMED, UNKNOWN_TYPE, parseObject } from './decoded.ts';
import { DESK_SERVER_MESSAGES, type DeskServerMessage } from './desk-server-messages.ts';
import type { Probe } from './server-messages.ts';

/** By what the kinds of a type are told apart. */
const KIND_FIELDS: ReadonlyMap<string, string> = new Map([
  ['welcome', 'role'],
  ['result', 'ok'],
  ['event', 'event'],
]);

/** The key of a message in {@link DESK_SERVER_MESSAGES}. */
function kindOf(value: { readonly type: string; readonly [field: string]: unknown }): string {
  const field = KIND_FIELDS.get(value.type);
  if (field === undefined) return value.type;
  const kind = value[field];
  // Not String(kind): an object with a `toString` of its own would throw.
  return typeof kind === 'string' || typeof kind === 'boolean' ? `${value.type} ${kind}` : value.type;
}

/** Decodes a frame that a desk sent. An event of a newer version is an unknown type: to be left alone. */
export function decodeDeskServerMessage(frame: string): Decoded<DeskServerMessage | Probe> {
  const value = parseObject(frame);
  if (value === null) return MALFORMED;
  const isMessage = DESK_SERVER_MESSAGES.get(kindOf(value));
  if (isMessage === undefined) return KIND_FIELDS.has(value.type) && value.type !== 'event' ? MALFORMED : UNKNOWN_TYPE;
  return isMessage(value) ? { ok: true, message: value } : MALFORMED;
}
