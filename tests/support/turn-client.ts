/**
 * As much of a TURN client as it takes to ask a server whether it accepts credentials: one Allocate over UDP, with the
 * long-term credential mechanism.
 * @see https://www.rfc-editor.org/rfc/rfc8489#section-9.2 @see https://www.rfc-editor.org/rfc/rfc8656#section-7
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Socket, createSocket } from 'node:dgram';

const MAGIC_COOKIE = 0x2112a442;
const ALLOCATE_REQUEST = 0x0003;
const ALLOCATE_SUCCESS = 0x0103;
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

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function message(attributes: readonly Buffer[], integrityKey: Buffer | null): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(ALLOCATE_REQUEST, 0);
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

function ask(socket: Socket, port: number, request: Buffer): Promise<Buffer> {
  const send = (): void => socket.send(request, port, '127.0.0.1');
  const resending = setInterval(send, RESEND_INTERVAL_MS);
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The TURN server did not answer.')), ANSWER_TIMEOUT_MS);
    socket.on('message', (packet) => {
      if (!packet.subarray(8, 20).equals(request.subarray(8, 20))) return;
      clearTimeout(timer);
      resolve(packet);
    });
    send();
  }).finally(() => clearInterval(resending));
}

/** Asks the TURN server on 127.0.0.1 for an allocation. @returns 0 when it was given, else the code of the error. */
export async function allocate(port: number, username: string, credential: string): Promise<number> {
  // One socket: a nonce is good for the address that it was given to.
  const socket = createSocket('udp4');
  // A port that nothing listens on yet is reported as an error of the socket.
  socket.on('error', () => undefined);
  try {
    const transport = attribute(REQUESTED_TRANSPORT, UDP);
    const challenge = readAttributes(await ask(socket, port, message([transport], null)));
    const realm = challenge.get(REALM) ?? Buffer.alloc(0);
    const nonce = challenge.get(NONCE) ?? Buffer.alloc(0);
    const key = createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest();
    const attributes = [transport, attribute(USERNAME, Buffer.from(username)), attribute(REALM, realm)];
    const answer = await ask(socket, port, message([...attributes, attribute(NONCE, nonce)], key));
    if (answer.readUInt16BE(0) === ALLOCATE_SUCCESS) return 0;
    const error = readAttributes(answer).get(ERROR_CODE);
    return error === undefined ? -1 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
  } finally {
    socket.close();
  }
}
