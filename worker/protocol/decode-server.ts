/**
 * From a frame that the server sent to a message, or to the reason why it is none. Never throws; apart from the decoder of
 * the other direction, so that a page need not load the schemas of what it only sends.
 */
import { type Decoded, MALFORMED, UNKNOWN_TYPE, parseObject } from './decoded.ts';
import { anyText, finiteNumber, shape } from './guards.ts';
import { readServerFrame } from './relay-line.ts';
import { type Probe, SERVER_MESSAGES, type ServerMessage } from './server-messages.ts';

const isAnyEvent = shape({ event: anyText, rv: finiteNumber });

/** The key of a message in {@link SERVER_MESSAGES}. */
function kindOf(value: { readonly type: string; readonly [field: string]: unknown }): string {
  const { type } = value;
  if (type === 'result') return `result ${value['ok'] === true}`;
  if (type !== 'event' && type !== 'notice') return type;
  // Not String(kind): an object with a `toString` of its own would throw.
  const kind = value[type];
  return typeof kind === 'string' ? `${type} ${kind}` : type;
}

/** Decodes a frame that the server sent. */
export function decodeServerMessage(frame: string): Decoded<ServerMessage | Probe> {
  const value = parseObject(frame, readServerFrame);
  if (value === null) return MALFORMED;
  const kind = kindOf(value);
  const isMessage = SERVER_MESSAGES.get(kind);
  if (isMessage === undefined) {
    if (value.type === 'event' && isAnyEvent(value))
      return { ok: true, message: { type: 'event', rv: value.rv, event: 'unknown' } };
    return value.type === 'event' || kind === 'notice' ? MALFORMED : UNKNOWN_TYPE;
  }
  return isMessage(value) ? { ok: true, message: value } : MALFORMED;
}
