/**
 * The hash of a file that is never in memory as a whole: SHA-256 over the SHA-256 of each MiB of it. Browsers have no SHA-256 that takes
 * a file in parts, and one in JavaScript would hold the page up (figures in README.md of the folder above). Must not know where bytes come from.
 * @see https://w3c.github.io/webcrypto/#SubtleCrypto-method-digest
 */
import { BLOCK_BYTES } from './file-limits.ts';

const HASH_BYTES = 32;

export class BlockHash {
  readonly #hashes: Uint8Array<ArrayBuffer>;
  readonly #known: Uint8Array;

  constructor(size: number) {
    const count = Math.ceil(size / BLOCK_BYTES);
    this.#hashes = new Uint8Array(count * HASH_BYTES);
    this.#known = new Uint8Array(count);
  }

  /** Takes in block `index`; one that is known already costs nothing. */
  async add(index: number, block: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#known[index] === 1) return;
    this.#hashes.set(await sha256(block), index * HASH_BYTES);
    this.#known[index] = 1;
  }

  /** @returns 64 lower-case hexadecimal digits; meaningful when every block is in. */
  async result(): Promise<string> {
    const bytes = await sha256(this.#hashes);
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
