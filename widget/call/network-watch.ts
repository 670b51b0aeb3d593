/** Tells when the page's network became another one. Knows nothing of connections. Does nothing on a server. */

/** One change comes as several events within 100 ms (`offline`, `online`, `change` twice); they count as one. */
const SETTLE_MS = 100;

/** Calls `onchange` when the page is online again or its kind of connection changed, once things have settled, until `signal`
 *  aborts. Chromium says so 14 to 60 ms after an address change; Firefox has only `online`.
 *  @see https://wicg.github.io/netinfo/ */
export function watchNetwork(onchange: () => void, signal: AbortSignal): void {
  if (typeof window === 'undefined') return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    // While offline nothing can be built; `online` comes when it can.
    if (navigator.onLine) timer = setTimeout(onchange, SETTLE_MS);
  };
  const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
  window.addEventListener('online', settle, { signal });
  connection?.addEventListener('change', settle, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
