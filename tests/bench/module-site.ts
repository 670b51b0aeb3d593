/** Modules of the tests, bundled, each on a page of its own. Knows nothing of what they do. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../support/tools.ts';

export interface ModuleSite {
  /** The page of a module is `/` and the name of its file, without the ending. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** @param entry from the root of the repository. */
export async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    root,
    build: {
      target: 'es2022',
      write: false,
      lib: { entry: join(root, entry), formats: ['es'], fileName: basename(entry, extname(entry)) },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the build did not end');
  return output.output[0].code;
}

/** @param entries from the root of the repository. */
export async function startModuleSite(...entries: readonly string[]): Promise<ModuleSite> {
  const scripts = new Map<string, string>();
  for (const entry of entries) scripts.set(`/${basename(entry, '.ts')}.js`, await bundle(entry));
  const server = createServer(({ url = '' }, response) => {
    const script = scripts.get(url);
    response.writeHead(200, { 'content-type': script === undefined ? 'text/html' : 'text/javascript' });
    response.end(
      script ?? `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${url}.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
