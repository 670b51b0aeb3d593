/**
 * As much of a TURN client as it takes to ask a server whether it accepts credentials: one Allocate over UDP, with the
 * long-term credential mechanism, and Refresh.
 * @see https://www.rfc-editor.org/rfc/rfc8489#section-9.2 @see https://www.rfc-editor.org/rfc/rfc8656#section-7
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Socket, createSocket } from 'node:dgram';

const MAGIC_COOKIE = 0x2112a442;
const ALLOCATE_REQUEST = 0x0003;
const REFRESH_REQUEST = 0x0004;
/** The bit that makes a request's type that of its success (RFC 8489 §5). */
const SUCCESS = 0x0100;
const STALE_NONCE = 438;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const REALM = 0x0014;
const NONCE = 0x0015;
const REQUESTED_TRANSPORT = 0x0019;
const UDP = Buffer.from([17, 0, 0, 0]);

const ANSWER_TIMEOUT_MS = 5_000;
/** UDP may lose the request; the server may just be starting. */
const RESEND_INTERVAL_MS = 250;

type Attributes = ReadonlyMap<number, Buffer>;

interface Server {
  readonly port: number;
  readonly address: string;
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function message(type: number, attributes: readonly Buffer[], integrityKey: Buffer | null): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type, 0);
  // The integrity covers the header with a length that has the attribute in it already.
  head.writeUInt16BE(body.length + (integrityKey === null ? 0 : 24), 2);
  head.writeUInt32BE(MAGIC_COOKIE, 4);
  const signed = Buffer.concat([head, randomBytes(12), body]);
  if (integrityKey === null) return signed;
  const digest = createHmac('sha1', integrityKey).update(signed).digest();
  return Buffer.concat([signed, attribute(MESSAGE_INTEGRITY, digest)]);
}

function readAttributes(packet: Buffer): Attributes {
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= packet.length;) {
    const length = packet.readUInt16BE(at + 2);
    attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return attributes;
}

function ask(socket: Socket, { port, address }: Server, request: Buffer): Promise<Buffer> {
  const send = (): void => socket.send(request, port, address);
  const resending = setInterval(send, RESEND_INTERVAL_MS);
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The TURN server did not answer.')), ANSWER_TIMEOUT_MS);
    const onmessage = (packet: Buffer): void => {
      if (!packet.subarray(8, 20).equals(request.subarray(8, 20))) return;
      clearTimeout(timer);
      socket.off('message', onmessage);
      resolve(packet);
    };
    socket.on('message', onmessage);
    send();
  }).finally(() => clearInterval(resending));
}

/** 0 for a success, else the code of the error. */
function codeOf(answer: Buffer): number {
  if ((answer.readUInt16BE(0) & 0x0110) === SUCCESS) return 0;
  const error = readAttributes(answer).get(ERROR_CODE);
  return error === undefined ? -1 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
}

/** A relay on a TURN server of this machine, or the try to get one. */
export class Allocation {
  // One socket: a nonce is good for the address that it was given to.
  readonly #socket = createSocket('udp4');
  readonly #server: Server;
  readonly #username: string;
  readonly #credential: string;
  #realm: Buffer = Buffer.alloc(0);
  #nonce: Buffer = Buffer.alloc(0);

  /** @param address default: 127.0.0.1. */
  constructor(port: number, username: string, credential: string, address = '127.0.0.1') {
    this.#server = { port, address };
    this.#username = username;
    this.#credential = credential;
    // A port that nothing listens on yet is reported as an error of the socket.
    this.#socket.on('error', () => undefined);
  }

  /** @returns 0 when it was given, else the code of the error. */
  async allocate(): Promise<number> {
    const transport = attribute(REQUESTED_TRANSPORT, UDP);
    this.#take(await ask(this.#socket, this.#server, message(ALLOCATE_REQUEST, [transport], null)));
    return this.#request(ALLOCATE_REQUEST, [transport]);
  }

  /** Asks for more time, also where the nonce has become stale. @returns 0 when it was given, else the code of the error. */
  async refresh(): Promise<number> {
    const code = await this.#request(REFRESH_REQUEST, []);
    return code === STALE_NONCE ? this.#request(REFRESH_REQUEST, []) : code;
  }

  close(): void {
    this.#socket.close();
  }

  async #request(type: number, attributes: readonly Buffer[]): Promise<number> {
    const key = createHash('md5').update(`${this.#username}:${this.#realm.toString()}:${this.#credential}`).digest();
    const user = attribute(USERNAME, Buffer.from(this.#username));
    const signed = [...attributes, user, attribute(REALM, this.#realm), attribute(NONCE, this.#nonce)];
    const answer = await ask(this.#socket, this.#server, message(type, signed, key));
    this.#take(answer);
    return codeOf(answer);
  }

  #take(answer: Buffer): void {
    const attributes = readAttributes(answer);
    this.#realm = attributes.get(REALM) ?? this.#realm;
    this.#nonce = attributes.get(NONCE) ?? this.#nonce;
  }
}

/** Asks a TURN server of this machine for an allocation. @returns 0 when it was given, else the code of the error. */
export async function allocate(
  port: number,
  username: string,
  credential: string,
  address = '127.0.0.1',
): Promise<number> {
  const allocation = new Allocation(port, username, credential, address);
  try {
    return await allocation.allocate();
  } finally {
    allocation.close();
  }
}
