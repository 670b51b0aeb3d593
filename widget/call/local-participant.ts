/** The own page as a participant: the same shape as the others, so that a view needs one way to show a person. */
import type { PeerId } from '#protocol';
import type { LocalMedia } from '../media/local-media.ts';
import type { Participant } from './participant.ts';

/** The id before there is a seat. */
export const NO_PEER_ID = '' as PeerId;

export function localParticipantOf(media: LocalMedia, id: PeerId, name: string, joinedAt: number): Participant {
  return {
    id,
    name,
    local: true,
    joinedAt,
    microphoneEnabled: media.state('microphone').enabled,
    cameraEnabled: media.state('camera').enabled,
    screenshareEnabled: false,
    microphoneTrack: media.track('microphone'),
    cameraTrack: media.track('camera'),
    screenTrack: null,
    screenAudioTrack: null,
    connectionState: 'connected',
  };
}
