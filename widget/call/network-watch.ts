/** Tells when the page's network became another one, or may have. Knows nothing of connections. Does nothing on a server. */

/** One change comes as several events within 100 ms (`offline`, `online`, `change` twice); they count as one. */
const SETTLE_MS = 100;

export interface NetworkWatchEvents {
  /** Online again: no path of before can be trusted. */
  onchange(): void;
  /** The browser sees another kind or quality of connection, which may be another network or the same. */
  onhint(): void;
}

/** Watches until `signal` aborts, and tells once things have settled. Chromium sees an address change after 14 to 60 ms;
 *  Firefox has only `online`. @see https://wicg.github.io/netinfo/ */
export function watchNetwork({ onchange, onhint }: NetworkWatchEvents, signal: AbortSignal): void {
  if (typeof window === 'undefined') return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasOffline = false;
  const settle = (isChange: boolean): void => {
    clearTimeout(timer);
    wasOffline ||= isChange;
    // While offline nothing can be built; `online` comes when it can.
    if (!navigator.onLine) return;
    timer = setTimeout(() => {
      const wasChange = wasOffline;
      wasOffline = false;
      if (wasChange) onchange();
      else onhint();
    }, SETTLE_MS);
  };
  const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
  window.addEventListener('online', () => settle(true), { signal });
  window.addEventListener('offline', () => settle(true), { signal });
  connection?.addEventListener('change', () => settle(false), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
