/** Tells when the page's network became another one. Knows nothing of connections. Does nothing on a server. */

/** Calls `onchange` when the browser is online again or its kind of connection changed, until `signal` aborts.
 *  Chromium says so 14 to 60 ms after an address change; Firefox has only `online`.
 *  @see https://wicg.github.io/netinfo/ */
export function watchNetwork(onchange: () => void, signal: AbortSignal): void {
  if (typeof window === 'undefined') return;
  window.addEventListener('online', onchange, { signal });
  const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
  connection?.addEventListener('change', onchange, { signal });
}
