/**
 * The pair link that carries signals: the generic link, filled in. It must not know what a signal does.
 */
import { PairLink, type PairLinkOptions } from '../link/pair-link.ts';
import { decodeSignal, measureSignal, type Signal } from './signals.ts';

/** A socket may send a burst of 60 frames, and after a reconnection every peer of a mesh is sent everything again. */
const WINDOW_COUNT = 16;

export type SignalingLink = PairLink<Signal>;

/** Makes the link between this page and one other. Wired to a {@link NegotiationSession} like this:
 *  `deliver` -> `session.handle(signal)`, `onreset` -> `session.reset()`, session `send` -> `link.send(signal)`;
 *  a relay's payload -> `link.receive(payload)`; own welcome and the peer's `on` -> `link.resend()`. */
export function createSignalingLink(options: Omit<PairLinkOptions<Signal>, 'decode' | 'measure'>): SignalingLink {
  return new PairLink({
    windowCount: WINDOW_COUNT,
    ...options,
    decode: decodeSignal,
    measure: measureSignal,
  });
}
