/** The values that messages are made of. Unknown keys are dropped by the decoder; nothing here knows a message. */
import * as v from 'valibot';
import {
  INCARNATION_LENGTH,
  MAX_NAME_LENGTH,
  MAX_STATE_KEYS,
  MAX_STATE_VALUE_LENGTH,
} from './limits.ts';
import { ERROR_CODES, LEAVE_REASONS } from './error-codes.ts';

/** Identifies one participant of a room; given by the server, the same after a resume. */
export type PeerId = string & { readonly brand: 'PeerId' };

/** Identifies one page load: 64 random bits in hexadecimal, made by the page. */
export type Incarnation = string & { readonly brand: 'Incarnation' };

const asPeerId = (value: string): PeerId => value as PeerId;
const asIncarnation = (value: string): Incarnation => value as Incarnation;

export const peerId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/), v.transform(asPeerId));
export const incarnation = v.pipe(
  v.string(),
  v.length(INCARNATION_LENGTH),
  v.hexadecimal(),
  v.transform(asIncarnation),
);

/** JSON can write numbers that no double holds: `1e999` parses to Infinity. */
export const finiteNumber = v.pipe(v.number(), v.finite());

/** A secret or an id made of base64url characters. */
export const opaqueToken = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** A display name; what it looks like is cleaned where it is shown. */
export const name = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));

/** Features of a client; a feature is used only where both sides name it. */
export const caps = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(32));

/** What a participant tells the others about itself, replaced as a whole, last write wins.
 *  `__proto__`, `prototype` and `constructor` are dropped, so that no reader can be polluted. */
export const peerState = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]{0,31}$/), v.notValues(['constructor', 'prototype'])),
    v.union([v.boolean(), finiteNumber, v.pipe(v.string(), v.maxLength(MAX_STATE_VALUE_LENGTH))]),
  ),
  v.check((state) => Object.keys(state).length <= MAX_STATE_KEYS, 'too many keys'),
);
export type PeerState = v.InferOutput<typeof peerState>;

/** One participant, as everyone in the room knows it. `on` is false while its socket is lost and its seat is kept. */
export const peerInfo = v.object({
  id: peerId,
  inc: incarnation,
  on: v.boolean(),
  name: v.optional(name, ''),
  caps,
  state: peerState,
  /** When it took the seat, in ms since the epoch by the server's clock. */
  joinedAt: finiteNumber,
});
export type PeerInfo = v.InferOutput<typeof peerInfo>;

/** As RTCIceServer, with `urls` always a list. @see https://www.w3.org/TR/webrtc/#rtciceserver-dictionary */
export const iceServer = v.object({
  urls: v.union([v.string(), v.array(v.string())]),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
export type IceServer = v.InferOutput<typeof iceServer>;

export const errorCode = v.picklist(ERROR_CODES);
export const leaveReason = v.picklist(LEAVE_REASONS);
