/** What a page tells the others about itself over signaling, as it is, and how it reads theirs. */
import type { PeerState } from '#protocol';
import type { Slot } from '../peer/slots.ts';
import type { Participant } from './participant.ts';

/** What of the own media is on. */
export type MediaState = {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
};

export type OwnState = MediaState & {
  /** Whether the hand is raised. */
  readonly hand: boolean;
  /** Whether this page records the call. */
  readonly recording: boolean;
};

/** The state of anybody, as a participant shows it: whatever is missing or of another type counts as off. */
export function shownOf(
  state: PeerState,
  track: (slot: Slot) => MediaStreamTrack | null,
): Pick<
  Participant,
  | 'microphoneEnabled'
  | 'cameraEnabled'
  | 'screenshareEnabled'
  | 'handRaised'
  | 'isRecording'
  | 'microphoneTrack'
  | 'cameraTrack'
  | 'screenTrack'
  | 'screenAudioTrack'
> {
  return {
    microphoneEnabled: state['microphone'] === true,
    cameraEnabled: state['camera'] === true,
    screenshareEnabled: state['screen'] === true,
    handRaised: state['hand'] === true,
    isRecording: state['recording'] === true,
    microphoneTrack: track('microphone'),
    cameraTrack: track('camera'),
    screenTrack: track('screen'),
    screenAudioTrack: track('screenAudio'),
  };
}
