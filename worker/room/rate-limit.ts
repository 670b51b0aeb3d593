/**
 * How much one socket may say: two token buckets, frames and bytes. Kept in memory only. That is enough, because an
 * object hibernates after 10 s of silence, in which both buckets fill up anyway.
 */
import { BYTES_PER_SECOND, BYTE_BURST, MESSAGES_PER_SECOND, MESSAGE_BURST_COUNT } from '#protocol';

export interface Bucket {
  readonly frames: number;
  readonly bytes: number;
  readonly atMs: number;
}

export type Taken =
  | { readonly ok: true; readonly bucket: Bucket }
  /** `retryMs`: after this long without a frame, the same frame would pass. */
  | { readonly ok: false; readonly retryMs: number };

export function fullBucket(nowMs: number): Bucket {
  return { frames: MESSAGE_BURST_COUNT, bytes: BYTE_BURST, atMs: nowMs };
}

/** Takes one frame of `bytes` out of the bucket, which counts for `cost`. A clock that went backwards adds nothing. */
export function take(bucket: Bucket, nowMs: number, bytes: number, cost = 1): Taken {
  const seconds = Math.max(0, nowMs - bucket.atMs) / 1000;
  const frames = Math.min(MESSAGE_BURST_COUNT, bucket.frames + seconds * MESSAGES_PER_SECOND) - cost;
  const left = Math.min(BYTE_BURST, bucket.bytes + seconds * BYTES_PER_SECOND) - bytes;
  if (frames >= 0 && left >= 0) return { ok: true, bucket: { frames, bytes: left, atMs: nowMs } };
  const waitSeconds = Math.max(-frames / MESSAGES_PER_SECOND, -left / BYTES_PER_SECOND);
  return { ok: false, retryMs: Math.ceil(waitSeconds * 1000) };
}
