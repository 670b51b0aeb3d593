/** Signaling inside one page: for demos and tests. */
import type { SignalingChannel } from '../signaling/signaling-channel.ts';

export async function loadLocalSignaling(): Promise<SignalingChannel> {
  const { LocalSignaling } = await import('../signaling/local-signaling.ts');
  return new LocalSignaling();
}
