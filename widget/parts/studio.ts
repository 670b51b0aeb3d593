/** What is made of tracks beside sending them: a recording of everybody, and what a page makes of its own. Most calls have neither. */
import type { MakeTrack, ProcessTrack } from '../media/process-track.ts';
import type { CallRecorder, RecorderHost } from '../recording/call-recorder.ts';

const load = () => import('../recording/studio-part.ts');

export async function createRecorder(host: RecorderHost): Promise<CallRecorder> {
  return new (await load()).CallRecorder(host);
}

/** Loads it at once, because the devices are asked for soon. */
export function makerOf(process: ProcessTrack): MakeTrack {
  load().catch(() => undefined);
  return async (raw, source, life) => (await load()).processed(raw, source, process, life);
}
