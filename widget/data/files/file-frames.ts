/**
 * What travels over the channel of files: control messages as JSON text, and frames of bytes. The format is described in README.md of
 * the folder above. Everything that arrives is decoded with caps, and nothing here throws on it. Must not know what a transfer does.
 */
import { type Guard, type Guarded, flag, integer, oneOf, shape, text, textLike } from '#protocol';
import { parseText } from '../frames.ts';
import { MAX_FILE_BYTES, MAX_MESSAGE_LENGTH } from './file-limits.ts';

/** The number of a transfer, chosen by its sender at random. */
const number = integer(0, 0xffff_ffff);
const offset = integer(0, MAX_FILE_BYTES);
const count = integer(0, Number.MAX_SAFE_INTEGER);

const isOffer = shape({
  type: oneOf('offer'),
  n: number,
  /** How often the sender has changed its channel. */
  k: count,
  name: text(1024),
  size: offset,
  mime: text(255),
  paused: flag,
});
const isAccept = shape({
  type: oneOf('accept'),
  n: number,
  /** Go on from here. */
  offset,
  /** That of the last offer. */
  k: count,
  /** How often the receiver has changed its channel. */
  r: count,
  paused: flag,
});
const isAck = shape({ type: oneOf('ack'), n: number, offset });
const isEnd = shape({ type: oneOf('end'), n: number, hash: textLike(/^[0-9a-f]{64}$/) });
const isPause = shape({ type: oneOf('pause'), n: number, paused: flag });
const isFailed = shape({
  type: oneOf('failed'),
  n: number,
  error: oneOf('file-too-large', 'storage-full', 'file-unreadable', 'file-corrupt', 'insecure-context'),
});
const isOver = shape({ type: oneOf('decline', 'cancel', 'done'), n: number });

export type Offer = Guarded<typeof isOffer>;
export type Accept = Guarded<typeof isAccept>;
/** The last word about a transfer. */
export type LastWord = Guarded<typeof isFailed> | Guarded<typeof isOver>;
export type FileMessage =
  | Offer
  | Accept
  | Guarded<typeof isAck>
  | Guarded<typeof isEnd>
  | Guarded<typeof isPause>
  | LastWord;

const GUARDS: ReadonlyArray<Guard<FileMessage>> = [isAck, isOffer, isAccept, isEnd, isPause, isFailed, isOver];

/** Number of the transfer (4 bytes) and offset of the bytes that follow (8 bytes), both big-endian. */
export const HEADER_BYTES = 12;

export interface FileData {
  readonly n: number;
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @returns null for whatever is no control message. */
export function decodeFileMessage(frame: unknown): FileMessage | null {
  const value = parseText(frame, MAX_MESSAGE_LENGTH);
  for (const guard of GUARDS) if (guard(value)) return value;
  return null;
}

/** Writes the header over the {@link HEADER_BYTES} of memory before `bytes`, which cost a copy otherwise. @returns both. */
export function encodeFileData({ n, offset: at, bytes }: FileData): Uint8Array<ArrayBuffer> {
  const start = bytes.byteOffset - HEADER_BYTES;
  const view = new DataView(bytes.buffer, start);
  view.setUint32(0, n);
  view.setBigUint64(4, BigInt(at));
  return new Uint8Array(bytes.buffer, start, HEADER_BYTES + bytes.length);
}

/** @returns null for whatever is no frame with bytes. */
export function decodeFileData(frame: unknown): FileData | null {
  if (!(frame instanceof ArrayBuffer) || frame.byteLength <= HEADER_BYTES) return null;
  const view = new DataView(frame);
  return {
    n: view.getUint32(0),
    offset: Number(view.getBigUint64(4)),
    bytes: new Uint8Array(frame, HEADER_BYTES),
  };
}
