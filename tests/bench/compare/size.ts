/** How much each library puts on a page: minified, after gzip and after Brotli. Knows no call. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from '../../support/tools.ts';
import { peersRoot, peerPath, peerVersion } from './peers.ts';
import type { Findings } from './result.ts';

/** What is bundled of each: all that a call needs. */
const PEERS: Readonly<Record<string, string>> = {
  peerjs: `export { Peer } from 'peerjs';`,
  'simple-peer': `export { default } from ${JSON.stringify(peerPath('simple-peer', 'simplepeer.min.js'))};`,
  trystero: `export { joinRoom } from 'trystero';`,
  'livekit-client': `export { Room } from 'livekit-client';`,
};

const ENTRY = '\0entry.js';

async function bundled(source: string): Promise<Buffer> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    root: peersRoot,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'entry',
        // Resolved as if it stood beside the packages.
        resolveId(id, importer) {
          if (id === ENTRY) return id;
          return importer === ENTRY ? this.resolve(id, join(peersRoot, 'entry.js')) : null;
        },
        load: (id) => (id === ENTRY ? source : null),
      },
    ],
    build: {
      target: 'es2022',
      write: false,
      minify: true,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the build did not end');
  return Buffer.from(output.output.map((it) => (it.type === 'chunk' ? it.code : '')).join('\n'));
}

interface Size {
  readonly name: string;
  readonly what: string;
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

function sizeOf(name: string, what: string, code: Buffer): Size {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return {
    name,
    what,
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params }).length,
  };
}

const kb = (bytes: number): string => (bytes / 1000).toFixed(1);

const WHAT: Readonly<Record<string, string>> = {
  peerjs: 'connections, data, its own server',
  'simple-peer': 'one connection, no signaling',
  trystero: 'rooms over public Nostr relays, no view',
  'livekit-client': 'client of a media server, no view',
};

export async function measureSize(): Promise<Findings> {
  const built = (file: string): Buffer => readFileSync(join(root, 'dist', file));
  const sizes = [
    sizeOf('p2p-call: core.js', 'calls, data, recovery, signaling; no view', built('core.js')),
    sizeOf('p2p-call: p2p-call.js', 'all of that and the whole element', built('p2p-call.js')),
  ];
  for (const [name, source] of Object.entries(PEERS)) {
    sizes.push(sizeOf(name, WHAT[name] ?? '', await bundled(source)));
  }
  return {
    tables: [
      {
        title: 'What a page loads, in kB',
        columns: ['', 'what it brings', 'minified', 'gzip', 'Brotli'],
        rows: sizes.map((it) => [it.name, it.what, kb(it.minified), kb(it.gzip), kb(it.brotli)]),
      },
    ],
    goals: [],
    bars: [
      {
        title: 'Size on the page, gzip (shorter is better)',
        unit: 'kB',
        bars: sizes.map(({ name, gzip }) => ({ name, value: gzip / 1000 })),
      },
    ],
    notes: [
      'Each is bundled and minified alone by Vite; ours are the built files as the Worker serves them, without what they load only when it is needed.',
    ],
    versions: Object.fromEntries(Object.keys(PEERS).map((name) => [name, peerVersion(name)])),
    rounds: 'counted once',
  };
}
