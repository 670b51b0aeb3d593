/**
 * Whether a `hello` comes from the one whose seat or place it names: by the session, a key of its welcome, and the person that a token
 * names. Knows no socket, and what becomes of the answer.
 */
import type { HelloInput } from './inputs.ts';
import type { RoomState, Seat, Waiting } from './room-state.ts';

/** Compares two digests in a time that does not depend on where they differ. */
function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** False for an unknown session, a wrong key or another person's token, without telling which. */
function isProven(
  { session, keyHash, previousKeyHash }: Seat | Waiting,
  sub: string | null,
  { hello, grant, presentedKeyHash }: HelloInput,
): boolean {
  if (hello.session !== session || presentedKeyHash === null || (sub !== null && sub !== grant.sub)) return false;
  return (
    isSameDigest(keyHash, presentedKeyHash) ||
    (previousKeyHash !== null && isSameDigest(previousKeyHash, presentedKeyHash))
  );
}

/** The seat that `hello` has the right to take back. */
export function provenSeat(state: RoomState, input: HelloInput): Seat | null {
  return state.seats.find((seat) => isProven(seat, seat.sub, input)) ?? null;
}

/** The place in the queue that `hello` has the right to take back. */
export function provenPlace(state: RoomState, input: HelloInput): Waiting | null {
  return state.waiting.find((waiting) => isProven(waiting, waiting.grant.sub, input)) ?? null;
}

/** The session that `hello` has proven; null for a stranger. */
export function provenSession(state: RoomState | null, input: HelloInput): string | null {
  return state === null ? null : ((provenSeat(state, input) ?? provenPlace(state, input))?.session ?? null);
}
