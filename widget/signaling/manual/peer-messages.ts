/**
 * What two pages that met without a server tell each other over a channel of their own: what the room would have told. JSON, one
 * object a message. Knows no channel.
 */
import {
  type Guarded,
  MAX_FRAME_BYTES,
  isLargerThan,
  isName,
  isPeerInfo,
  isPeerState,
  oneOf,
  orAbsent,
  shape,
} from '#protocol';

const MESSAGES = {
  /** The first one of each side. */
  hello: shape({ type: oneOf('hello'), peer: isPeerInfo }),
  relay: shape({ type: oneOf('relay'), payload: (value: unknown): value is unknown => value !== undefined }),
  state: shape({ type: oneOf('state'), state: isPeerState }),
  name: shape({ type: oneOf('name'), name: isName }),
  bye: shape({ type: oneOf('bye'), reason: orAbsent(oneOf('user_left')) }),
};

export type PeerMessage = { [Type in keyof typeof MESSAGES]: Guarded<(typeof MESSAGES)[Type]> }[keyof typeof MESSAGES];

const isTyped = shape({ type: oneOf('hello', 'relay', 'state', 'name', 'bye') });

/** @returns null for anything else, of which nothing is said: the other page is as hostile as the network. */
export function decodePeerMessage(data: unknown): PeerMessage | null {
  if (typeof data !== 'string' || isLargerThan(data, MAX_FRAME_BYTES)) return null;
  try {
    const value: unknown = JSON.parse(data);
    if (!isTyped(value)) return null;
    const isMessage = MESSAGES[value.type];
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}
