/** The values that messages are made of. Nothing here knows a message. */
import type { ErrorCode, LeaveReason } from './error-codes.ts';
import {
  type Guard,
  type Guarded,
  anyText,
  finiteNumber,
  flag,
  listOf,
  orAbsent,
  shape,
  text,
  textLike,
} from './guards.ts';
import { MAX_NAME_LENGTH, MAX_STATE_KEYS, MAX_STATE_VALUE_LENGTH } from './limits.ts';

/** Identifies one participant of a room; given by the server, the same after a resume. */
export type PeerId = string & { readonly brand: 'PeerId' };

/** Identifies one page load: 64 random bits in hexadecimal, made by the page. */
export type Incarnation = string & { readonly brand: 'Incarnation' };

export const isPeerId = textLike<PeerId>(/^[A-Za-z0-9_-]{1,32}$/);
export const isIncarnation = textLike<Incarnation>(/^[0-9a-fA-F]{16}$/);

/** What a participant may do to others; the table in rights.ts says what. */
export const ROLES = ['host', 'guest', 'agent', 'visitor'] as const;
export type Role = (typeof ROLES)[number];

/** A role of a newer version passes too: a page shows it like that of a guest. */
export const isRole = textLike<Role>(/^[a-z]{1,16}$/);

/** A secret or an id made of base64url characters. */
export const isOpaqueToken = textLike(/^[A-Za-z0-9_-]{1,64}$/);

/** A display name; what it looks like is cleaned where it is shown. */
export const isName = text(MAX_NAME_LENGTH);

/** Features of a client; a feature is used only where both sides name it. */
export const isCaps = listOf(text(32), 32);

/** What a participant tells the others about itself, replaced as a whole, last write wins. */
export type PeerState = Readonly<Record<string, boolean | number | string>>;

/** A key of {@link PeerState}: no inherited name, so that no reader can be polluted. */
function isStateKey(key: string): boolean {
  return /^[a-z][A-Za-z0-9]{0,31}$/.test(key) && key !== 'constructor' && key !== 'prototype';
}

function isStateValue(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_STATE_VALUE_LENGTH;
  return flag(value) || finiteNumber(value);
}

export const isPeerState: Guard<PeerState> = (value): value is PeerState => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MAX_STATE_KEYS && entries.every(([key, it]) => isStateKey(key) && isStateValue(it));
};

/** One participant, as everyone in the room knows it. */
export const isPeerInfo = shape({
  id: isPeerId,
  inc: isIncarnation,
  /** False while its socket is lost and its seat is kept. */
  on: flag,
  /** Servers of an older version do not say. */
  role: orAbsent(isRole),
  name: isName,
  caps: isCaps,
  state: isPeerState,
  /** When it took the seat, in ms since the epoch by the server's clock. */
  joinedAt: finiteNumber,
});
export type PeerInfo = Guarded<typeof isPeerInfo>;

const isUrls: Guard<string | readonly string[]> = (value): value is string | readonly string[] =>
  anyText(value) || (Array.isArray(value) && value.every(anyText));

/** As RTCIceServer. @see https://www.w3.org/TR/webrtc/#rtciceserver-dictionary */
export const isIceServer = shape({ urls: isUrls, username: orAbsent(anyText), credential: orAbsent(anyText) });
export type IceServer = Guarded<typeof isIceServer>;

/** Codes and reasons of a newer version pass too: whoever shows them has a sentence for those it does not know. */
export const isErrorCode = textLike<ErrorCode>(/^[a-z0-9-]{1,40}$/);
export const isLeaveReason = textLike<LeaveReason>(/^[a-z_]{1,40}$/);
