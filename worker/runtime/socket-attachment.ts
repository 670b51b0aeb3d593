/**
 * What a socket carries through hibernation. Read as outside data: an object of another version may have written it.
 */
import * as v from 'valibot';
import { type IceServer, iceServer, peerId } from '#protocol';
import { deskGrant } from '../desk/desk-grant.ts';
import { OPEN_GRANT, grant } from '../room/grant.ts';
import { socketId } from '../room/room-state.ts';
import { iceTerm } from './turn/ice-term.ts';

const attachment = v.object({
  schema: v.literal(1),
  id: socketId,
  room: v.string(),
  openedAtMs: v.number(),
  peer: v.nullable(peerId),
  iceServers: v.array(iceServer),
  /** How long what is in them lasts. */
  iceTerm: v.optional(v.nullable(iceTerm), null),
  /** Sockets of a version without tokens do not say. */
  grant: v.optional(grant, OPEN_GRANT),
  /** Of a socket of a desk: what it may do there. */
  desk: v.optional(v.nullable(deskGrant), null),
  /** How much was unread, and the probe that is not answered. */
  unread: v.optional(v.nullable(v.object({ bytes: v.number(), nonce: v.nullable(v.string()) })), null),
});
export type SocketAttachment = v.InferOutput<typeof attachment>;

/** As they were read or written last: after hibernation a socket is another object. To read one takes as long as all the rules of a
 *  relayed message. */
const known = new WeakMap<WebSocket, SocketAttachment>();

/** @returns null when the attachment is missing or of another version. */
export function readAttachment(socket: WebSocket): SocketAttachment | null {
  const before = known.get(socket);
  if (before !== undefined) return before;
  const value: unknown = socket.deserializeAttachment();
  const parsed = v.safeParse(attachment, value);
  if (!parsed.success) return null;
  known.set(socket, parsed.output);
  return parsed.output;
}

export function writeAttachment(socket: WebSocket, value: SocketAttachment): void {
  socket.serializeAttachment(value satisfies { readonly iceServers: readonly IceServer[] });
  known.set(socket, value);
}
