/**
 * The hash of a file that is never in memory as a whole: SHA-256 over the SHA-256 of each 128 KiB of it. Browsers have no SHA-256 that takes
 * a file in parts, and one in JavaScript would hold the page up (figures in README.md of the folder above). Must not know where bytes come from.
 * @see https://w3c.github.io/webcrypto/#SubtleCrypto-method-digest
 */
import { BLOCK_BYTES } from './file-limits.ts';

const HASH_BYTES = 32;

export class BlockHash {
  readonly #hashes: Uint8Array<ArrayBuffer>;
  readonly #adding: Promise<void>[] = [];

  constructor(size: number) {
    this.#hashes = new Uint8Array(Math.ceil(size / BLOCK_BYTES) * HASH_BYTES);
  }

  /** Takes in block `index`; one that is known already costs nothing. Its memory may be used for something else at once. Nobody needs to wait
   *  for it: {@link result} does. */
  add(index: number, block: Uint8Array<ArrayBuffer>): Promise<void> {
    const known = this.#adding[index];
    if (known !== undefined) return known;
    const adding = this.#add(index, block);
    // Who waits for it, or for the result, hears of it.
    adding.catch(() => {});
    this.#adding[index] = adding;
    return adding;
  }

  /** @returns 64 lower-case hexadecimal digits; meaningful when every block is in. */
  async result(): Promise<string> {
    await Promise.all(this.#adding);
    const bytes = await sha256(this.#hashes);
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  async #add(index: number, block: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#hashes.set(await sha256(block), index * HASH_BYTES);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
