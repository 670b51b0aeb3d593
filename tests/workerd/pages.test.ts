/** The built files and every other address as the Worker serves them. Needs `npm run build` before. */
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import packageText from '../../package.json?raw';
import { app } from '../../worker/http/app.ts';
import {
  DATA_HEADERS,
  DESK_HEADERS,
  type HeaderSet,
  PAGE_HEADERS,
  PLAYGROUND_HEADERS,
} from '../../worker/http/security-headers.ts';
import type { Env } from '../../worker/runtime/env.ts';

const { version }: { version: string } = JSON.parse(packageText);
const ORIGIN = 'https://calls.example.com';

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Settings instead of the Worker's. */
  readonly settings?: Partial<Env>;
}

/** As Cloudflare does it: an address of a file is answered by the assets, every other one by the Worker. */
async function get(path: string, { method = 'GET', headers = {}, settings = {} }: Asked = {}): Promise<Response> {
  const request = () => new Request(ORIGIN + path, { method, headers, redirect: 'manual' });
  const file = /^\/(v1|r)\//.test(path) ? null : await env.ASSETS.fetch(request());
  if (file !== null && file.status !== 404) return file;
  return Object.keys(settings).length > 0
    ? app.request(request(), {}, { ...env, ...settings })
    : exports.default.fetch(request());
}

async function text(path: string): Promise<string> {
  return (await get(path)).text();
}

/** The file in this folder that is named in the file at `path`; its name holds a hash. */
async function hashedIn(path: string, folder: string, ending: string): Promise<string> {
  const [found] = new RegExp(`/${folder}/[\\w.-]+\\.${ending}`).exec(await text(path)) ?? [];
  if (found === undefined) throw new Error(`${path} names no ${ending} in ${folder}`);
  return found;
}

/** A part that this module may load: it names it, with its hash. */
async function partOf(path: string): Promise<string> {
  const [, name, hash] = /[`'"]([\w-]+-part)[`'"],\s*[`'"]([\w+/]{43}=)[`'"]/.exec(await text(path)) ?? [];
  if (name === undefined || hash === undefined) throw new Error(`${path} names no part`);
  return `/parts/${name}-${hash.slice(0, 8).replaceAll(/\W/g, '_')}.js`;
}

describe('/r/{room}', () => {
  it('is the call page under every room name', async () => {
    const answer = await get('/r/coffee');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toContain('text/html');
    expect(await answer.text()).toContain('p2p-call');
  });

  it('also answers a wrong name with the page, which says what is wrong, but as 404', async () => {
    const answer = await get('/r/a');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('p2p-call');
  });

  it.each(['/r/coffee', '/', '/demo', '/placing', '/demo/shop', '/demo/shop/chair', '/test', '/playground', '/desk'])(
    '%s has no inline script or style that the policy would block',
    async (path) => {
      const html = await text(path);
      expect(html).toContain('<script');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    },
  );
});

