/**
 * The security headers of everything that this Worker serves, once: Hono's answers take them from here, and the build writes them
 * for the static files (`_headers`). Plain data, because the build runs in Node. Knows which addresses there are, no request.
 */

export type HeaderSet = Readonly<Record<string, string>>;

/** A year, the least that counts for preload lists. @see https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1 */
const EVERYTHING: HeaderSet = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
};

/** What is no page: should a browser show it as one, nothing in it runs. Who may read it is said by CORS. */
export const DATA_HEADERS: HeaderSet = {
  ...EVERYTHING,
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Our own pages: only our own files, no inline code, no markup from strings but Lit's own templates, no framing (a framed call page
 *  could be clicked through unseen), no window that opened them. `'self'` includes the socket.
 *  @see https://www.w3.org/TR/CSP3/#match-url-to-source-expression */
export const PAGE_HEADERS: HeaderSet = {
  ...EVERYTHING,
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    // Of code that is in our own files: a large file is written by a worker.
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html p2p-call',
  ].join('; '),
  'Permissions-Policy':
    'camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** The playground has a Lit of its own beside that of the element, as README.md tells those who have. */
export const PLAYGROUND_HEADERS: HeaderSet = {
  ...PAGE_HEADERS,
  'Content-Security-Policy': `${PAGE_HEADERS['Content-Security-Policy']} 'allow-duplicates'`,
};

/** The console of agents: two scripts of ours with a Lit each, voice messages that were fetched with a token, and the service worker that
 *  tells of calls. */
export const DESK_HEADERS: HeaderSet = {
  ...PAGE_HEADERS,
  'Content-Security-Policy': `${PAGE_HEADERS['Content-Security-Policy']} p2p-call-desk 'allow-duplicates'; media-src blob:`,
};

/** What other sites load. */
const SHARED: HeaderSet = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
/** Renewed within minutes after a deploy. */
const SHORT: HeaderSet = { ...SHARED, 'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400' };
const NEVER_CHANGES = 'public, max-age=31536000, immutable';

/** Addresses of static files, the widest first. */
const RULES: readonly (readonly [path: string, headers: HeaderSet])[] = [
  ['/*', DATA_HEADERS],
  // Their names hold a hash of their content.
  ['/assets/*', { 'Cache-Control': NEVER_CHANGES }],
  ['/p2p-call.js', SHORT],
  ['/p2p-call-desk.js', SHORT],
  ['/core.js', SHORT],
  ['/widget.js', SHORT],
  ['/integrity.json', SHORT],
  ['/custom-elements.json', SHORT],
  // Their names hold the version, or a hash of their content. A browser may write the `@` either way.
  ...[
    '/parts/*',
    ...['p2p-call', 'p2p-call-desk', 'core', 'widget'].flatMap((name) => [`/${name}@*`, `/${name}%40*`]),
  ].map((path) => [path, { ...SHARED, 'Cache-Control': NEVER_CHANGES }] as const),
  ['/', PAGE_HEADERS],
  ['/demo', PAGE_HEADERS],
  ['/placing', PAGE_HEADERS],
  ['/demo/shop', PAGE_HEADERS],
  ['/demo/shop/*', PAGE_HEADERS],
  ['/test', PAGE_HEADERS],
  ['/playground', PLAYGROUND_HEADERS],
  ['/desk', DESK_HEADERS],
  ['/r', PAGE_HEADERS],
];

/** The file `_headers`. What two rules set would be sent twice, so that a rule takes back what it sets in another way than the first.
 *  @see https://developers.cloudflare.com/workers/static-assets/headers/ */
export function headersFile(): string {
  const rules = RULES.map(([path, headers]) => {
    const own = Object.entries(headers).filter(
      ([name, value]) => headers === DATA_HEADERS || DATA_HEADERS[name] !== value,
    );
    const lines = own.flatMap(([name, value]) => [
      ...(headers !== DATA_HEADERS && name in DATA_HEADERS ? [`! ${name}`] : []),
      `${name}: ${value}`,
    ]);
    return [path, ...lines.map((line) => `  ${line}`)].join('\n');
  });
  return `${rules.join('\n\n')}\n`;
}
