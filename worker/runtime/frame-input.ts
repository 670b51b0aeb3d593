/**
 * From what a socket received to an input for the rules: decoded, measured, with the randomness, digests and sockets that its answer
 * needs. Has no rules, and sends nothing.
 */
import { type DecodedClientMessage, MAX_FRAME_BYTES, decodeClientMessage } from '#protocol';
import type { Input } from '../room/inputs.ts';
import { digest, newFresh } from './entropy.ts';
import { frameBytes } from './frame-bytes.ts';
import type { RoomSockets } from './room-sockets.ts';
import type { SocketAttachment } from './socket-attachment.ts';

/** What a frame says, and how large it is on the wire. */
export interface ReadFrame {
  readonly decoded: DecodedClientMessage;
  readonly bytes: number;
}

export function readFrame(data: string | ArrayBuffer): ReadFrame {
  if (typeof data === 'string') return { decoded: decodeClientMessage(data), bytes: frameBytes(data) };
  const bytes = data.byteLength;
  return { decoded: { ok: false, reason: bytes > MAX_FRAME_BYTES ? 'too-large' : 'malformed' }, bytes };
}

export function inputOf(
  attachment: SocketAttachment,
  { decoded, bytes }: ReadFrame,
  nowMs: number,
  sockets: RoomSockets,
): Extract<Input, { type: 'hello' | 'frame' }> {
  const { room, iceServers, grant } = attachment;
  const common = { nowMs, socket: attachment, iceServers };
  if (!decoded.ok) return { ...common, type: 'frame', decoded, bytes };
  const { message } = decoded;
  if (message.type !== 'hello') {
    const frame = { ...common, type: 'frame', decoded: { ok: true, message }, bytes } as const;
    const isEntry = message.type === 'command' && message.op === 'admit';
    return isEntry ? { ...frame, entry: { fresh: newFresh(), iceServers: sockets.iceServersOfUnseated() } } : frame;
  }
  const presentedKeyHash = message.key === undefined ? null : digest(message.key);
  const fresh = newFresh();
  return {
    ...common,
    type: 'hello',
    hello: message,
    grant,
    bytes,
    presentedKeyHash,
    fresh,
    room,
    sockets: sockets.live(),
  };
}
