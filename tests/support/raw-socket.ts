/**
 * A WebSocket client on bare TCP (RFC 6455), for everything that a well-behaved one does not let its user do: read nothing, ignore
 * the close, announce a frame of any size, send whatever bytes. It must not know what the frames mean.
 */
import { randomBytes } from 'node:crypto';
import { type Socket, connect } from 'node:net';

export const TEXT = 1;
export const CLOSE = 8;
const FINAL = 0x80;
const MASKED = 0x80;
const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16 * 1024;

const SWITCHING = 101;

const statusOf = (head: string): number => Number(head.slice(9, 12));
const contentLength = (head: string): number => Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);

export interface RawSocketOptions {
  /** Sent in place of, or beside, the headers of an upgrade. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
  /** Whether a Close frame is answered, and the connection ended. Default: true. */
  readonly isPolite?: boolean;
}

/** How a connection ended: with the code of the server's Close frame, or null where none came. */
export interface RawClose {
  readonly code: number | null;
  /** `performance.now()`. */
  readonly atMs: number;
}

/** One frame as a client sends it: masked, final. `announcedBytes`: another length in the header than there are bytes. */
export function clientFrame(opcode: number, payload: Buffer, announcedBytes = payload.length): Buffer {
  const lengthBytes = announcedBytes < 126 ? 0 : announcedBytes < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + lengthBytes + 4 + payload.length);
  frame.writeUInt8(FINAL | opcode, 0);
  frame.writeUInt8(MASKED | (lengthBytes === 0 ? announcedBytes : lengthBytes === 2 ? 126 : 127), 1);
  if (lengthBytes === 2) frame.writeUInt16BE(announcedBytes, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(announcedBytes), 2);
  // A mask of zeros is a mask: nothing here is hidden from a proxy.
  frame.writeUInt32BE(0, 2 + lengthBytes);
  payload.copy(frame, 6 + lengthBytes);
  return frame;
}

export class RawSocket {
  readonly tcp: Socket;
  /** The answer to the upgrade: its status, and its head as text. */
  readonly status: number;
  readonly head: string;
  /** What came with a refusal, as it was on the wire; empty after an upgrade. */
  readonly body: string;
  /** The server's Close frame, or the end where there was none. */
  readonly closing: Promise<RawClose>;
  /** The end of the connection. */
  readonly closed: Promise<RawClose>;
  /** Heard for every text frame. */
  ontext: ((text: string) => void) | null = null;
  /** The server's Close frame, as soon as it is read. */
  closeFrame: RawClose | null = null;
  /** Bytes read after the upgrade. */
  readBytes = 0;
  readonly #isPolite: boolean;
  #tellClosing: ((close: RawClose) => void) | null = null;
  #buffer: Buffer;

  private constructor(tcp: Socket, head: string, rest: Buffer, isPolite: boolean) {
    this.tcp = tcp;
    this.head = head;
    this.status = statusOf(head);
    this.body = this.status === SWITCHING ? '' : rest.toString('utf8');
    this.#isPolite = isPolite;
    this.#buffer = this.status === SWITCHING ? rest : Buffer.alloc(0);
    this.closing = new Promise((resolve) => {
      this.#tellClosing = resolve;
    });
    this.closed = new Promise((resolve) => {
      tcp.once('close', () => {
        const end = this.closeFrame ?? { code: null, atMs: performance.now() };
        this.#tellClosing?.(end);
        resolve(end);
      });
    });
    if (this.status === SWITCHING) tcp.on('data', (chunk: Buffer) => this.#read(chunk));
    else tcp.destroy();
    // What came together with the head: whoever opened the socket has to be there to hear it.
    if (this.#buffer.length > 0) setImmediate(() => this.#read(Buffer.alloc(0)));
  }

  /** Asks for an upgrade. Resolves with the answer, whatever it is.
   *  @throws what the connection failed with, or an Error where it ended without an answer. */
  static open(url: string, { headers = {}, subprotocols, isPolite = true }: RawSocketOptions): Promise<RawSocket> {
    const { hostname, port, pathname, search, host } = new URL(url);
    const fields = {
      Host: host,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...(subprotocols.length > 0 && { 'Sec-WebSocket-Protocol': subprotocols.join(', ') }),
      ...headers,
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Promise((resolve, reject) => {
      const tcp = connect({ host: hostname, port: Number(port), noDelay: true });
      let received: Buffer = Buffer.alloc(0);
      const fail = (): void => reject(new Error('The connection ended without an answer.'));
      const hear = (chunk: Buffer): void => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const end = received.indexOf(HEAD_END);
        if (end < 0 && received.length > MAX_HEAD_BYTES) tcp.destroy();
        if (end < 0) return;
        const [head, rest] = [received.toString('latin1', 0, end), received.subarray(end + HEAD_END.length)];
        if (statusOf(head) !== SWITCHING && rest.length < contentLength(head)) return;
        tcp.off('data', hear).off('close', fail);
        resolve(new RawSocket(tcp, head, rest, isPolite));
      };
      // After the answer a broken connection is no error of ours; `closed` tells.
      tcp.on('error', reject).on('data', hear).once('close', fail);
      tcp.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
  }

  sendText(text: string): void {
    this.write(clientFrame(TEXT, Buffer.from(text)));
  }

  /** @returns whether the connection takes more; see `net.Socket.write`. */
  write(bytes: Buffer): boolean {
    return this.tcp.writable && this.tcp.write(bytes);
  }

  /** Reads nothing any more; what the kernel takes in is little. */
  pause(): void {
    this.tcp.pause();
  }

  resume(): void {
    this.tcp.resume();
  }

  /** Ends the connection without a word. */
  destroy(): void {
    this.tcp.destroy();
  }

  #read(chunk: Buffer): void {
    this.readBytes += chunk.length;
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (let frame = readFrame(this.#buffer); frame !== null; frame = readFrame(this.#buffer)) {
      this.#buffer = this.#buffer.subarray(frame.lengthBytes);
      if (frame.opcode === TEXT) this.ontext?.(frame.payload.toString('utf8'));
      if (frame.opcode === CLOSE) this.#close(frame.payload);
    }
  }

  #close(payload: Buffer): void {
    this.closeFrame ??= { code: payload.length < 2 ? null : payload.readUInt16BE(0), atMs: performance.now() };
    this.#tellClosing?.(this.closeFrame);
    if (!this.#isPolite || !this.tcp.writable) return;
    this.tcp.end(clientFrame(CLOSE, payload.subarray(0, 2)));
  }
}

/** A frame of a server: never masked, and ours are never in parts. Null: not all of it is there yet. */
function readFrame(
  buffer: Buffer,
): { readonly opcode: number; readonly payload: Buffer; readonly lengthBytes: number } | null {
  if (buffer.length < 2) return null;
  const short = buffer.readUInt8(1);
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (buffer.length < start) return null;
  const payloadBytes =
    short === 126 ? buffer.readUInt16BE(2) : short === 127 ? Number(buffer.readBigUInt64BE(2)) : short;
  const lengthBytes = start + payloadBytes;
  if (buffer.length < lengthBytes) return null;
  return { opcode: buffer.readUInt8(0) & 0x0f, payload: buffer.subarray(start, lengthBytes), lengthBytes };
}
