/**
 * Whether the site's own server vouches for who a visitor says it is, as chat widgets do it: `user-hash` is the HMAC-SHA-256 of `user-id`, in
 * hexadecimal, under a secret that only that server and this Worker know. Synchronous, for the handlers of an object.
 * @see https://www.rfc-editor.org/rfc/rfc2104
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CallEntry } from '../../desk/inputs.ts';

interface Claimed {
  readonly userId?: string | undefined;
  readonly userHash?: string | undefined;
}

/** Compares in a time that does not depend on where two texts differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(1, b.length));
  return difference === 0;
}

/** @param secret the setting; without it nobody can be vouched for. */
export function vouchedFor(secret: string | undefined, { userId, userHash }: Claimed): CallEntry['vouched'] {
  if (secret === undefined || secret.trim() === '' || userId === undefined) return 'none';
  if (userHash === undefined) return 'no';
  const expected = bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(userId)));
  return isSame(expected, userHash.toLowerCase()) ? 'yes' : 'no';
}
