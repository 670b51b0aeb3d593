/** Names that a page gives: its incarnation, and in a room without a server also its id. Knows no channel. */
import { INCARNATION_LENGTH, type Incarnation, type PeerId } from '#protocol';

/** Two lower-case digits for each byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `bytes` random bytes in lower-case hexadecimal. */
export function randomHex(bytes: number): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(bytes)));
}

export function newIncarnation(): Incarnation {
  return randomHex(INCARNATION_LENGTH / 2) as Incarnation;
}

export function newPeerId(): PeerId {
  return randomHex(8) as PeerId;
}
