/** TCP ports of this machine: which one was asked for, whether it is free, any free one. Knows nothing of who listens there. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1'];

/** Listens for a moment; resolves to the port, or to null if somebody else has it. A missing IPv6 counts as free. */
function tryPort(port: number, host: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const bound = (server.address() as AddressInfo).port;
      server.close(() => resolve(bound));
    });
  });
}

/** Whether nobody listens on this port of the loopback interfaces. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK_HOSTS) {
    if ((await tryPort(port, host)) === null) return false;
  }
  return true;
}

/** A port that nobody listens on now; the system hands them out in turn, so that it stays free for a while. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = await tryPort(0, '127.0.0.1');
    if (port !== null && (await isPortFree(port))) return port;
  }
}

/**
 * The port that the environment variable `PORT` asks for.
 * @throws if it is not a number from 1 to 65535.
 */
export function portFrom(value: string | undefined, defaultPort: number): number {
  if (value === undefined || value === '') return defaultPort;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`PORT must be a number from 1 to 65535, not "${value}".`);
}
