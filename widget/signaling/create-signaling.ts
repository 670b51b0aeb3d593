/** Which kind of signaling a call uses, by its name in `CallOptions`. */
import { LocalSignaling } from './local-signaling.ts';
import type { SignalingChannel } from './signaling-channel.ts';
import { WorkerSignaling, type WorkerSignalingOptions } from './worker-signaling.ts';

/** @param server origin of the Worker; `local` needs none. */
export function createSignaling(
  kind: 'worker' | 'local',
  options: Pick<WorkerSignalingOptions, 'server' | 'tokens'>,
): SignalingChannel {
  return kind === 'local' ? new LocalSignaling() : new WorkerSignaling(options);
}
