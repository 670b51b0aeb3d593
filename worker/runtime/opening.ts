/**
 * What the Worker tells the object about a socket that it let through: as headers of a request that the Worker makes
 * itself, so that nothing of the client's own headers is ever read by the object. During a deploy the two may be of
 * different versions for minutes: only add fields, and give them defaults.
 */
import * as v from 'valibot';
import { SUBPROTOCOL, iceServer, isRoomName } from '#protocol';
import { type Grant, OPEN_GRANT, grant } from '../room/grant.ts';
import { helloHeaders, helloIn } from './carried-hello.ts';
import { iceTerm } from './turn/ice-term.ts';
import type { IceIssue } from './turn/issue.ts';

export { type Grant, OPEN_GRANT, grantCapacity, grantId } from '../room/grant.ts';

const ROOM_HEADER = 'p2pcall-room';
const ICE_SERVERS_HEADER = 'p2pcall-ice-servers';
const ICE_TERM_HEADER = 'p2pcall-ice-term';
const GRANT_HEADER = 'p2pcall-grant';

/** Leaves room for the rest in a socket's attachment, which holds 16,384 bytes. */
export const MAX_ICE_SERVERS_BYTES = 8 * 1024;

export interface Opening extends IceIssue {
  readonly room: string;
  /** What the socket may do. */
  readonly grant: Grant;
  /** The page's `hello` in hexadecimal, where it came with the request. */
  readonly hello: string | null;
}

const openingIceServers = v.pipe(v.string(), v.parseJson(), v.array(iceServer));
const openingIceTerm = v.pipe(v.string(), v.parseJson(), v.nullable(iceTerm));
const openingGrant = v.pipe(v.string(), v.parseJson(), grant);

/** Header values are Latin-1; a setting or a name may hold anything. */
function encodeHeader(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value));
}

/** @param byDefault what a Worker of an older version, which does not send the header, means. */
function headerText(headers: Headers, name: string, byDefault: unknown): string {
  const text = headers.get(name);
  return text === null ? JSON.stringify(byDefault) : decodeURIComponent(text);
}

/** The request that asks the object for a socket. */
export function openingRequest({ room, iceServers, iceTerm, grant, hello }: Opening): Request {
  return new Request('https://room.internal/socket', {
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Protocol': SUBPROTOCOL,
      [ROOM_HEADER]: room,
      [ICE_SERVERS_HEADER]: encodeHeader(iceServers),
      [ICE_TERM_HEADER]: encodeHeader(iceTerm),
      [GRANT_HEADER]: encodeHeader(grant),
      ...helloHeaders(hello),
    },
  });
}

/** @returns null when the request is none that {@link openingRequest} made. */
export function readOpening(headers: Headers): Opening | null {
  const room = headers.get(ROOM_HEADER);
  if (room === null || !isRoomName(room) || headers.get('Upgrade') !== 'websocket') return null;
  const iceServers = v.safeParse(openingIceServers, headerText(headers, ICE_SERVERS_HEADER, []));
  const term = v.safeParse(openingIceTerm, headerText(headers, ICE_TERM_HEADER, null));
  const granted = v.safeParse(openingGrant, headerText(headers, GRANT_HEADER, OPEN_GRANT));
  if (!iceServers.success || !term.success || !granted.success) return null;
  return { room, iceServers: iceServers.output, iceTerm: term.output, grant: granted.output, hello: helloIn(headers) };
}
