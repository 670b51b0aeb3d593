/**
 * Cloudflare's TURN API, played for the lab's Worker: answers as documented, with credentials that the lab's coturn takes. Runs as a
 * program of its own in the Worker's namespace: `node turn-api.ts PORT SECRET URL...`; the first line it writes says that it listens.
 * @see https://developers.cloudflare.com/realtime/turn/generate-credentials/
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const [port = '0', secret = '', ...urls] = process.argv.slice(2);

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += String(chunk)));
  request.on('end', () => {
    if (!request.url?.endsWith('/credentials/generate-ice-servers')) return void response.writeHead(204).end();
    const { ttl }: { readonly ttl: number } = JSON.parse(text);
    const username = `${Math.floor(Date.now() / 1_000) + ttl}:${randomUUID()}`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ iceServers: [{ urls, username, credential }] }));
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
