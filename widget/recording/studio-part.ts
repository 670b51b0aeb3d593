/** The recording of a call, and what a page makes of its own tracks, as they are loaded. */
export { processed } from '../media/process-track.ts';
export { CallRecorder } from './call-recorder.ts';
