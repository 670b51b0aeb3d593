/** What a page tells the others about itself over signaling, and how it reads theirs. Both directions in one place. */
import type { PeerState } from '#protocol';

export interface OwnState {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export function encodeOwnState(state: OwnState): PeerState {
  return { microphone: state.microphone, camera: state.camera, screen: state.screen };
}

/** Reads a stranger's state: whatever is missing or of another type counts as off. */
export function decodeOwnState(state: PeerState): OwnState {
  return {
    microphone: state['microphone'] === true,
    camera: state['camera'] === true,
    screen: state['screen'] === true,
  };
}
