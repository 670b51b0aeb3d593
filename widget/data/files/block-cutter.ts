/**
 * Cuts what arrives, in frames of whatever size, into the blocks that are hashed. A frame that is a block is one as it is, because each copy costs
 * as much as the hash. Must not know where they come from or go.
 */
import { BLOCK_BYTES } from './file-limits.ts';

export class BlockCutter {
  /** What is still to come. */
  #left: number;
  #block = new Uint8Array();
  #filled = 0;

  /** @param size of all, in bytes. */
  constructor(size: number) {
    this.#left = size;
  }

  /** @param bytes belong to the blocks from now on. @returns the blocks that are whole by these, each in memory of its own. */
  take(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
    if (this.#filled === 0 && bytes.length === Math.min(BLOCK_BYTES, this.#left)) {
      this.#left -= bytes.length;
      return [bytes];
    }
    const blocks: Uint8Array<ArrayBuffer>[] = [];
    for (let rest = bytes; rest.length > 0;) {
      if (this.#filled === 0) this.#block = new Uint8Array(Math.min(BLOCK_BYTES, this.#left));
      const part = rest.subarray(0, this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      this.#left -= part.length;
      rest = rest.subarray(part.length);
      if (this.#filled < this.#block.length) continue;
      blocks.push(this.#block);
      this.#filled = 0;
    }
    return blocks;
  }

  /** Forgets what is no whole block. */
  clear(): void {
    this.#block = new Uint8Array();
  }
}

/** One after the other, in one piece. */
export function joined(blocks: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
