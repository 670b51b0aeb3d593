/**
 * Randomness and digests for the rules, synchronously: an `await` in a handler would let the next frame of the same
 * socket overtake this one.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type PeerId, peerId } from '#protocol';
import * as v from 'valibot';
import type { Fresh } from '../room/inputs.ts';
import { type SocketId, socketId } from '../room/room-state.ts';

function randomText(byteCount: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(byteCount));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** SHA-256 in hexadecimal. Keys have 128 random bits: no salt and no slow hash is needed. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

export function newSocketId(): SocketId {
  return v.parse(socketId, randomText(9));
}

function newPeerId(): PeerId {
  return v.parse(peerId, randomText(12));
}

/** What one welcome needs: an id for a new seat, a session of 128 bits and a key of 128 bits. */
export function newFresh(): Fresh {
  const key = randomText(16);
  return { peer: newPeerId(), session: randomText(16), key, keyHash: digest(key) };
}

/** Names a member to a TURN server, which need not know more: another one for each set of credentials. */
export function newMemberId(): string {
  return randomText(9);
}

/** Proves that who sends it back has read it. */
export function newNonce(): string {
  return randomText(9);
}

/** Names one webhook to its receiver. */
export function newWebhookId(): string {
  return `msg_${randomText(16)}`;
}

/** Names a call, an agent or a message of a desk, or a token of a call's room. */
export function newDeskId(): string {
  return randomText(12);
}

/** The room of a call, which nobody can guess. */
export function newDeskRoom(): string {
  return randomText(16);
}

/** Names this loading of an object, for diagnosis. */
export function newBootId(): string {
  return randomText(6);
}
