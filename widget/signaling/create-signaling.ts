/** Which kind of signaling a call uses, by its name in `CallOptions`. */
import { loadLocalSignaling } from '../parts/local-signaling.ts';
import type { SignalingChannel } from './signaling-channel.ts';
import { WorkerSignaling, type WorkerSignalingOptions } from './worker-signaling.ts';

/** @param server origin of the Worker; `local` needs none. @returns a promise of what is loaded first. */
export function createSignaling(
  kind: 'worker' | 'local',
  options: Pick<WorkerSignalingOptions, 'server' | 'tokens'>,
): SignalingChannel | Promise<SignalingChannel> {
  return kind === 'local' ? loadLocalSignaling() : new WorkerSignaling(options);
}
