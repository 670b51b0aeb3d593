/**
 * The website on which the call of the lab is embedded, served on the loopback of the browser's own namespace: there a page is a
 * secure context in both browsers without TLS. Knows no call.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  ...{ js: 'text/javascript', map: 'application/json', css: 'text/css' },
  html: 'text/html; charset=utf-8',
};

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lab</title><link rel="icon" href="data:,">
<style>p2p-call { display: block; inline-size: 640px; block-size: 480px }</style>
<script type="module" src="/probe.js"></script>
<script type="module" src="/p2p-call.js"></script>
<p2p-call ATTRIBUTES></p2p-call></html>`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

async function answer(url: URL, dist: string, response: ServerResponse): Promise<void> {
  if (url.pathname === '/') {
    const attributes = [...url.searchParams].map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(' ');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(PAGE.replace('ATTRIBUTES', attributes));
    return;
  }
  const isProbe = url.pathname === '/probe.js';
  const file = isProbe ? join(import.meta.dirname, 'probe.ts') : join(dist, normalize(url.pathname));
  const body = await readFile(file, 'utf8');
  response.writeHead(200, { 'content-type': TYPES[url.pathname.split('.').at(-1) ?? ''] ?? 'text/plain' });
  response.end(isProbe ? stripTypeScriptTypes(body) : body);
}

/** Serves the page with any attributes and the built widget, and whatever else is in its folder. @param dist the folder of the build.
 *  @returns the origin. */
export function startLabSite(dist: string): Promise<string> {
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://127.0.0.1'), dist, response).catch(() => response.writeHead(404).end());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The site has no port.'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
