import { vi } from 'vitest';

/** The fake camera in one size. While another page has it, Chromium gives it in the size that it has there and in no other: so this waits. */
export async function camera(width: number, height: number): Promise<MediaStreamTrack> {
  const video = { width: { exact: width }, height: { exact: height } };
  const stream = await vi.waitFor(() => navigator.mediaDevices.getUserMedia({ video }), { timeout: 10_000 });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new Error('no fake camera');
  return track;
}
