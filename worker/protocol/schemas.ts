/** The values as schemas, for the server, which puts them into rows, attachments and settings. */
import * as v from 'valibot';
import {
  type IceServer,
  type Incarnation,
  type PeerId,
  type PeerState,
  isIncarnation,
  isPeerId,
  isPeerState,
} from './values.ts';

export const peerId = v.custom<PeerId>(isPeerId);
export const incarnation = v.custom<Incarnation>(isIncarnation);
export const peerState = v.custom<PeerState>(isPeerState);

/** Unknown keys are dropped, so that what is written by hand into a setting does not travel on. */
export const iceServer: v.GenericSchema<unknown, IceServer> = v.object({
  urls: v.union([v.string(), v.array(v.string())]),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
