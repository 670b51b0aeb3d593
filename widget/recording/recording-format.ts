/** In which format this browser records. @see https://www.w3.org/TR/mediastream-recording/#dom-mediarecorder-istypesupported */

export interface RecordingFormat {
  readonly mimeType: string;
  /** Of the file's name, without the dot. */
  readonly extension: 'webm' | 'mp4';
}

/** The best first. Safari records MP4 alone before version 18.4. */
const FORMATS: readonly RecordingFormat[] = [
  { mimeType: 'video/webm;codecs=vp9,opus', extension: 'webm' },
  { mimeType: 'video/webm;codecs=vp8,opus', extension: 'webm' },
  { mimeType: 'video/webm', extension: 'webm' },
  { mimeType: 'video/mp4;codecs=avc1.42E01F,mp4a.40.2', extension: 'mp4' },
  { mimeType: 'video/mp4', extension: 'mp4' },
];

/** @returns null where the browser cannot record what is drawn. */
export function recordingFormat(): RecordingFormat | null {
  if (typeof MediaRecorder === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) return null;
  return FORMATS.find(({ mimeType }) => MediaRecorder.isTypeSupported(mimeType)) ?? null;
}
