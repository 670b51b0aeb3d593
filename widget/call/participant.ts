/** A person in the call, as the view needs it: an immutable snapshot, replaced on every change. */
import type { PeerId, Role } from '#protocol';
import type { ConnectionPath } from '../peer/connection-stats.ts';
import type { Judgement, NetworkLevel } from '../peer/judgement.ts';
import type { PeerConnectionState } from '../peer/peer.ts';

export type { NetworkLevel };

/** How the media path to a participant stands. */
export type ParticipantConnectionState = PeerConnectionState;

export interface Participant extends Judgement {
  readonly id: PeerId;
  readonly name: string;
  /** What it may do to others. `guest` for the own page before it has a seat. */
  readonly role: Role;
  /** Whether this is the own page. */
  readonly local: boolean;
  readonly joinedAt: number;
  readonly microphoneEnabled: boolean;
  readonly cameraEnabled: boolean;
  readonly screenshareEnabled: boolean;
  readonly handRaised: boolean;
  /** Whether it records the call on its own machine, as its page says: one that hides it cannot be found out. */
  readonly isRecording: boolean;
  readonly microphoneTrack: MediaStreamTrack | null;
  readonly cameraTrack: MediaStreamTrack | null;
  readonly screenTrack: MediaStreamTrack | null;
  readonly screenAudioTrack: MediaStreamTrack | null;
  /** Always `connected` for the own page. */
  readonly connectionState: ParticipantConnectionState;
  /** The way packets take; null for the own page, and before the first connection. */
  readonly connectionPath: ConnectionPath | null;
}
