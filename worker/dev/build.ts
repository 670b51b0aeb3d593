/**
 * Builds everything the Worker serves into dist/: the widget's modules, their versioned copies, and the pages with the headers of all.
 * One self-contained ES module per public URL, because customers load them by URL, may pin them by hash, and must never meet a
 * half-updated pair of chunks. Of the Worker it knows headers and version only.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';
import { type InlineConfig, type Plugin, build } from 'vite';
import { headersFile } from '../http/security-headers.ts';
import { VERSION } from '../http/version.ts';
import { scriptTag, versionedFiles } from './integrity.ts';
import { licensesText, packageOf } from './licenses.ts';
import { type Files, replaceDirectory } from './replace-directory.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = `${root}dist`;
const demo = `${root}widget/demo`;

/** Lit reads these at module level. With the shadows below the module can be imported on a server, where it does nothing. */
const SERVER_SAFE =
  'const HTMLElement=globalThis.HTMLElement??class{},document=globalThis.document??{createTreeWalker(){}};';

/** Indentation in style sheets is for the reader of the source. */
const denseStyles: Plugin = {
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

/** Every package that a build has taken something from. */
const bundledPackages = new Set<string>();

/** Runs one build in memory. @returns the files it made, by path below dist/. */
async function filesOf(config: InlineConfig): Promise<Files> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ...config,
    build: { target: 'es2022', outDir: dist, write: false, reportCompressedSize: false, ...config.build },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const files = new Map<string, string | Uint8Array>();
  for (const bundle of outputs) {
    if (!('output' in bundle)) throw new Error('the build did not end');
    for (const file of bundle.output) {
      files.set(file.fileName, file.type === 'chunk' ? file.code : file.source);
      const packages = file.type === 'chunk' ? file.moduleIds.map(packageOf) : [];
      for (const name of packages) if (name !== null) bundledPackages.add(name);
    }
  }
  return files;
}

function moduleFiles(entry: string, fileName: string, plugins: Plugin[] = [], intro = ''): Promise<Files> {
  return filesOf({
    root,
    plugins: [...plugins, terse],
    build: {
      sourcemap: true,
      lib: { entry, formats: ['es'], fileName: () => fileName },
      rolldownOptions: { output: { intro, comments: false, codeSplitting: false, minify: true } },
    },
  });
}

/** For the servers of sites, not for pages; it is served too, because what stands in dist/ is. */
function signingFiles(): Promise<Files> {
  return moduleFiles(`${root}worker/http/sign-token.ts`, 'tokens.js');
}

/** The pages load `/p2p-call.js` the way a customer does, so they are built apart from it. */
function pageFiles(): Promise<Files> {
  return filesOf({
    root: demo,
    build: {
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: ['index', 'r', 'demo'].map((page) => `${demo}/${page}.html`) },
    },
  });
}

/** The limits themselves are in package.json, where `npm run size` checks them. */
function printSizes(files: Files): void {
  for (const fileName of ['p2p-call.js', 'core.js']) {
    const sizeBytes = gzipSync(files.get(fileName) ?? '', { level: 9 }).length;
    console.log(`${fileName}: ${(sizeBytes / 1_000).toFixed(1)} kB gzip`);
  }
}

const startedAt = performance.now();
const parts = [
  await moduleFiles(`${root}widget/define.ts`, 'p2p-call.js', [denseStyles], SERVER_SAFE),
  await moduleFiles(`${root}widget/core.ts`, 'core.js'),
  await signingFiles(),
  await pageFiles(),
  new Map([
    ['_headers', headersFile()],
    ['licenses.txt', licensesText(root, bundledPackages)],
  ]),
];
const built: Files = new Map(parts.flatMap((part) => [...part]));
const files: Files = new Map([...built, ...versionedFiles(built, ['p2p-call.js', 'core.js'], VERSION)]);
replaceDirectory(dist, files);
printSizes(files);
console.log(
  `This version, pinned by its hash: ${scriptTag('https://calls.example.com', JSON.parse(String(files.get('integrity.json'))))}`,
);
console.log(`built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
