/**
 * Memory for application data on its way out, which serves again as soon as the data has arrived: fresh memory costs more than the copy into it.
 * Must not know what is sent.
 */
import { LENGTH_BYTES, MAX_HEADER_BYTES } from './limits.ts';

/** Kept free before the data, so that the header of any frame goes there and not with a copy of the data into other memory. */
const HEAD_ROOM_BYTES = LENGTH_BYTES + MAX_HEADER_BYTES;

/** At most so many pieces wait to serve again: whoever sends much sends pieces of one size, and few of them are on their way at once. */
const MAX_FREE_COUNT = 8;

export class SendMemory {
  readonly #free: ArrayBuffer[] = [];

  /** A copy of `data`, in memory of just this size. */
  copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
    const size = HEAD_ROOM_BYTES + byteLength;
    const free = this.#free.pop();
    const bytes = new Uint8Array(free?.byteLength === size ? free : new ArrayBuffer(size), HEAD_ROOM_BYTES);
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    return bytes;
  }

  /** @param bytes a copy made here, which nobody needs any more. */
  giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (this.#free.length < MAX_FREE_COUNT) this.#free.push(buffer);
  }
}
