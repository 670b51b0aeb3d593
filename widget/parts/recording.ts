/** What records a call: most calls never do. */
import type { CallRecorder, RecorderHost } from '../recording/call-recorder.ts';

export async function createRecorder(host: RecorderHost): Promise<CallRecorder> {
  const { CallRecorder: Recorder } = await import('../recording/call-recorder.ts');
  return new Recorder(host);
}
