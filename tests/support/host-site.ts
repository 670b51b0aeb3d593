/**
 * Somebody's website that embeds the call: another origin than the Worker's, and a content security policy that allows what README.md
 * lists and nothing else, so that a test fails if the widget needs more. Each page is `<p2p-call>` with the attributes it is asked for.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Attributes = Readonly<Record<string, string>>;

/** How the page loads the script; by default as README.md says first. */
export interface Embedding {
  /** Default: `/p2p-call.js`. With `/widget.js`, or a version of it, the script makes the element, and stands there twice, as pages happen to have it. */
  readonly scriptPath?: string;
  /** The hash it must have. */
  readonly integrity?: string;
  /** `none`: a page without any content security policy. Default: `strict`. */
  readonly policy?: 'strict' | 'none';
}

/** Parameters of the page's own address that are no attributes of the element. */
const OWN_PARAMETERS = ['script-origin', 'script-path', 'script-integrity', 'policy'] as const;

/** What README.md asks for ("Content Security Policy"), and not a source more; `img-src` is for the site's own icon. */
export function strictPolicy(scriptOrigin: string, server: string): string {
  const socket = server.replace('http', 'ws');
  return `default-src 'none'; img-src 'self'; script-src ${scriptOrigin}; connect-src ${server} ${socket}; require-trusted-types-for 'script'; trusted-types lit-html`;
}

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
      const [worker = '', path = '', hash = '', policy = ''] = OWN_PARAMETERS.map(
        (name) => searchParams.get(name) ?? '',
      );
      for (const name of OWN_PARAMETERS) searchParams.delete(name);
      if (worker === '') {
        response.writeHead(204).end();
        return;
      }
      const attributes = [...searchParams].map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(' ');
      const integrity = hash === '' ? '' : ` integrity="${escapeHtml(hash)}" crossorigin="anonymous"`;
      const strict = { 'content-security-policy': strictPolicy(worker, searchParams.get('server') ?? worker) };
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        ...(policy === 'none' ? {} : strict),
      });
      const data = [...searchParams].map(([name, value]) => `data-${name}="${escapeHtml(value)}"`).join(' ');
      const loader = `<script async src="${escapeHtml(worker + path)}"${integrity} ${data}></script>`;
      const element = `<script type="module" src="${escapeHtml(worker + path)}"${integrity}></script>
<h1>A shop</h1><p2p-call ${attributes}></p2p-call>`;
      response.end(`<!doctype html><html lang="en"><title>A shop</title>
${path.startsWith('/widget') ? `${loader}<h1>A shop</h1>${loader}` : element}</html>`);
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(new HostSite(server)));
    });
  }

  /** The address of a page whose element has these attributes and whose script comes from this Worker. */
  pageUrl(workerUrl: string, attributes: Attributes, embedding: Embedding = {}): string {
    const { scriptPath = '/p2p-call.js', integrity = '', policy = 'strict' } = embedding;
    const own = [workerUrl, scriptPath, integrity, policy];
    const parameters = Object.fromEntries(OWN_PARAMETERS.map((name, index) => [name, own[index] ?? '']));
    return `${this.#origin}/?${new URLSearchParams({ ...parameters, ...attributes })}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
