/** A TCP proxy on loopback that hands on every byte a while later, in both directions and in order. Knows no protocol. */
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface DelayProxy {
  readonly url: string;
  stop(): Promise<void>;
}

function pipeLater(from: Socket, to: Socket, delayMs: number): void {
  const later = (work: () => void): void => void setTimeout(work, delayMs);
  from.on('data', (chunk: Buffer) => later(() => to.writable && to.write(chunk)));
  from.on('close', () => later(() => to.destroy()));
  from.on('error', () => from.destroy());
}

/** @param delayMs for each direction. */
export async function startDelayProxy(target: string, delayMs: number): Promise<DelayProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), noDelay: true });
    pipeLater(near, far, delayMs);
    pipeLater(far, near, delayMs);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
