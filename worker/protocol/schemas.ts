/** The values that messages are made of. Unknown keys are dropped by the decoder; nothing here knows a message. */
import * as v from 'valibot';
import { MAX_NAME_LENGTH, MAX_STATE_KEYS, MAX_STATE_VALUE_LENGTH } from './limits.ts';
import type { ErrorCode, LeaveReason } from './error-codes.ts';
import { anyText, finiteNumber, flag, listOf, text, textLike } from './scalars.ts';

/** Identifies one participant of a room; given by the server, the same after a resume. */
export type PeerId = string & { readonly brand: 'PeerId' };

/** Identifies one page load: 64 random bits in hexadecimal, made by the page. */
export type Incarnation = string & { readonly brand: 'Incarnation' };

export const peerId = textLike<PeerId>(/^[A-Za-z0-9_-]{1,32}$/);
export const incarnation = textLike<Incarnation>(/^[0-9a-fA-F]{16}$/);

/** A secret or an id made of base64url characters. */
export const opaqueToken = textLike(/^[A-Za-z0-9_-]{1,64}$/);

/** A display name; what it looks like is cleaned where it is shown. */
export const name = text(MAX_NAME_LENGTH);

/** Features of a client; a feature is used only where both sides name it. */
export const caps = listOf(text(32), 32);

/** What a participant tells the others about itself, replaced as a whole, last write wins. */
export type PeerState = Readonly<Record<string, boolean | number | string>>;

/** A key of {@link PeerState}: no inherited name, so that no reader can be polluted. */
function isStateKey(key: string): boolean {
  return /^[a-z][A-Za-z0-9]{0,31}$/.test(key) && key !== 'constructor' && key !== 'prototype';
}

function isStateValue(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_STATE_VALUE_LENGTH;
  return typeof value === 'boolean' || Number.isFinite(value);
}

export const peerState = v.custom<PeerState>((value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MAX_STATE_KEYS && entries.every(([key, it]) => isStateKey(key) && isStateValue(it));
});

/** One participant, as everyone in the room knows it. `on` is false while its socket is lost and its seat is kept. */
export const peerInfo = v.object({
  id: peerId,
  inc: incarnation,
  on: flag,
  name,
  caps,
  state: peerState,
  /** When it took the seat, in ms since the epoch by the server's clock. */
  joinedAt: finiteNumber,
});
export type PeerInfo = v.InferOutput<typeof peerInfo>;

function isUrls(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((url) => typeof url === 'string'));
}

/** As RTCIceServer. @see https://www.w3.org/TR/webrtc/#rtciceserver-dictionary */
export const iceServer = v.object({
  urls: v.custom<string | readonly string[]>(isUrls),
  username: v.optional(anyText),
  credential: v.optional(anyText),
});
export type IceServer = v.InferOutput<typeof iceServer>;

/** Codes and reasons of a newer version pass too: whoever shows them has a sentence for those it does not know. */
export const errorCode = textLike<ErrorCode>(/^[a-z0-9-]{1,40}$/);
export const leaveReason = textLike<LeaveReason>(/^[a-z_]{1,40}$/);
