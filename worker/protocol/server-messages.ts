/** What the server sends. Every frame is one JSON object with a `type`. */
import * as v from 'valibot';
import {
  errorCode,
  finiteNumber,
  iceServer,
  incarnation,
  leaveReason,
  name,
  opaqueToken,
  peerId,
  peerInfo,
  peerState,
} from './schemas.ts';

/** Limits that the server applies to this room, so that a client need not guess. */
export const limits = v.object({
  frameBytes: finiteNumber,
  payloadBytes: finiteNumber,
  capacity: finiteNumber,
  burst: finiteNumber,
  perSecond: finiteNumber,
  graceMs: finiteNumber,
  heartbeatMs: finiteNumber,
});
export type Limits = v.InferOutput<typeof limits>;

/** First answer to every accepted `hello`: a whole, consistent snapshot at version `rv`. */
export const welcome = v.object({
  type: v.literal('welcome'),
  me: peerId,
  session: opaqueToken,
  /** Proves the session at the next socket; a new one with every welcome. */
  key: opaqueToken,
  resumed: v.boolean(),
  /** Changes whenever the object was loaded anew; for diagnosis only. */
  boot: v.string(),
  rv: finiteNumber,
  room: v.object({ name: v.string(), capacity: finiteNumber, createdAt: finiteNumber }),
  /** Everyone else. */
  peers: v.array(peerInfo),
  limits,
  iceServers: v.array(iceServer),
  /** Server time in ms since the epoch. */
  now: finiteNumber,
});

/** The seat is not given yet (lobby, queue). */
export const wait = v.object({ type: v.literal('wait'), position: v.optional(finiteNumber) });

export const relayed = v.object({
  type: v.literal('relay'),
  from: peerId,
  inc: incarnation,
  payload: v.unknown(),
});

export const result = v.union([
  v.object({
    type: v.literal('result'),
    id: v.string(),
    ok: v.literal(true),
    iceServers: v.optional(v.array(iceServer)),
  }),
  v.object({ type: v.literal('result'), id: v.string(), ok: v.literal(false), code: errorCode }),
]);

/** A change of the room. `rv` is one more than that of the event before it. */
export const event = v.variant('event', [
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('join'), peer: peerInfo }),
  /** A lost participant is back; a new `inc` says that its page was loaded anew. */
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('on'), peer: peerInfo }),
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('off'), id: peerId }),
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('leave'), id: peerId, reason: leaveReason }),
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('state'), id: peerId, state: peerState }),
  v.object({ type: v.literal('event'), rv: finiteNumber, event: v.literal('name'), id: peerId, name }),
]);

/** Sent before the server closes the socket, and for refusals that do not close it (`fatal: false`). */
export const error = v.object({
  type: v.literal('error'),
  code: errorCode,
  fatal: v.boolean(),
  retryMs: v.optional(finiteNumber),
});

const known = v.variant('type', [welcome, wait, relayed, error]);
export const serverMessage = v.union([known, result, event]);

export type Welcome = v.InferOutput<typeof welcome>;
export type Relayed = v.InferOutput<typeof relayed>;
export type Result = v.InferOutput<typeof result>;
export type RoomEvent = v.InferOutput<typeof event>;
export type ErrorMessage = v.InferOutput<typeof error>;
export type ServerMessage = v.InferOutput<typeof serverMessage>;
