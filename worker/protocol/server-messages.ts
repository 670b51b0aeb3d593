/** What the server sends. Every frame is one JSON object with a `type`. */
import {
  type Guard,
  type Guarded,
  anyText,
  anything,
  finiteNumber,
  flag,
  listOf,
  oneOf,
  orAbsent,
  shape,
} from './guards.ts';
import { MAX_ICE_SERVERS } from './limits.ts';
import {
  isCaps,
  isErrorCode,
  isIceServer,
  isIncarnation,
  isLeaveReason,
  isName,
  isOpaqueToken,
  isPeerId,
  isPeerInfo,
  isPeerState,
  isRole,
} from './values.ts';

/** Limits that the server applies to this room, so that a client need not guess. */
export interface Limits {
  readonly frameBytes: number;
  readonly payloadBytes: number;
  readonly capacity: number;
  readonly burst: number;
  readonly perSecond: number;
  readonly graceMs: number;
  readonly heartbeatMs: number;
}

/** One who waits to be let in. */
const knocker = shape({ id: isPeerId, name: isName });

/** Of ICE servers: how long their credentials are good for, in ms from now, where they end at all; and whether relays in use end
 *  with them. */
const iceTerm = { iceTtlMs: orAbsent(finiteNumber), relayEnds: orAbsent(flag) };

/** First answer to every accepted `hello`: a whole, consistent snapshot at version `rv`. */
export const welcome = shape({
  type: oneOf('welcome'),
  me: isPeerId,
  session: isOpaqueToken,
  /** Proves the session at the next socket; a new one with every welcome. */
  key: isOpaqueToken,
  resumed: flag,
  /** Changes whenever the object was loaded anew; for diagnosis only. */
  boot: anyText,
  rv: finiteNumber,
  /** The own role; servers of an older version do not say. */
  role: orAbsent(isRole),
  room: shape({
    name: anyText,
    capacity: finiteNumber,
    createdAt: finiteNumber,
    /** Whether nobody new may come in. */
    locked: orAbsent(flag),
    /** Whether those who come in must wait until they are let in. */
    lobby: orAbsent(flag),
  }),
  /** Who waits, in the order in which they came; only for those who may let them in. */
  waiting: orAbsent(listOf(knocker, 64)),
  /** Everyone else. */
  peers: listOf(isPeerInfo, 64),
  /** {@link Limits}: our pages do not read them, and so do not look at them. */
  limits: anything,
  /** What the server knows beyond the first version of this wire; servers of an older version do not say. */
  caps: orAbsent(isCaps),
  iceServers: listOf(isIceServer, MAX_ICE_SERVERS),
  ...iceTerm,
  /** Server time in ms since the epoch. */
  now: finiteNumber,
});

/** The seat is not given yet (lobby, queue). The first one of a socket proves the place at the next. */
export const wait = shape({
  type: oneOf('wait'),
  position: orAbsent(finiteNumber),
  session: orAbsent(isOpaqueToken),
  key: orAbsent(isOpaqueToken),
});

export const relayed = shape({
  type: oneOf('relay'),
  from: isPeerId,
  inc: isIncarnation,
  payload: anything,
});

const accepted = shape({
  type: oneOf('result'),
  id: anyText,
  ok: oneOf(true),
  iceServers: orAbsent(listOf(isIceServer, MAX_ICE_SERVERS)),
  ...iceTerm,
});
const refused = shape({ type: oneOf('result'), id: anyText, ok: oneOf(false), code: isErrorCode });

/** A change of the room. `rv` is one more than that of the event before it. */
const change = { type: oneOf('event'), rv: finiteNumber };
const join = shape({ ...change, event: oneOf('join'), peer: isPeerInfo });
/** A lost participant is back; a new `inc` says that its page was loaded anew. */
const on = shape({ ...change, event: oneOf('on'), peer: isPeerInfo });
const off = shape({ ...change, event: oneOf('off'), id: isPeerId });
const leave = shape({ ...change, event: oneOf('leave'), id: isPeerId, reason: isLeaveReason });
const state = shape({ ...change, event: oneOf('state'), id: isPeerId, state: isPeerState });
const renamed = shape({ ...change, event: oneOf('name'), id: isPeerId, name: isName });

const role = shape({ ...change, event: oneOf('role'), id: isPeerId, role: isRole });
const lock = shape({ ...change, event: oneOf('lock'), on: flag });
const lobby = shape({ ...change, event: oneOf('lobby'), on: flag });

/** Told to some and not to all: so it has no version, and is no change of the room that all share. */
const notice = { type: oneOf('notice') };
const knock = shape({ ...notice, notice: oneOf('knock'), id: isPeerId, name: isName });
/** That one waits no more: let in, sent away, or gone. */
const knockEnd = shape({ ...notice, notice: oneOf('knock-end'), id: isPeerId });
/** Somebody asks this page to turn off its microphone; what comes of it is the page's own affair. */
const mute = shape({ ...notice, notice: oneOf('mute'), from: isPeerId });

/** To be answered at once by `read` with the same nonce: only who has read all that came before can know it. Of the socket, as
 *  a heartbeat is, and not of the room. */
const probe = shape({ type: oneOf('probe'), nonce: isOpaqueToken });
export type Probe = Guarded<typeof probe>;

/** Sent before the server closes the socket, and for refusals that do not close it (`fatal: false`). */
export const error = shape({
  type: oneOf('error'),
  code: isErrorCode,
  fatal: flag,
  retryMs: orAbsent(finiteNumber),
});

export type Welcome = Guarded<typeof welcome>;
export type Wait = Guarded<typeof wait>;
export type Relayed = Guarded<typeof relayed>;
export type Result = Guarded<typeof accepted> | Guarded<typeof refused>;
export type RoomEvent =
  | Guarded<typeof join>
  | Guarded<typeof on>
  | Guarded<typeof off>
  | Guarded<typeof leave>
  | Guarded<typeof state>
  | Guarded<typeof renamed>
  | Guarded<typeof role>
  | Guarded<typeof lock>
  | Guarded<typeof lobby>;
export type Notice = Guarded<typeof knock> | Guarded<typeof knockEnd> | Guarded<typeof mute>;
/** An event of a newer server. Only its version counts: without it the next event would look like a gap. */
export interface UnknownEvent {
  readonly type: 'event';
  readonly rv: number;
  readonly event: 'unknown';
}
export type ErrorMessage = Guarded<typeof error>;
export type ServerMessage = Welcome | Wait | Relayed | Result | RoomEvent | Notice | ErrorMessage | UnknownEvent;

/** Every message by `type`, and by the field that tells its kinds apart. */
export const SERVER_MESSAGES: ReadonlyMap<string, Guard<ServerMessage | Probe>> = new Map<
  string,
  Guard<ServerMessage | Probe>
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
  ['event role', role],
  ['event lock', lock],
  ['event lobby', lobby],
  ['notice knock', knock],
  ['notice knock-end', knockEnd],
  ['notice mute', mute],
  ['probe', probe],
]);
