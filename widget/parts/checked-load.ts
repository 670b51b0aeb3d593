/**
 * Has the browser load and check a module by its hash, before `import()` asks for it, which can be given none: a module that a link has
 * loaded is the one that it gets. Knows nothing of what it loads.
 * @see https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload
 */

/** Rejects with a TypeError where it is not there, or has another hash. Browsers that cannot check resolve (Safari before 17). */
export function checked(url: string, integrity: string): Promise<void> {
  const link = document.createElement('link');
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

/** The module at this address; checked before anything of it runs, where there is a hash. Rejects as {@link checked}, and `import()`. */
export async function importChecked(url: URL, integrity: string | null): Promise<unknown> {
  if (integrity !== null) await checked(url.href, integrity);
  return import(/* @vite-ignore */ url.href);
}
