/** The first message of every socket: who this page is, and what it has a right to. Must not know sockets. */
import { type Hello, type Incarnation, PROTOCOL_VERSION, RELAY_LINES, type Welcome } from '#protocol';
import type { JoinRequest } from './signaling-channel.ts';

/** What a seat or a place in the queue is taken back with. */
export type Proof = Pick<Welcome, 'session' | 'key'>;

/** @param proof of the seat or the place that this page, or the one before it, had; without one it comes as somebody new. */
export function helloOf(
  inc: Incarnation,
  { name, state, caps, capacity }: JoinRequest,
  proof: Proof | null | undefined,
): Hello {
  return {
    type: 'hello',
    v: PROTOCOL_VERSION,
    inc,
    caps: [...caps, RELAY_LINES],
    name,
    state,
    ...(capacity === undefined ? {} : { capacity }),
    ...(proof ? { session: proof.session, key: proof.key } : {}),
  };
}
