/**
 * Packs what arrives, in frames of whatever size, into pieces that are written at once, and shows each block of the hash as soon as it is whole. The
 * memory of pieces that are written serves again: fresh memory, and frames that are kept, cost more than to copy (README.md of the folder above).
 * Must not know where bytes come from or go.
 */
import { BLOCK_BYTES, WRITE_BYTES } from './file-limits.ts';

export class PiecePacker {
  /** Gets each block, in order, in memory that is good only during the call. */
  readonly #onblock: (block: Uint8Array<ArrayBuffer>) => void;
  /** What is still to come after the present piece. */
  #left: number;
  #piece = new Uint8Array();
  #filled = 0;
  #spare: ArrayBuffer[] = [];

  /** @param size of all, in bytes. */
  constructor(size: number, onblock: (block: Uint8Array<ArrayBuffer>) => void) {
    this.#left = size;
    this.#onblock = onblock;
  }

  /** Copies `bytes`, no more of them than there are to come. @returns the pieces that are full by these. */
  take(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const full: Uint8Array<ArrayBuffer>[] = [];
    for (let rest = bytes; rest.length > 0;) {
      if (this.#piece.length === 0 && !this.#begin()) break;
      const blockStart = this.#filled - (this.#filled % BLOCK_BYTES);
      const blockEnd = Math.min(blockStart + BLOCK_BYTES, this.#piece.length);
      const part = rest.subarray(0, blockEnd - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled < blockEnd) continue;
      this.#onblock(this.#piece.subarray(blockStart, blockEnd));
      if (blockEnd < this.#piece.length) continue;
      full.push(this.#piece);
      // Its memory may be gone soon.
      this.#piece = new Uint8Array();
      this.#filled = 0;
    }
    return full;
  }

  /** @param memory of a piece that nobody needs any more. */
  reuse(memory: ArrayBuffer): void {
    if (memory.byteLength === WRITE_BYTES && this.#left > 0) this.#spare.push(memory);
  }

  /** Forgets what is no whole piece, and all memory. */
  clear(): void {
    this.#left = 0;
    this.#piece = new Uint8Array();
    this.#filled = 0;
    this.#spare = [];
  }

  /** @returns false where nothing is to come. */
  #begin(): boolean {
    const length = Math.min(WRITE_BYTES, this.#left);
    this.#left -= length;
    this.#piece = new Uint8Array(this.#spare.pop() ?? new ArrayBuffer(length), 0, length);
    return length > 0;
  }
}
