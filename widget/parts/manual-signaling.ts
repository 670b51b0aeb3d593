/** Signaling without a server, by texts that people carry. */
import type { SignalingChannel } from '../signaling/signaling-channel.ts';

export async function loadManualSignaling(configuration: () => RTCConfiguration): Promise<SignalingChannel> {
  const { ManualSignaling } = await import('../signaling/manual/manual-signaling.ts');
  return new ManualSignaling(configuration);
}
