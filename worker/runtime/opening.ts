/**
 * What the Worker tells the object about a socket that it let through: as headers of a request that the Worker makes
 * itself, so that nothing of the client's own headers is ever read by the object. During a deploy the two may be of
 * different versions for minutes: only add fields, and give them defaults.
 */
import * as v from 'valibot';
import { type IceServer, SUBPROTOCOL, iceServer, isRoomName } from '#protocol';

const ROOM_HEADER = 'p2pcall-room';
const ICE_SERVERS_HEADER = 'p2pcall-ice-servers';

/** Leaves room for the rest in a socket's attachment, which holds 16,384 bytes. */
export const MAX_ICE_SERVERS_BYTES = 8 * 1024;

export interface Opening {
  readonly room: string;
  readonly iceServers: readonly IceServer[];
}

const openingIceServers = v.pipe(v.string(), v.parseJson(), v.array(iceServer));

/** The request that asks the object for a socket. */
export function openingRequest({ room, iceServers }: Opening): Request {
  return new Request('https://room.internal/socket', {
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Protocol': SUBPROTOCOL,
      [ROOM_HEADER]: room,
      // Header values are Latin-1; a setting may hold anything.
      [ICE_SERVERS_HEADER]: encodeURIComponent(JSON.stringify(iceServers)),
    },
  });
}

/** @returns null when the request is none that {@link openingRequest} made. */
export function readOpening(headers: Headers): Opening | null {
  const room = headers.get(ROOM_HEADER);
  if (room === null || !isRoomName(room) || headers.get('Upgrade') !== 'websocket') return null;
  const parsed = v.safeParse(openingIceServers, decodeURIComponent(headers.get(ICE_SERVERS_HEADER) ?? '%5B%5D'));
  return parsed.success ? { room, iceServers: parsed.output } : null;
}