describe('the security headers', () => {
  const SHARED: HeaderSet = {
    ...DATA_HEADERS,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  const short = { ...SHARED, 'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400' };
  const pinned = { ...SHARED, 'Cache-Control': 'public, max-age=31536000, immutable' };
  const data = { ...DATA_HEADERS, 'Cache-Control': 'no-store' };
  const asset = { ...DATA_HEADERS, 'Cache-Control': 'public, max-age=31536000, immutable' };

  const TABLE: readonly (readonly [
    path: string | (() => Promise<string>),
    status: number,
    headers: HeaderSet,
    asked?: Asked,
  ])[] = [
    ['/', 200, PAGE_HEADERS],
    ['/demo', 200, PAGE_HEADERS],
    ['/placing', 200, PAGE_HEADERS],
    ['/demo/shop', 200, PAGE_HEADERS],
    ['/demo/shop/chair', 200, PAGE_HEADERS],
    ['/demo/shop/delivery', 200, PAGE_HEADERS],
    ['/test', 200, PAGE_HEADERS],
    ['/playground', 200, PLAYGROUND_HEADERS],
    ['/desk', 200, DESK_HEADERS],
    ['/r', 200, PAGE_HEADERS],
    ['/r/coffee', 200, PAGE_HEADERS],
    ['/r/a', 404, PAGE_HEADERS],
    ['/r/%zz', 404, PAGE_HEADERS],
    ['/r/%3Cscript%3E', 404, PAGE_HEADERS],
    ['/index.html', 307, DATA_HEADERS],
    ['/r.html', 307, DATA_HEADERS],
    ['/p2p-call.js', 200, short],
    ['/p2p-call-desk.js', 200, short],
    ['/core.js', 200, short],
    ['/widget.js', 200, short],
    ['/integrity.json', 200, short],
    ['/custom-elements.json', 200, short],
    [`/p2p-call@${version}.js`, 200, pinned],
    [`/p2p-call%40${version}.js`, 200, pinned],
    [`/p2p-call-desk@${version}.js`, 200, pinned],
    [`/p2p-call-desk%40${version}.js`, 200, pinned],
    [`/core@${version}.js`, 200, pinned],
    [`/widget@${version}.js`, 200, pinned],
    [`/widget%40${version}.js`, 200, pinned],
    ['/tokens.js', 200, DATA_HEADERS],
    ['/p2p-call.js.map', 200, DATA_HEADERS],
    ['/licenses.txt', 200, DATA_HEADERS],
    [() => partOf('/p2p-call.js'), 200, pinned],
    [() => hashedIn('/', 'assets', 'js'), 200, asset],
    [() => hashedIn('/', 'assets', 'css'), 200, asset],
    [() => hashedIn('/', 'assets', 'svg'), 200, asset],
    ['/p2p-call@9.9.9.js', 404, DATA_HEADERS],
    ['/nothing/here', 404, DATA_HEADERS],
    ['/v1/nothing', 404, DATA_HEADERS],
    ['/v1/health', 200, data],
    ['/v1/health', 500, data, { settings: { ALLOWED_ORIGINS: 'nonsense' } }],
    [
      '/v1/health',
      200,
      { ...data, 'Access-Control-Allow-Origin': 'https://a.example', Vary: 'Origin' },
      { headers: { Origin: 'https://a.example' } },
    ],
    ['/v1/rooms/coffee/socket', 426, data],
    ['/v1/rooms/a/socket', 404, data],
    ['/v1/rooms/coffee/socket', 403, data, { headers: { Origin: 'null' } }],
    ['/v1/rooms/coffee/socket', 500, data, { settings: { ICE_SERVERS: 'nonsense' } }],
    ['/v1/tokens', 404, DATA_HEADERS],
  ];

  const CASES = TABLE.flatMap(([path, status, headers, asked = {}]) =>
    (['GET', 'HEAD'] as const).map((method) => [method, path, status, headers, asked] as const),
  );

  it.each(CASES)('%s %s: %i', async (method, path, status, expected, asked) => {
    const answer = await get(typeof path === 'string' ? path : await path(), { ...asked, method });
    expect(answer.status).toBe(status);
    const sent = Object.fromEntries(Object.keys(expected).map((name) => [name, answer.headers.get(name)]));
    expect(sent).toEqual(expected);
    if (method === 'HEAD') expect(await answer.text()).toBe('');
  });

  it('are on an error of the Worker, a missing build and a preflight, too', async () => {
    const broken = {
      get ALLOWED_ORIGINS(): string {
        throw new Error('broken');
      },
    };
    const failed = await app.request(`${ORIGIN}/v1/rooms/coffee/socket`, {}, Object.create(broken));
    const unbuilt = await get('/r/coffee', {
      settings: { ASSETS: { fetch: async () => new Response('', { status: 404 }) } as never },
    });
    const preflight = await get('/v1/health', { method: 'OPTIONS', headers: { Origin: 'https://a.example' } });
    expect([failed.status, unbuilt.status, preflight.status]).toEqual([500, 503, 204]);
    for (const { headers } of [failed, unbuilt, preflight])
      expect(Object.fromEntries(headers)).toMatchObject(lowerCase(DATA_HEADERS));
  });

  it('let our pages load only our own files, in no frame, without inline code and without markup from strings', () => {
    const policy = PAGE_HEADERS['Content-Security-Policy']?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join(' ')).not.toMatch(/unsafe|\*|https?:|data:/);
  });
});

function lowerCase(headers: HeaderSet): HeaderSet {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('the versioned modules', () => {
  it.each(['p2p-call', 'core'])('%s is the same bytes, and integrity.json has their hash', async (name) => {
    const path = `/${name}@${version}.js`;
    const answer = await get(path);
    expect(answer.headers.get('Content-Type')).toContain('text/javascript');
    const bytes = await answer.arrayBuffer();
    expect(new TextDecoder().decode(bytes)).toBe(await text(`/${name}.js`));
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));
    const integrity = await (await get('/integrity.json')).json();
    expect(integrity).toMatchObject({ version, files: { [path]: `sha384-${btoa(String.fromCharCode(...hash))}` } });
  });
});

describe('the version', () => {
  it('is the one of package.json', async () => {
    const health = await (await get('/v1/health')).json();
    expect(health).toMatchObject({ version });
  });
});
