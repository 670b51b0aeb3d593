/** Signaling without a server: most calls have a Worker. */
import type { SignalingChannel } from '../signaling/signaling-channel.ts';

export async function loadServerless(
  kind: 'manual' | 'local',
  configuration: () => RTCConfiguration,
): Promise<SignalingChannel> {
  return (await import('../signaling/serverless.ts')).createServerless(kind, configuration);
}
