/** Room names: what is accepted in a URL, and how our own pages make an unguessable one. */

const ROOM_NAME = /^[A-Za-z0-9_.-]{3,64}$/;

/** Whether `name` can be the name of a room: 3 to 64 of `A-Z a-z 0-9 _ . -`, and not only dots (a URL would swallow them). */
export function isRoomName(name: string): boolean {
  return ROOM_NAME.test(name) && !/^\.+$/.test(name);
}

/** A room name nobody can guess, from 16 random bytes: 22 characters of base64url.
 *  @param bytes 128 bits of randomness, from `crypto.getRandomValues`. */
export function roomNameFrom(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let name = '';
  for (let bit = 0; bit < bytes.length * 8; bit += 6) {
    const index = bit >> 3;
    const pair = ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
    name += alphabet[(pair >> (10 - (bit & 7))) & 63];
  }
  return name;
}
