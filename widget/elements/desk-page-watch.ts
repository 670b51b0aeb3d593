/** Tells where the visitor is in a site that changes its address without loading a page. Must not change anything of the page's own. */
import type { VisitorPage } from '#protocol';
import { pageOf } from './desk-fields.ts';

/** Sites set the title a moment after the address. */
export const TITLE_DELAY_MS = 500;

/** @param onpage may be told the same page again. Ends with `signal`. */
export function watchPage(onpage: (page: VisitorPage) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onpage(pageOf(document)), TITLE_DELAY_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  // `pushState` fires no event of its own where there is no Navigation API.
  const navigation: unknown = Reflect.get(globalThis, 'navigation');
  if (navigation instanceof EventTarget) navigation.addEventListener('currententrychange', look, { signal });
  addEventListener('popstate', look, { signal });
}
