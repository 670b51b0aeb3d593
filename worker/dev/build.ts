/**
 * Builds everything the Worker serves into dist/: the widget's modules, their versioned copies, and the pages with the headers of all.
 * One ES module per public URL, because customers load them by URL, may pin them by hash, and must never meet a half-updated pair of
 * chunks; what is not needed to start is in parts, which the module knows by their hashes. Of the Worker it knows headers and version only.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type MinifyOptions, minify } from 'terser';
import { type InlineConfig, type Plugin, type Rolldown, build } from 'vite';
import { headersFile } from '../http/security-headers.ts';
import { VERSION } from '../http/version.ts';
import type { Pinned } from '../../widget/loader/pinned.ts';
import { copyName, integrityOf, scriptTag, versionedFiles } from './integrity.ts';
import { licensesText, packageOf } from './licenses.ts';
import { readManifest } from './manifest/manifest.ts';
import { manifestModule } from './manifest/vite-plugin.ts';
import { buildParts } from './parts.ts';
import { type Files, replaceDirectory } from './replace-directory.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = `${root}dist`;
const demo = `${root}widget/demo`;

/** Lit reads these at module level. With the shadows below the module can be imported on a server, where it does nothing. */
const SERVER_SAFE =
  'const HTMLElement=globalThis.HTMLElement??class{},document=globalThis.document??{createTreeWalker(){}};';

/** Blanks and remarks are for the reader of the source: of style sheets, and the indentation of templates. */
function dense(styles: string): string {
  return styles
    .replaceAll(/\/\*[^]*?\*\/\s*/g, '')
    .replaceAll(/^([\w-]+): +/gm, '$1:')
    .replaceAll(' {\n', '{')
    .replaceAll(/;?\n\}/g, '}')
    .replaceAll(/([;},])\n/g, '$1');
}

