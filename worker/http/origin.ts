/**
 * Which pages may use this Worker. An origin is compared as a whole, never by prefix or suffix.
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-5
 */

/** The list of allowed origins, or what is wrong with the setting. */
export type AllowedOrigins =
  | { readonly ok: true; readonly any: boolean; readonly list: ReadonlySet<string> }
  | { readonly ok: false; readonly message: string };

/** An origin as browsers write it, or null where `entry` is none: no path, no user, no wildcard, not `null`. */
export function exactOrigin(entry: string): string | null {
  // `https://*.example` parses as a URL, and would then match nothing, silently.
  const url = entry.includes('*') ? null : URL.parse(entry);
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '';
  return isOrigin && url.username === '' && url.password === '' ? url.origin : null;
}

/** Reads the setting `ALLOWED_ORIGINS`: `*`, or origins separated by spaces or commas. Empty: only our own pages. */
export function parseAllowedOrigins(setting: string | undefined): AllowedOrigins {
  const list = new Set<string>();
  for (const entry of (setting ?? '').split(/[\s,]+/).filter((text) => text !== '')) {
    const origin = entry === '*' || entry === 'null' ? entry : exactOrigin(entry);
    if (origin === null) {
      return { ok: false, message: 'ALLOWED_ORIGINS must be "*" or a list of origins such as "https://shop.example".' };
    }
    list.add(origin);
  }
  return { ok: true, any: list.has('*'), list };
}

/** The origin of the page that asks; null where no browser says one. A page does not name its origin when it asks its own server by
 *  GET, but its browser says that it is one. @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header */
export function originOf(headers: Headers, ownOrigin: string): string | null {
  return headers.get('Origin') ?? (headers.get('Sec-Fetch-Site') === 'same-origin' ? ownOrigin : null);
}

/** Whether a page of `origin` may connect. No origin means no browser, which an origin could not hold back anyway. `null`
 *  (sandboxed frames, files) must be listed: `*` does not mean it. Our own pages always may. */
export function isOriginAllowed(allowed: AllowedOrigins, origin: string | null, ownOrigin: string): boolean {
  if (origin === null || origin === ownOrigin) return true;
  if (!allowed.ok) return false;
  return allowed.list.has(origin) || (allowed.any && origin !== 'null');
}
