/** The own page as a participant: the same shape as the others, so that a view needs one way to show a person. */
import type { PeerId } from '#protocol';
import { NOT_JUDGED } from '../peer/judgement.ts';
import type { SlotTracks } from '../peer/media-connection.ts';
import { type OwnState, shownOf } from './own-state.ts';
import type { Participant } from './participant.ts';

/** The id before there is a seat. */
export const NO_PEER_ID = '' as PeerId;

/** @param state what the others are told. @param tracks what they are sent. */
export function localParticipantOf(
  state: OwnState,
  tracks: SlotTracks,
  who: Pick<Participant, 'id' | 'name' | 'role' | 'joinedAt'>,
): Participant {
  return {
    ...who,
    ...shownOf(state, (slot) => tracks[slot]),
    local: true,
    connectionState: 'connected',
    connectionPath: null,
    ...NOT_JUDGED,
  };
}
