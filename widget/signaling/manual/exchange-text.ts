/**
 * The texts that people carry from page to page: a description of a connection, small enough for a chat or an e-mail, and sure to be
 * told from anything else. Knows no connection.
 *
 *     p2pcall1i.<base64url of deflate-raw of JSON {id, sdp}>     an invitation
 *     p2pcall1r.<the same>                                       the reply to it, with the same id
 *
 * @see https://www.rfc-editor.org/rfc/rfc1951 (deflate) @see https://www.rfc-editor.org/rfc/rfc4648#section-5 (base64url)
 */
import { isOpaqueToken, shape, text } from '#protocol';

export type ExchangeKind = 'invitation' | 'reply';

export interface ExchangeText {
  readonly kind: ExchangeKind;
  /** The same in an invitation and its reply. */
  readonly id: string;
  /** The description with all its candidates. */
  readonly sdp: string;
}

/** What is wrong with a text. `unreachable`: no way to the other page was found. `newer`: it was made by a version that this one does not know. */
export type ExchangeFault =
  | 'not-an-invitation'
  | 'not-a-reply'
  | 'newer'
  | 'damaged'
  | 'own-text'
  | 'other-invitation'
  | 'not-now'
  | 'unreachable';

export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly fault: ExchangeFault;

  constructor(fault: ExchangeFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A description with a hundred candidates is a tenth of it. */
const MAX_SDP_LENGTH = 64 * 1024;
const MAX_TEXT_LENGTH = 64 * 1024;

const MARKS: Readonly<Record<ExchangeKind, string>> = { invitation: 'i', reply: 'r' };

/** Anywhere in a text: people copy what stands around it, too. */
const FOUND = /p2pcall(\d{1,3})([a-z])\.([A-Za-z0-9_-]+)/;

const isContent = shape({ id: isOpaqueToken, sdp: text(MAX_SDP_LENGTH) });

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @throws RangeError where more than `limit` bytes come out: a small text can grow to gigabytes. */
async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new RangeError(`More than ${limit} bytes.`);
    }
    chunks.push(value);
  }
}

export async function writeExchange({ kind, id, sdp }: ExchangeText): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify({ id, sdp }));
  const packed = await through(new CompressionStream('deflate-raw'), json, Number.POSITIVE_INFINITY);
  return `p2pcall1${MARKS[kind]}.${toBase64Url(packed)}`;
}

async function unpack(packed: string): Promise<unknown> {
  try {
    const bytes = await through(new DecompressionStream('deflate-raw'), fromBase64Url(packed), 2 * MAX_SDP_LENGTH);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ExchangeError('damaged');
  }
}

/**
 * Reads what was pasted: line breaks and words around it do not matter.
 * @throws ExchangeError where it is none, is of the other kind, or has lost a piece.
 */
export async function readExchange(pasted: string, expected: ExchangeKind): Promise<ExchangeText> {
  const none = new ExchangeError(expected === 'invitation' ? 'not-an-invitation' : 'not-a-reply');
  if (pasted.length > MAX_TEXT_LENGTH) throw none;
  // E-mail breaks long lines; what stands behind the text on a line of its own would be taken for a part of it.
  const [, version, mark, packed = ''] = FOUND.exec(pasted) ?? FOUND.exec(pasted.replaceAll(/\s+/g, '')) ?? [];
  if (version === undefined) throw none;
  if (version !== '1') throw new ExchangeError('newer');
  if (mark !== MARKS[expected]) throw none;
  const content = await unpack(packed).catch(() => unpack(restOf(pasted)));
  if (!isContent(content)) throw new ExchangeError('damaged');
  return { kind: expected, id: content.id, sdp: content.sdp };
}

/** The packed part where lines were broken within it. */
function restOf(pasted: string): string {
  return FOUND.exec(pasted.replaceAll(/\s+/g, ''))?.[3] ?? '';
}
