/** Types of the code that the page shows and runs. */
export type Look = 'blurred' | 'pixels' | 'grey';
export function drawn(track: MediaStreamTrack, signal: AbortSignal, look: Look): Promise<MediaStreamTrack>;
export function cleaned(track: MediaStreamTrack, signal: AbortSignal): MediaStreamTrack;
