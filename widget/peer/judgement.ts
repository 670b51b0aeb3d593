/** What is made of the way to a peer, as people are told. Judged elsewhere, when there is something to judge. */

/** From good to bad. `low`: people notice. `very-low`: they can hardly talk. */
export const NETWORK_LEVELS = ['good', 'low', 'very-low'] as const;

export type NetworkLevel = (typeof NETWORK_LEVELS)[number];

export interface Judgement {
  /** How good the way is, in either direction; null for the own page, and for the first seconds. */
  readonly networkQuality: NetworkLevel | null;
  /** Its camera is on, but not sent here for now, because the way is too narrow; `cameraTrack` is null then. */
  readonly cameraPaused: boolean;
  /** The own camera is on, but not sent to this one for now, for the same reason. It comes back by itself. */
  readonly ownCameraPaused: boolean;
}

export const NOT_JUDGED: Judgement = { networkQuality: null, cameraPaused: false, ownCameraPaused: false };
