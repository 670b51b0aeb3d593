/**
 * From one seat to another: in the form that the receiver knows, whatever the sender's. Lines are handed on unread to whoever takes
 * lines; where the forms differ the payload is read, checked and written anew. Knows neither rates nor who is there.
 */
import { RELAY_LINES, type Relay, type RelayLine, payloadOf, relayHeadBytes, utf8Length } from '#protocol';
import type { Seat, SocketId } from './room-state.ts';
import type { Turn } from './turn.ts';

export function takesLines({ caps }: Seat): boolean {
  return caps.includes(RELAY_LINES);
}

/** @param bytes of the frame that it came in. @returns whether it could be handed on: false where the receiver needs JSON, and it is none. */
export function handOn(
  turn: Turn,
  from: Seat,
  to: Seat,
  socket: SocketId,
  message: Relay | RelayLine,
  bytes: number,
): boolean {
  const isLine = message.type === 'relay-line';
  if (takesLines(to)) {
    const text = isLine ? message.text : JSON.stringify(message.payload);
    turn.relay(socket, from, text, isLine ? bytes - relayHeadBytes(message.to) : utf8Length(text));
    return true;
  }
  const read = isLine ? payloadOf(message) : message;
  if (read !== null) turn.send(socket, { type: 'relay', from: from.id, inc: from.inc, payload: read.payload });
  return read !== null;
}
