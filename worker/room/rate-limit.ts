/**
 * How much one socket may say: two token buckets, frames and bytes. Kept in memory only. That is enough, because an
 * object hibernates after 10 s of silence, in which both buckets fill up anyway.
 */
import { BYTES_PER_SECOND, BYTE_BURST, MESSAGES_PER_SECOND, MESSAGE_BURST_COUNT } from '#protocol';
import type { SocketId } from './room-state.ts';

/** Changed in place: a new one for each frame would cost more than to count it. */
interface Bucket {
  frames: number;
  bytes: number;
  atMs: number;
}

export class Buckets {
  readonly #buckets = new Map<SocketId, Bucket>();

  /** Takes one frame of `bytes`, which counts for `cost`. A clock that went backwards adds nothing.
   *  @returns null where there was as much; else in how many ms without a frame the same frame would pass. */
  take(socket: SocketId, nowMs: number, bytes: number, cost = 1): number | null {
    const bucket = this.#bucketOf(socket, nowMs);
    const seconds = Math.max(0, nowMs - bucket.atMs) / 1000;
    const framesLeft = Math.min(MESSAGE_BURST_COUNT, bucket.frames + seconds * MESSAGES_PER_SECOND) - cost;
    const bytesLeft = Math.min(BYTE_BURST, bucket.bytes + seconds * BYTES_PER_SECOND) - bytes;
    if (framesLeft < 0 || bytesLeft < 0) {
      return Math.ceil(Math.max(-framesLeft / MESSAGES_PER_SECOND, -bytesLeft / BYTES_PER_SECOND) * 1000);
    }
    bucket.frames = framesLeft;
    bucket.bytes = bytesLeft;
    bucket.atMs = nowMs;
    return null;
  }

  /** Nobody speaks there any more. */
  forget(socket: SocketId): void {
    this.#buckets.delete(socket);
  }

  #bucketOf(socket: SocketId, nowMs: number): Bucket {
    const known = this.#buckets.get(socket);
    if (known !== undefined) return known;
    const full = { frames: MESSAGE_BURST_COUNT, bytes: BYTE_BURST, atMs: nowMs };
    this.#buckets.set(socket, full);
    return full;
  }
}
