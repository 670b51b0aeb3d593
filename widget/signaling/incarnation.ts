/** Names that a page gives: its incarnation, and in a room without a server also its id. Knows no channel. */
import { INCARNATION_LENGTH, type Incarnation, type PeerId, incarnation, peerId } from '#protocol';
import { parse } from 'valibot';

/** `bytes` random bytes in lower-case hexadecimal. */
function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function newIncarnation(): Incarnation {
  return parse(incarnation, randomHex(INCARNATION_LENGTH / 2));
}

export function newPeerId(): PeerId {
  return parse(peerId, randomHex(8));
}
