/** What a click on a notification does: the console comes to the front, or is opened. Knows windows, and no service worker. */

/** As `WindowClient`; types of service workers cannot stand beside those of pages. */
export interface WindowOf {
  readonly url: string;
  focus(): Promise<unknown>;
}

export interface Windows {
  matchAll(options: { readonly type: 'window'; readonly includeUncontrolled: true }): Promise<readonly WindowOf[]>;
  openWindow(url: string): Promise<unknown>;
}

/** A page is the same, whatever is in its query or fragment. @param page only of `origin`. */
export async function openPage(windows: Windows, page: string, origin: string): Promise<void> {
  if (!URL.canParse(page, origin)) return;
  const url = new URL(page, origin);
  if (url.origin !== origin) return;
  const open = await windows.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = open.find((window) => {
    const { origin: its, pathname } = new URL(window.url);
    return its === origin && pathname === url.pathname;
  });
  await (shown === undefined ? windows.openWindow(url.href) : shown.focus());
}
