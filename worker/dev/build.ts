/**
 * Builds everything the Worker serves into dist/: the two widget modules, the locales that are fetched on demand, and the
 * pages. One self-contained ES module per public URL, because customers load them by URL and must never meet a half-updated
 * pair of chunks. Must not know the Worker.
 */
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';
import { type Plugin, type Rolldown, build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = `${root}dist`;
const locales = `${root}widget/locales/translations`;

/** What the pages may not exceed, in bytes after gzip. */
const BUDGETS: Readonly<Record<string, number>> = { 'p2p-call.js': 45_000, 'core.js': 18_000 };

/** Lit reads these at module level. With the shadows below the module can be imported on a server, where it does nothing. */
const SERVER_SAFE =
  'const HTMLElement=globalThis.HTMLElement??class{},document=globalThis.document??{createTreeWalker(){}};';

/** Locales stay files of their own beside the module; the path is relative to it, so it works from any origin. */
const localesOnDemand: Plugin = {
  name: 'locales-on-demand',
  enforce: 'pre',
  resolveId(source) {
    const [, locale] = /\/translations\/([\w-]+)\.ts$/.exec(source) ?? [];
    return locale === undefined ? null : { id: `./locales/${locale}.js`, external: true };
  },
};

/** Indentation in style sheets is for the reader of the source. */
const dense: Plugin = {
  name: 'dense-styles',
  enforce: 'pre',
  transform(code, id) {
    return /\/elements\/styles\/\w+\.ts$/.test(id) ? { code: code.replaceAll(/\n\s+/g, '\n'), map: null } : null;
  },
};

/** Terser makes the modules 2 % smaller than the bundler's own minifier does. */
const terse: Plugin = {
  name: 'terse',
  renderChunk: {
    order: 'post',
    async handler(code) {
      const { code: small = code, map } = await minify(code, {
        module: true,
        ecma: 2020,
        compress: { passes: 3, hoist_props: true },
        format: { comments: false },
        sourceMap: true,
      });
      return { code: small, map: typeof map === 'string' ? map : null };
    },
  },
};

async function buildModule(
  input: string,
  fileName: string,
  { plugins = [], intro = '' }: { plugins?: Plugin[]; intro?: string } = {},
): Promise<void> {
  const output: Rolldown.OutputOptions = { intro, comments: false, codeSplitting: false, minify: true };
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [...plugins, terse],
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      sourcemap: true,
      reportCompressedSize: false,
      lib: { entry: input, formats: ['es'], fileName: () => fileName },
      rolldownOptions: { output },
    },
  });
}

/** The pages load `/p2p-call.js` the way a customer does, so they are built apart from it. */
async function buildPages(): Promise<void> {
  const demo = `${root}widget/demo`;
  await build({
    root: demo,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: ['index', 'r', 'demo'].map((page) => `${demo}/${page}.html`) },
    },
  });
  if (existsSync(`${demo}/_headers`)) copyFileSync(`${demo}/_headers`, `${dist}/_headers`);
}

function printSizes(): void {
  for (const [fileName, budgetBytes] of Object.entries(BUDGETS)) {
    const sizeBytes = gzipSync(readFileSync(`${dist}/${fileName}`), { level: 9 }).length;
    const verdict = sizeBytes <= budgetBytes ? 'ok' : 'OVER BUDGET';
    console.log(`${fileName}: ${sizeBytes} bytes gzip of ${budgetBytes} (${verdict})`);
  }
}

const startedAt = performance.now();
rmSync(dist, { recursive: true, force: true });
await buildModule(`${root}widget/define.ts`, 'p2p-call.js', { plugins: [localesOnDemand, dense], intro: SERVER_SAFE });
await buildModule(`${root}widget/core.ts`, 'core.js');
for (const file of existsSync(locales) ? readdirSync(locales) : []) {
  await buildModule(`${locales}/${file}`, `locales/${file.replace(/\.ts$/, '.js')}`);
}
await buildPages();
printSizes();
console.log(`built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
