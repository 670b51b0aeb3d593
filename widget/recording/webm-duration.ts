/**
 * The length in a WebM file that was written while nobody knew it: players show none without, and cannot be moved. Browsers leave the place
 * empty (Firefox) or leave it out (Chromium). Pure bytes; knows no recorder.
 * @see https://www.rfc-editor.org/rfc/rfc9559#name-duration-element
 */

/** Ids of EBML elements. */
const INFO = [0x15, 0x49, 0xa9, 0x66];
const DURATION = [0x44, 0x89, 0x88];

/** How far from the start the place must be: browsers may hand out a single byte at first. */
export const HEAD_BYTES = 512;

/** The largest size that one byte can say. */
const MAX_SHORT_SIZE = 0x7e;

export interface DurationPlace {
  /** The first bytes of the file, with room for the length. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** Where the eight bytes of the length are; null: nowhere, and the head is as it was. */
  readonly at: number | null;
}

/** @param head the first bytes of a file, {@link HEAD_BYTES} where there are as many. */
export function withRoomForDuration(head: Uint8Array<ArrayBuffer>): DurationPlace {
  const info = positionOf(INFO, head, 0, HEAD_BYTES);
  if (info === null) return { head, at: null };
  const sizeAt = info + INFO.length;
  const size = (head[sizeAt] ?? 0) - 0x80;
  const contentAt = sizeAt + (size < 0 ? 8 : 1);
  const empty = positionOf(DURATION, head, contentAt, contentAt + MAX_SHORT_SIZE);
  if (empty !== null) return { head, at: empty + DURATION.length };
  const addedBytes = DURATION.length + 8;
  if (size < 0 || size + addedBytes > MAX_SHORT_SIZE) return { head, at: null };
  const larger = new Uint8Array(head.length + addedBytes);
  larger.set(head.subarray(0, contentAt));
  larger[sizeAt] = 0x80 + size + addedBytes;
  larger.set(DURATION, contentAt);
  larger.set(head.subarray(contentAt), contentAt + addedBytes);
  return { head: larger, at: contentAt + DURATION.length };
}

/** What belongs there. @param ms the length: both browsers count in milliseconds. */
export function durationBytes(ms: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, ms);
  return bytes;
}

function positionOf(wanted: readonly number[], bytes: Uint8Array, from: number, to: number): number | null {
  for (let at = from; at < Math.min(to, bytes.length - wanted.length); at += 1) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return null;
}
