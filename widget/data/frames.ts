/**
 * What one data-channel message looks like: text is one JSON value; binary is a small JSON header and bytes after it. The
 * format is described in README.md here. Everything that arrives comes from another person's page: it is decoded with caps,
 * and nothing here throws on it. Must not know links or channels.
 */
import { oneOf, shape, text } from '#protocol';
import type { SendMemory } from './send-memory.ts';
import { LENGTH_BYTES, MAX_FRAME_BYTES, MAX_HEADER_BYTES, MAX_TOPIC_LENGTH } from './limits.ts';

/** One application message on its way: always bytes, and what they were. */
export interface DataBody {
  /** 0 bytes, 1 text, 2 JSON. */
  readonly k: 0 | 1 | 2;
  /** Topic. */
  readonly t: string;
  /** With memory before them for any header. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the application gets: `data` is a Uint8Array, a string or a JSON value. */
export interface DataMessage {
  readonly data: unknown;
  readonly topic: string;
}

/** Topic of what pages with this widget tell each other: reactions, who types, what was said before. */
export const OWN_TOPIC = 'p2p-call';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const isBodyHeader = shape({ k: oneOf(0, 1, 2), t: text(MAX_TOPIC_LENGTH) });

/** Every way in which JSON can write `__proto__`: as it is, or with an escape in it. */
const PROTOTYPE_KEY = /__proto__|\\u00/;

/** JSON without a key that would become a prototype where a careless reader copies it. @returns undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (PROTOTYPE_KEY.test(text)) dropPrototypeKeys(value);
    return value;
  } catch {
    return undefined;
  }
}

/** By hand: a reviver is called for each value, which holds the page up for 100 ms with a frame full of numbers. */
function dropPrototypeKeys(root: unknown): void {
  const found = [root];
  for (const value of found) {
    if (typeof value !== 'object' || value === null) continue;
    Reflect.deleteProperty(value, '__proto__');
    for (const child of Object.values(value)) if (typeof child === 'object') found.push(child);
  }
}

/** As {@link parseJson}, for a frame: undefined also where it is no text or longer than `maxLength`. */
export function parseText(frame: unknown, maxLength: number): unknown {
  return typeof frame === 'string' && frame.length <= maxLength ? parseJson(frame) : undefined;
}

export function isDataBody(value: unknown): value is DataBody {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

/** Makes a body of what the application gave. Binary data is copied, so that it may be changed after the call.
 *  @throws TypeError for what none of the three kinds can carry, RangeError for a topic that is too long. */
export function bodyFrom(data: unknown, topic: string, memory: SendMemory): DataBody {
  if (topic.length > MAX_TOPIC_LENGTH) throw new RangeError(`A topic has at most ${MAX_TOPIC_LENGTH} characters.`);
  const isText = typeof data === 'string';
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    return { k: 0, t: topic, bytes: memory.copyOf(data instanceof ArrayBuffer ? new Uint8Array(data) : data) };
  }
  const text = isText ? data : data instanceof Blob ? undefined : JSON.stringify(data);
  if (text === undefined) throw new TypeError('Only JSON or bytes can be sent.');
  return { k: isText ? 1 : 2, t: topic, bytes: memory.copyOf(encoder.encode(text)) };
}

/** @returns null when the bytes are not what the header says. */
export function messageFrom({ k, t, bytes }: DataBody): DataMessage | null {
  // A view of the frame, which is nobody else's.
  if (k === 0) return { data: bytes, topic: t };
  const text = textFrom(bytes);
  if (text === null) return null;
  const data = k === 1 ? text : parseJson(text);
  return data === undefined ? null : { data, topic: t };
}

function textFrom(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Puts the header of an envelope, with kind and topic of its body as `b`, into the memory before the bytes of its body. */
export function encodeFrame({ b, ...header }: { readonly b?: unknown }): Uint8Array<ArrayBuffer> {
  const body = isDataBody(b) ? b : undefined;
  const head = encoder.encode(JSON.stringify(body === undefined ? header : { ...header, b: { k: body.k, t: body.t } }));
  const headBytes = LENGTH_BYTES + head.length;
  const { buffer, byteOffset, length } = body?.bytes ?? new Uint8Array(headBytes).subarray(headBytes);
  const frame = new Uint8Array(buffer, byteOffset - headBytes, headBytes + length);
  frame[0] = head.length >> 8;
  frame[1] = head.length;
  frame.set(head, LENGTH_BYTES);
  return frame;
}

/** @returns the envelope, with a whole body as `b`; null when it is no frame. */
export function decodeFrame(frame: unknown): Record<string, unknown> | null {
  if (!(frame instanceof ArrayBuffer) || frame.byteLength > MAX_FRAME_BYTES || frame.byteLength < LENGTH_BYTES)
    return null;
  const headLength = new DataView(frame).getUint16(0);
  const end = LENGTH_BYTES + headLength;
  if (headLength > MAX_HEADER_BYTES || end > frame.byteLength) return null;
  const text = textFrom(new Uint8Array(frame, LENGTH_BYTES, headLength));
  const header = text === null ? null : parseJson(text);
  if (typeof header !== 'object' || header === null) return null;
  const fields: Record<string, unknown> = { ...header };
  const b = fields['b'];
  if (isBodyHeader(b)) fields['b'] = { k: b.k, t: b.t, bytes: new Uint8Array(frame, end) };
  return fields;
}
