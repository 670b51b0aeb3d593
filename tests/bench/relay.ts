/**
 * The least that can relay between two pages: a WebSocket server (RFC 6455) which hands each text of one member of a pair to the
 * other. It tells the first of a pair when the second is there. No rules, no memory, no safety: it is the yardstick. `relay.ts HOST PORT`
 * is the same as a program of its own, which says when it listens.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const TEXT_OPCODE = 1;
const CLOSE_OPCODE = 8;

export interface Relay {
  /** Address of a pair is `{url}/{any name}`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param host the address to listen at; by default only this machine reaches it. @param port 0: any that is free. */
export function startRelay(host = '127.0.0.1', port = 0): Promise<Relay> {
  const waiting = new Map<string, Socket>();
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A page that goes away breaks its socket; the pair is over then anyway.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${HANDSHAKE_GUID}`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const name = request.url ?? '';
    const first = waiting.get(name);
    if (!first) {
      waiting.set(name, socket);
      return;
    }
    waiting.delete(name);
    connect(first, socket);
    connect(socket, first);
    first.write(textFrame(Buffer.from('{"ready":true}')));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve({
        url: `ws://${host}:${(server.address() as AddressInfo).port}`,
        stop: () => {
          for (const socket of sockets) socket.destroy();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      });
    });
  });
}

function connect(from: Socket, to: Socket): void {
  let received = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let frame = readFrame(received); frame; frame = readFrame(received)) {
      received = received.subarray(frame.lengthBytes);
      if (frame.opcode === CLOSE_OPCODE) from.end();
      if (frame.opcode === TEXT_OPCODE) to.write(textFrame(frame.payload));
    }
  });
}

/** A frame of a browser: always masked, here never longer than 64 KiB and never in parts. Null: not all of it is there yet. */
function readFrame(buffer: Buffer): { opcode: number; payload: Buffer; lengthBytes: number } | null {
  if (buffer.length < 4) return null;
  const shortLength = buffer.readUInt8(1) & 0x7f;
  const maskStart = shortLength === 126 ? 4 : 2;
  const payloadBytes = shortLength === 126 ? buffer.readUInt16BE(2) : shortLength;
  const lengthBytes = maskStart + 4 + payloadBytes;
  if (buffer.length < lengthBytes) return null;
  const mask = buffer.subarray(maskStart, maskStart + 4);
  const payload = Buffer.from(buffer.subarray(maskStart + 4, lengthBytes));
  for (let i = 0; i < payload.length; i += 1) payload.writeUInt8(payload.readUInt8(i) ^ mask.readUInt8(i % 4), i);
  return { opcode: buffer.readUInt8(0) & 0x0f, payload, lengthBytes };
}

function textFrame(payload: Buffer): Buffer {
  const header =
    payload.length < 126 ? Buffer.from([TEXT_FRAME, payload.length]) : Buffer.from([TEXT_FRAME, 126, 0, 0]);
  if (payload.length >= 126) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

if (import.meta.main) {
  const [host, port] = process.argv.slice(2);
  await startRelay(host, Number(port));
  console.log('listening');
}
