/**
 * Somebody's website that embeds the call: another origin than the Worker's, and a strict content security policy, so that
 * a test fails if the widget needs more than the script tag. Each page is `<p2p-call>` with the attributes it is asked for.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Attributes = Readonly<Record<string, string>>;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export class HostSite {
  readonly #server: Server;
  readonly #origin: string;

  private constructor(server: Server) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    // The Worker is on `localhost`: by another host name, too, this is another site.
    this.#origin = `http://127.0.0.1:${port}`;
  }

  static start(): Promise<HostSite> {
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const worker = searchParams.get('script-origin') ?? '';
      searchParams.delete('script-origin');
      if (worker === '') {
        response.writeHead(204).end();
        return;
      }
      const attributes = [...searchParams].map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(' ');
      const server = searchParams.get('server') ?? worker;
      const policy = `default-src 'none'; img-src data:; script-src ${worker}; connect-src ${server} ${server.replace('http', 'ws')}`;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
      response.end(`<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,">
<script type="module" src="${escapeHtml(worker)}/p2p-call.js"></script>
<h1>A shop</h1><p2p-call ${attributes}></p2p-call></html>`);
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(new HostSite(server)));
    });
  }

  /** The address of a page whose element has these attributes and whose script comes from this Worker. */
  pageUrl(workerUrl: string, attributes: Attributes): string {
    return `${this.#origin}/?${new URLSearchParams({ 'script-origin': workerUrl, ...attributes })}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
