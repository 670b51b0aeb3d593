/** Which kind of signaling a call uses, by its name in `CallOptions`. */
import { loadServerless } from '../parts/serverless.ts';
import type { SignalingChannel } from './signaling-channel.ts';
import { WorkerSignaling, type WorkerSignalingOptions } from './worker-signaling.ts';

/** `manual`: by texts that people carry, without any server. `local`: between elements of one page. */
export type SignalingKind = 'worker' | 'manual' | 'local';

/** @param options `server`: origin of the Worker; `configuration`: for `manual`. @returns a promise of what is loaded first. */
export function createSignaling(
  kind: SignalingKind,
  options: Pick<WorkerSignalingOptions, 'server' | 'tokens'> & { configuration(): RTCConfiguration },
): SignalingChannel | Promise<SignalingChannel> {
  return kind === 'worker' ? new WorkerSignaling(options) : loadServerless(kind, options.configuration);
}
