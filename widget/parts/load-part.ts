/** Loads a module of this build that was not needed to start, and checks its hash before anything of it runs. Knows nothing of what it loads. */
import { importChecked } from './checked-load.ts';
import { partPath } from './part-path.ts';

/** What a part is in a build: it gets from the first module what both need, so that nothing is there twice. */
interface Part {
  default(shared: readonly unknown[]): unknown;
}

const loading = new Map<string, Promise<unknown>>();
let failedCount = 0;

async function load(name: string, hash: string, shared: readonly unknown[]): Promise<unknown> {
  const url = new URL(partPath(name, hash), import.meta.url);
  // A browser remembers for good that a module failed.
  if (failedCount > 0) url.search = String(failedCount);
  try {
    const part = (await importChecked(url, `sha256-${hash}`)) as Part;
    return part.default(shared);
  } catch (error) {
    failedCount += 1;
    loading.delete(hash);
    throw error;
  }
}

/** @param hash SHA-256 of the part, in base64. @returns what the part exports; rejects with a TypeError where it is not there any more or not
 *  the same, and may be asked again. */
export function loadPart(name: string, hash: string, shared: readonly unknown[]): Promise<never> {
  const known = loading.get(hash) ?? load(name, hash, shared);
  loading.set(hash, known);
  return known as Promise<never>;
}
