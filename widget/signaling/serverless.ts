/** The kinds of signaling that need no server, as they are loaded. */
import { LocalSignaling } from './local-signaling.ts';
import { ManualSignaling } from './manual/manual-signaling.ts';
import type { SignalingChannel } from './signaling-channel.ts';

/** @param configuration for `manual`. */
export function createServerless(kind: 'manual' | 'local', configuration: () => RTCConfiguration): SignalingChannel {
  return kind === 'manual' ? new ManualSignaling(configuration) : new LocalSignaling();
}
