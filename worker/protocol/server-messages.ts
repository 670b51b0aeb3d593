/** What the server sends. Every frame is one JSON object with a `type`. */
import * as v from 'valibot';
import { anyText, anything, finiteNumber, flag, listOf, tag } from './scalars.ts';
import {
  errorCode,
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
  type: tag('welcome'),
  me: peerId,
  session: opaqueToken,
  /** Proves the session at the next socket; a new one with every welcome. */
  key: opaqueToken,
  resumed: flag,
  /** Changes whenever the object was loaded anew; for diagnosis only. */
  boot: anyText,
  rv: finiteNumber,
  room: v.object({ name: anyText, capacity: finiteNumber, createdAt: finiteNumber }),
  /** Everyone else. */
  peers: listOf(peerInfo, 64),
  limits,
  iceServers: listOf(iceServer, 32),
  /** Server time in ms since the epoch. */
  now: finiteNumber,
});

/** The seat is not given yet (lobby, queue). */
export const wait = v.object({ type: tag('wait'), position: v.optional(finiteNumber) });

export const relayed = v.object({
  type: tag('relay'),
  from: peerId,
  inc: incarnation,
  payload: anything,
});

const accepted = v.object({
  type: tag('result'),
  id: anyText,
  ok: tag(true),
  iceServers: v.optional(listOf(iceServer, 32)),
});
const refused = v.object({ type: tag('result'), id: anyText, ok: tag(false), code: errorCode });

/** A change of the room. `rv` is one more than that of the event before it. */
const change = { type: tag('event'), rv: finiteNumber };
const join = v.object({ ...change, event: tag('join'), peer: peerInfo });
/** A lost participant is back; a new `inc` says that its page was loaded anew. */
const on = v.object({ ...change, event: tag('on'), peer: peerInfo });
const off = v.object({ ...change, event: tag('off'), id: peerId });
const leave = v.object({ ...change, event: tag('leave'), id: peerId, reason: leaveReason });
const state = v.object({ ...change, event: tag('state'), id: peerId, state: peerState });
const renamed = v.object({ ...change, event: tag('name'), id: peerId, name });

/** Sent before the server closes the socket, and for refusals that do not close it (`fatal: false`). */
export const error = v.object({
  type: tag('error'),
  code: errorCode,
  fatal: flag,
  retryMs: v.optional(finiteNumber),
});

export type Welcome = v.InferOutput<typeof welcome>;
export type Relayed = v.InferOutput<typeof relayed>;
export type Result = v.InferOutput<typeof accepted> | v.InferOutput<typeof refused>;
export type RoomEvent =
  | v.InferOutput<typeof join>
  | v.InferOutput<typeof on>
  | v.InferOutput<typeof off>
  | v.InferOutput<typeof leave>
  | v.InferOutput<typeof state>
  | v.InferOutput<typeof renamed>;
export type ErrorMessage = v.InferOutput<typeof error>;
export type ServerMessage = Welcome | v.InferOutput<typeof wait> | Relayed | Result | RoomEvent | ErrorMessage;

/** Every message by `type`, and by the field that tells its kinds apart. */
export const SERVER_MESSAGES: ReadonlyMap<string, v.GenericSchema<unknown, ServerMessage>> = new Map<
  string,
  v.GenericSchema<unknown, ServerMessage>
>([
  ['welcome', welcome],
  ['wait', wait],
  ['relay', relayed],
  ['error', error],
  ['result true', accepted],
  ['result false', refused],
  ['event join', join],
  ['event on', on],
  ['event off', off],
  ['event leave', leave],
  ['event state', state],
  ['event name', renamed],
]);
