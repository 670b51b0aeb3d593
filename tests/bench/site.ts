/** The pages of the benchmark: an empty one, one with the built element, one with the engine alone. Serves all from the same origin. */
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../support/tools.ts';

export interface Site {
  /** With the script that was given, and nothing of ours. */
  readonly barePage: string;
  elementPage(workerUrl: string, room: string): string;
  /** Has `window.call`, a `Call` that nobody joined yet. */
  corePage(workerUrl: string, room: string, isDataOnly?: boolean): string;
  stop(): Promise<void>;
}

const page = (body: string): string =>
  `<!doctype html><title>bench</title><link rel="icon" href="data:,"><body>${body}`;

const CORE_SCRIPT = `import { Call } from '/core.js';
const { searchParams } = new URL(location.href);
const [server, room] = [searchParams.get('server'), searchParams.get('room')];
window.call = new Call({ server, room, dataOnly: searchParams.has('data-only') });`;

/** @param bareScript a module for the page that has nothing of ours. */
export function startSite(bareScript = ''): Promise<Site> {
  const scripts = new Map([
    ['/p2p-call.js', readFileSync(join(root, 'dist', 'p2p-call.js'), 'utf8')],
    ['/core.js', readFileSync(join(root, 'dist', 'core.js'), 'utf8')],
    ['/bare.js', bareScript],
  ]);
  for (const name of readdirSync(join(root, 'dist', 'parts'))) {
    scripts.set(`/parts/${name}`, readFileSync(join(root, 'dist', 'parts', name), 'utf8'));
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const script = scripts.get(pathname);
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      return;
    }
    const attributes = `server="${searchParams.get('server')}" room="${searchParams.get('room')}" prejoin="off"`;
    const bodies: Readonly<Record<string, string>> = {
      '/element': `<script type="module" src="/p2p-call.js"></script><p2p-call ${attributes}></p2p-call>`,
      '/core': `<script type="module">${CORE_SCRIPT}</script>`,
      '/bare': `<script type="module" src="/bare.js"></script>`,
    };
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(bodies[pathname] ?? ''));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const ours = (path: string, workerUrl: string, room: string): string =>
        `${origin}${path}?${new URLSearchParams({ server: workerUrl, room })}`;
      resolve({
        barePage: `${origin}/bare`,
        elementPage: (workerUrl, room) => ours('/element', workerUrl, room),
        corePage: (workerUrl, room, isDataOnly = false) =>
          `${ours('/core', workerUrl, room)}${isDataOnly ? '&data-only' : ''}`,
        stop: () => {
          server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      });
    });
  });
}
