/**
 * `node tests/support/screenshots.ts [scene...]`: pictures of every state of the element, in light, dark, right-to-left, at
 * phone width and in the smallest box, into tests/screenshots/, and one contact sheet per variant. The states come from a
 * scripted call, so that every one can be had at will; the pages come from dist/, which must be built before.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type JSHandle, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { AUTOPLAY_ARG, CHROMIUM_ARGS } from './chromium-args.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = `${root}tests/screenshots`;
const bundleDir = join(tmpdir(), `p2p-call-screenshots-${process.pid}`);

/** What the page of the states offers, see tests/browser/elements/support/states-page.ts. */
interface StatesPage {
  readonly names: readonly string[];
  show(scene: string, options: Pick<Variant, 'attributes'>): Promise<void>;
}

interface Variant {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

const VARIANTS: readonly Variant[] = [
  { name: 'light', width: 960, height: 600, attributes: { theme: 'light' } },
  { name: 'dark', width: 960, height: 600, attributes: { theme: 'dark' } },
  { name: 'rtl', width: 720, height: 480, attributes: { theme: 'light', lang: 'ar' } },
  { name: 'german', width: 720, height: 480, attributes: { theme: 'dark', lang: 'de' } },
  { name: 'phone', width: 320, height: 568, attributes: { theme: 'light' } },
  { name: 'smallest', width: 280, height: 360, attributes: { theme: 'dark' } },
];

const PAGES = ['/', '/r/coffee', '/r/a%20b', '/demo', '/demo/shop', '/desk', '/placing', '/test', '/playground'];

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** As strict as the Worker's, so that a picture also shows that nothing needs an inline style. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self' ws: wss:";

async function bundleStates(): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir: bundleDir,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: `${root}tests/browser/elements/support/states-page.ts`,
        output: { entryFileNames: 'states.js', chunkFileNames: '[name].js' },
        preserveEntrySignatures: 'strict',
      },
    },
  });
}

function fileFor(path: string): string | null {
  if (['/', '/demo', '/demo/shop', '/desk', '/placing', '/test', '/playground'].includes(path))
    return `${root}dist${path === '/' ? '/index' : path}.html`;
  if (path.startsWith('/r/')) return `${root}dist/r.html`;
  const candidates = [`${bundleDir}${path}`, `${root}dist${path}`];
  return candidates.find((candidate) => !path.includes('..') && existsSync(candidate)) ?? null;
}

function serve(): Promise<Server> {
  const page =
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>states</title>' +
    '<link rel="stylesheet" href="/states.css"><script type="module" src="/states.js"></script><body></body></html>';
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const send = (type: string, content: string | Buffer, status = 200): void => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': CSP }).end(content);
    };
    if (searchParams.has('states')) return send('text/html', page);
    if (pathname === '/states.css')
      return send('text/css', 'body { margin: 0; } p2p-call:not([mode])::part(panel) { border-radius: 0; border: 0; }');
    const file = fileFor(pathname);
    if (file === null) return send('text/plain', 'not found', 404);
    return send(TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream', readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Whatever the console says during a picture is a defect: a violation of the policy, an uncaught error. */
function watchConsole(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') problems.push(message.text());
  });
}

async function shootScenes(page: Page, origin: string, wanted: readonly string[]): Promise<void> {
  for (const variant of VARIANTS) {
    await page.setViewport({ width: variant.width, height: variant.height });
    // The path of a room page, so that the states have a link to share.
    await page.goto(`${origin}/r/coffee?states`);
    await page.waitForFunction('globalThis.states');
    const states = (await page.evaluateHandle('globalThis.states')) as JSHandle<StatesPage>;
    const names = await page.evaluate(({ names: all }) => all, states);
    const shown = names.filter((name) => wanted.length === 0 || wanted.includes(name));
    for (const name of shown) {
      const { attributes = {} } = variant;
      await page.evaluate((current, scene, options) => current.show(scene, options), states, name, { attributes });
      await page.screenshot({ path: `${target}/${variant.name}-${name}.png` });
    }
    await shootSheet(page.browser(), variant, shown);
    console.log(`${variant.name}: ${shown.length} pictures`);
  }
}

/** All pictures of one variant side by side with their names. */
async function shootSheet(browser: Browser, { name, width }: Variant, scenes: readonly string[]): Promise<void> {
  const page = await browser.newPage();
  const columns = width > 500 ? 3 : 6;
  const figures = scenes.map((scene) => {
    const data = readFileSync(`${target}/${name}-${scene}.png`).toString('base64');
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${scene}</figcaption></figure>`;
  });
  await page.setViewport({ width: 1500, height: 500 });
  await page.setContent(
    `<style>body{margin:8px;display:grid;gap:8px;grid-template-columns:repeat(${columns},1fr);font:12px sans-serif;background:#888}
     figure{margin:0}img{width:100%;display:block}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: `${target}/sheet-${name}.png`, fullPage: true });
  await page.close();
}

async function shootPages(page: Page, origin: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 320]) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.setViewport({ width, height: width === 320 ? 568 : 800 });
      for (const path of PAGES) {
        await page.goto(origin + path, { waitUntil: 'networkidle0' });
        const name = path === '/' ? 'start' : path.slice(1).replaceAll(/\W+/g, '-');
        await page.screenshot({ path: `${target}/page-${name}-${scheme}-${width}.png`, fullPage: path === '/' });
      }
    }
  }
}

const wanted = process.argv.slice(2);
mkdirSync(target, { recursive: true });
await bundleStates();
const server = await serve();
const browser = await puppeteer.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [...CHROMIUM_ARGS, AUTOPLAY_ARG, '--hide-scrollbars'],
});
const problems: string[] = [];
try {
  const page = await browser.newPage();
  watchConsole(page, problems);
  if (!wanted.includes('pages')) await shootScenes(page, originOf(server), wanted);
  if (wanted.length === 0 || wanted.includes('pages')) await shootPages(page, originOf(server));
} finally {
  await browser.close();
  server.close();
  rmSync(bundleDir, { recursive: true, force: true });
}
writeFileSync(`${target}/console.txt`, problems.join('\n'));
for (const problem of new Set(problems)) console.log(`console: ${problem}`);
