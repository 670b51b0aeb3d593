/** Which kind of signaling a call uses, by its name in `CallOptions`. */
import { loadLocalSignaling } from '../parts/local-signaling.ts';
import { loadManualSignaling } from '../parts/manual-signaling.ts';
import type { SignalingChannel } from './signaling-channel.ts';
import { WorkerSignaling, type WorkerSignalingOptions } from './worker-signaling.ts';

/** `manual`: by texts that people carry, without any server. `local`: between elements of one page. */
export type SignalingKind = 'worker' | 'manual' | 'local';

/** @param options `server`: origin of the Worker; `configuration`: for `manual`. @returns a promise of what is loaded first. */
export function createSignaling(
  kind: SignalingKind,
  options: Pick<WorkerSignalingOptions, 'server' | 'tokens'> & { configuration(): RTCConfiguration },
): SignalingChannel | Promise<SignalingChannel> {
  if (kind === 'manual') return loadManualSignaling(options.configuration);
  return kind === 'local' ? loadLocalSignaling() : new WorkerSignaling(options);
}
