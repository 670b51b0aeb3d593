/** The pages of the benchmark: an empty one, and one with the built element. Serves both from the same origin. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../support/tools.ts';

export interface Site {
  readonly barePage: string;
  elementPage(workerUrl: string, room: string): string;
  stop(): Promise<void>;
}

const page = (body: string): string =>
  `<!doctype html><title>bench</title><link rel="icon" href="data:,"><body>${body}`;

export function startSite(): Promise<Site> {
  const script = readFileSync(join(root, 'dist', 'p2p-call.js'));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/p2p-call.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      return;
    }
    const attributes = `server="${searchParams.get('server')}" room="${searchParams.get('room')}" prejoin="off"`;
    const element = `<script type="module" src="/p2p-call.js"></script><p2p-call ${attributes}></p2p-call>`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(pathname === '/element' ? element : ''));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        barePage: `${origin}/bare`,
        elementPage: (workerUrl, room) => `${origin}/element?${new URLSearchParams({ server: workerUrl, room })}`,
        stop: () => {
          server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      });
    });
  });
}
