/**
 * What one room remembers, as plain data, and its one row in storage. The room's rules own and change it; nothing here
 * knows a socket, a clock or SQL. A row is outside data like any other: it may have been written by another version.
 */
import * as v from 'valibot';
import { type ErrorCode, type PeerInfo, ROLES, incarnation, isErrorCode, peerId, peerState } from '#protocol';
import { grant } from './grant.ts';

/** Raised when a row of the version before can no longer be read; such a row then counts as no row. */
const STATE_SCHEMA_VERSION = 1;

/** Identifies one accepted WebSocket; made by the shell, never sent to anyone. */
export type SocketId = string & { readonly brand: 'SocketId' };

const asSocketId = (value: string): SocketId => value as SocketId;
export const socketId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/), v.transform(asSocketId));

const storedResult = v.object({
  id: v.string(),
  atMs: v.number(),
  /** Why it was refused; null where it took effect. */
  code: v.optional(v.nullable(v.custom<ErrorCode>(isErrorCode)), null),
});

const anyId = v.nullable(v.string());

/** Which socket speaks, or since when there is none. */
const link = v.variant('on', [
  v.object({ on: v.literal(true), socket: socketId }),
  v.object({
    on: v.literal(false),
    sinceMs: v.number(),
    /** Whether its page said that it goes away; rows of an older version do not say. */
    hasLeft: v.optional(v.boolean(), false),
  }),
]);

/** What a seat and a place in the queue have in common: whose it is, and how that is proven. */
const claim = {
  /** Of a place: the id that its seat will have. */
  id: peerId,
  session: v.string(),
  /** SHA-256 of the newest key that was given. */
  keyHash: v.string(),
  /** SHA-256 of the key that was presented last: what replaced it may have been lost together with its socket. */
  previousKeyHash: v.nullable(v.string()),
  inc: incarnation,
  name: v.string(),
  caps: v.array(v.string()),
  state: peerState,
  link,
};

const seat = v.object({
  ...claim,
  joinedAtMs: v.number(),
  /** Commands that were answered, oldest first. */
  results: v.array(storedResult),
  /** Rows of a version without roles do not say this and what follows. */
  role: v.optional(v.picklist(ROLES), 'guest'),
  sub: v.optional(anyId, null),
  tokenId: v.optional(anyId, null),
  /** When the token that brought it here is over, in ms since the epoch; null without a token. A call that goes on is not ended
   *  by it. */
  expiresAtMs: v.optional(v.nullable(v.number()), null),
  /** Whether a token prescribes the name. */
  isNameFixed: v.optional(v.boolean(), false),
});
export type Seat = v.InferOutput<typeof seat>;

/** One who waits to be let in, with all that its seat will need. */
const waiting = v.object({
  ...claim,
  /** The session that it said it had when it came; nothing that it proved. */
  saidSession: anyId,
  grant,
});
export type Waiting = v.InferOutput<typeof waiting>;

/** Who waits as another version wrote it down has to come again, and costs nobody else the room. */
const queue = v.pipe(
  v.array(v.unknown()),
  v.transform((rows) =>
    rows.map((row) => v.safeParse(waiting, row)).flatMap((row) => (row.success ? [row.output] : [])),
  ),
);

const roomState = v.object({
  schema: v.literal(STATE_SCHEMA_VERSION),
  name: v.string(),
  createdAtMs: v.number(),
  capacity: v.number(),
  /** Version of the room: one more with every event. */
  rv: v.number(),
  /** Since when nobody has a seat; null while somebody has. */
  emptySinceMs: v.nullable(v.number()),
  /** When the first of those came who are here, or were last; null when nobody ever did, and in rows of an older version. */
  startedAtMs: v.optional(v.nullable(v.number()), null),
  seats: v.array(seat),
  /** Rows of a version without roles do not say what follows. In the order in which they came. */
  waiting: v.optional(queue, []),
  /** Whether nobody new may come in. */
  locked: v.optional(v.boolean(), false),
  /** Whether those who come in must wait until they are let in. */
  lobby: v.optional(v.boolean(), false),
  /** Those who were removed. */
  bans: v.optional(v.array(v.object({ session: v.string(), sub: anyId, tokenId: anyId })), []),
  /** Single-use tokens, and the session that each belongs to. */
  spentTokens: v.optional(v.array(v.object({ id: v.string(), session: v.string(), expiresAtMs: v.number() })), []),
});
export type RoomState = v.InferOutput<typeof roomState>;

/** A room into which nobody came yet. */
export function newRoomState(name: string, nowMs: number, capacity: number): RoomState {
  return {
    schema: STATE_SCHEMA_VERSION,
    name,
    createdAtMs: nowMs,
    capacity,
    rv: 0,
    emptySinceMs: nowMs,
    startedAtMs: null,
    seats: [],
    waiting: [],
    locked: false,
    lobby: false,
    bans: [],
    spentTokens: [],
  };
}

export function encodeRoomState(state: RoomState): string {
  return JSON.stringify(state);
}

/** @returns null when the row is damaged or of another version. */
export function decodeRoomState(text: string): RoomState | null {
  try {
    const parsed = v.safeParse(roomState, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What everyone in the room may know about a seat. */
export function publicInfo({ id, inc, link, role, name, caps, state, joinedAtMs }: Seat): PeerInfo {
  return { id, inc, on: link.on, role, name, caps, state, joinedAt: joinedAtMs };
}
