/** The own page as a participant: the same shape as the others, so that a view needs one way to show a person. */
import type { PeerId } from '#protocol';
import type { SlotTracks } from '../peer/media-connection.ts';
import type { OwnState } from './own-state.ts';
import type { Participant } from './participant.ts';

/** The id before there is a seat. */
export const NO_PEER_ID = '' as PeerId;

/** @param state what the others are told. @param tracks what they are sent. */
export function localParticipantOf(
  { microphone, camera, screen }: OwnState,
  tracks: SlotTracks,
  { id, name, role, joinedAt }: Pick<Participant, 'id' | 'name' | 'role' | 'joinedAt'>,
): Participant {
  return {
    id,
    name,
    role,
    local: true,
    joinedAt,
    microphoneEnabled: microphone,
    cameraEnabled: camera,
    screenshareEnabled: screen,
    microphoneTrack: tracks.microphone,
    cameraTrack: tracks.camera,
    screenTrack: tracks.screen,
    screenAudioTrack: tracks.screenAudio,
    connectionState: 'connected',
    connectionPath: null,
  };
}
