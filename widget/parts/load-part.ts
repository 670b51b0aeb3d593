/**
 * Loads a module of this build that was not needed to start, and checks its hash before anything of it runs: `import()` cannot be
 * given one, but a module that a link has loaded and checked is the one that it gets. Knows nothing of what it loads.
 * @see https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload
 */

/** What a part is in a build: it gets from the first module what both need, so that nothing is there twice. */
interface Part {
  default(shared: readonly unknown[]): unknown;
}

const loading = new Map<string, Promise<unknown>>();
let failedCount = 0;

function checked(url: string, integrity: string): Promise<void> {
  const link = document.createElement('link');
  // Browsers that cannot check load it all the same (Safari before 17).
  if (!link.relList.supports('modulepreload')) return Promise.resolve();
  const loaded = new Promise<void>((resolve, reject) => {
    link.rel = 'modulepreload';
    link.crossOrigin = 'anonymous';
    link.integrity = integrity;
    link.href = url;
    link.onload = () => resolve();
    link.onerror = () => reject(new TypeError('a part of p2p-call could not be loaded'));
    document.head.append(link);
  });
  return loaded.finally(() => link.remove());
}

async function load(path: string, integrity: string, shared: readonly unknown[]): Promise<unknown> {
  const url = new URL(path, import.meta.url);
  // A browser remembers for good that a module failed.
  if (failedCount > 0) url.search = String(failedCount);
  try {
    await checked(url.href, integrity);
    const part = (await import(/* @vite-ignore */ url.href)) as Part;
    return part.default(shared);
  } catch (error) {
    failedCount += 1;
    loading.delete(path);
    throw error;
  }
}

/** @param path of the part, from this module. @param integrity its hash. @returns what the part exports; rejects with a TypeError
 *  where it is not there any more or not the same, and may be asked again. */
export function loadPart(path: string, integrity: string, shared: readonly unknown[]): Promise<never> {
  const known = loading.get(path) ?? load(path, integrity, shared);
  loading.set(path, known);
  return known as Promise<never>;
}