const denseTemplates: Plugin = {
  name: 'dense-templates',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/widget\/(?:elements|console)\//.test(id)) return null;
    return { code: code.replaceAll(/\n\s+/g, '\n').replaceAll(/(?<=css`)[^`]*(?=`)/g, dense), map: null };
  },
};

/** `s.createPolicy("lit-html",{createHTML:t=>t})`, as lit-html has it when it is loaded. */
const POLICY = /(\w+)(\.createPolicy\("lit-html",\{createHTML:(\w+)=>\3\}\))/;

/** Lit makes its policy at the first template that it draws. A script that is loaded for nothing, because the page has one already, then
 *  takes no name that a strict page gives only once, and does not fail. */
const latePolicy: Plugin = {
  name: 'late-policy',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/lit-html/lit-html.js')) return null;
    if (!POLICY.test(code)) throw new Error('lit-html makes its policy in another way');
    const late = '((p)=>({createHTML:(html)=>(p??=$1$2).createHTML(html)}))()';
    return { code: code.replace(POLICY, late), map: null };
  },
};

const TERSER: MinifyOptions = {
  module: true,
  ecma: 2020,
  // Functions side by side compress better.
  compress: { passes: 3, hoist_props: true, hoist_funs: true },
  format: { comments: false },
};

/** Terser makes the modules 2 % smaller than the bundler's own minifier does. */
const terse: Plugin = {
  name: 'terse',
  renderChunk: {
    order: 'post',
    async handler(code) {
      const { code: small = code, map } = await minify(code, { ...TERSER, sourceMap: true });
      return { code: small, map: typeof map === 'string' ? map : null };
    },
  },
};

async function minified(code: string): Promise<string> {
  return (await minify(code, TERSER)).code ?? code;
}

/** Every package that a build has taken something from. */
const bundledPackages = new Set<string>();

interface Built {
  /** By path below dist/. */
  readonly files: Files;
  /** Where they come from. */
  readonly moduleIds: readonly string[];
}

/** Runs one build in memory. */
async function run(config: InlineConfig): Promise<Built> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ...config,
    build: { target: 'es2022', outDir: dist, write: false, reportCompressedSize: false, ...config.build },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const files = new Map<string, string | Uint8Array>();
  const moduleIds: string[] = [];
  for (const bundle of outputs) {
    if (!('output' in bundle)) throw new Error('the build did not end');
    for (const file of bundle.output) {
      files.set(file.fileName, file.type === 'chunk' ? file.code : file.source);
      if (file.type === 'chunk') moduleIds.push(...file.moduleIds);
    }
  }
  for (const name of moduleIds.map(packageOf)) if (name !== null) bundledPackages.add(name);
  return { files, moduleIds };
}

function buildModule(
  entry: string,
  fileName: string,
  plugins: Plugin[],
  output: Rolldown.OutputOptions = {},
): Promise<Built> {
  return run({
    root,
    plugins: [denseTemplates, latePolicy, ...plugins],
    build: {
      sourcemap: true,
      lib: { entry, formats: ['es'], fileName: () => fileName },
      rolldownOptions: { output: { comments: false, codeSplitting: false, ...output } },
    },
  });
}

/** Builds a module; for its versioned copy with what that loads, by its hash. */
type BuildCopy = (pinned: Pinned | null) => Promise<Files>;

/** A module that pages load by its address, with the parts that it may load later, which are built once. */
async function moduleWithParts(entry: string, fileName: string, intro = ''): Promise<BuildCopy> {
  const source = `${root}widget/${entry}`;
  const parts = await buildParts(source, buildModule, minified);
  return async (pinned) => {
    const plugins = [parts.plugin, pinning(pinned), terse];
    const { files } = await buildModule(source, fileName, plugins, { intro, minify: true });
    return new Map([...files, ...parts.files]);
  };
}

async function moduleFiles(entry: string, fileName: string, intro = ''): Promise<Files> {
  return (await moduleWithParts(entry, fileName, intro))(null);
}

/** Tells the loader and the console what to load. */
function pinning(pinned: Pinned | null): Plugin {
  return {
    name: 'pinning',
    enforce: 'pre',
    transform: (_code, id) =>
      id.endsWith('/loader/pinned.ts') ? { code: `export const PINNED = ${JSON.stringify(pinned)};`, map: null } : null,
  };
}

/** A classic script: what it loads it finds by its own address. @param pinned for the versioned copy, which knows the hash of that. */
async function loaderFiles(pinned: Pinned | null = null): Promise<Files> {
  const { files } = await run({
    root,
    plugins: [pinning(pinned), terse],
    build: {
      lib: { entry: `${root}widget/loader/widget.ts`, formats: ['iife'], name: 'unused', fileName: () => 'widget.js' },
      rolldownOptions: { output: { comments: false } },
    },
  });
  return files;
}

/** The service worker of agents: a classic script, which every browser takes. */
async function deskWorkerFiles(): Promise<Files> {
  const entry = `${root}widget/desk-worker/desk-worker.ts`;
  const { files } = await run({
    root,
    plugins: [terse],
    build: { lib: { entry, formats: ['iife'], name: 'unused', fileName: () => 'desk-worker.js' } },
  });
  return files;
}

/** For the servers of sites, not for pages; it is served too, because what stands in dist/ is. */
async function signingFiles(): Promise<Files> {
  return (await buildModule(`${root}worker/http/sign-token.ts`, 'tokens.js', [terse], { minify: true })).files;
}

/** By the names of their files, which are their addresses, too. */
const PAGES = ['index', 'r', 'demo', 'placing', 'test', 'playground', 'desk'];
/** Those that have an address of another name. */
const PLACED_PAGES: ReadonlyMap<string, string> = new Map([
  ['shop', 'demo/shop'],
  ['shop-chair', 'demo/shop/chair'],
  ['shop-delivery', 'demo/shop/delivery'],
]);

function placed(fileName: string): string {
  const page = PLACED_PAGES.get(fileName.replace(/\.html$/, ''));
  return page === undefined ? fileName : `${page}.html`;
}

/** The pages load `/p2p-call.js` the way a customer does, so they are built apart from it. */
async function pageFiles(): Promise<Files> {
  const { files } = await run({
    root: demo,
    plugins: [manifestModule()],
    build: {
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        input: [...PAGES, ...PLACED_PAGES.keys()].map((page) => `${demo}/${page}.html`),
      },
    },
  });
  return new Map([...files].map(([name, content]) => [placed(name), content]));
}

/** The limits themselves are in package.json, where `npm run size` checks them. */
function printSizes(files: Files): void {
  for (const fileName of [...files.keys()].filter((name) =>
    /^(?:p2p-call|p2p-call-desk|desk-worker|core|widget|parts\/.*)\.js$/.test(name),
  )) {
    const sizeBytes = gzipSync(files.get(fileName) ?? '', { level: 9 }).length;
    console.log(`${fileName}: ${(sizeBytes / 1_000).toFixed(1)} kB gzip`);
  }
}

const startedAt = performance.now();
const buildDesk = await moduleWithParts('define-desk.ts', 'p2p-call-desk.js', SERVER_SAFE);
const parts = [
  await moduleFiles('define.ts', 'p2p-call.js', SERVER_SAFE),
  await buildDesk(null),
  await moduleFiles('core.ts', 'core.js'),
  await loaderFiles(),
  await deskWorkerFiles(),
  await signingFiles(),
  await pageFiles(),
  new Map([
    ['_headers', headersFile()],
    ['custom-elements.json', `${JSON.stringify(readManifest(), null, 2)}\n`],
    ['licenses.txt', licensesText(root, bundledPackages)],
  ]),
];
const built: Files = new Map(parts.flatMap((part) => [...part]));
const fileName = copyName('p2p-call.js', VERSION);
const pinned = { fileName, integrity: integrityOf(built.get('p2p-call.js') ?? '') };
const copied: Files = new Map([...built, ...(await loaderFiles(pinned)), ...(await buildDesk(pinned))]);
const versioned = ['p2p-call.js', 'p2p-call-desk.js', 'core.js', 'widget.js'];
const files: Files = new Map([...built, ...versionedFiles(copied, versioned, VERSION)]);
replaceDirectory(dist, files);
printSizes(files);
console.log(
  `This version, pinned by its hash: ${scriptTag('https://calls.example.com', JSON.parse(String(files.get('integrity.json'))))}`,
);
console.log(`built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
