/**
 * Reads a file some blocks at a time, the next ones while the last ones are in use: a disk answers late. All of it goes through the same two
 * buffers, because fresh memory costs a browser more than the reading (README.md of the folder above). Must not know what the blocks are for.
 * @see https://streams.spec.whatwg.org/#byob-readers
 */
import { READ_BYTES } from './file-limits.ts';

interface Source {
  /** Puts what comes next at the start of `room`, which is taken away. @returns the part of it that is filled now; empty at the end. */
  read(room: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  cancel(): Promise<void>;
}

export class BlockReader {
  readonly #source: Source;
  readonly #headBytes: number;
  #left: number;
  #given: ArrayBuffer;
  #next: Promise<Uint8Array<ArrayBuffer>>;

  /** @param from where to begin, in bytes. @param headBytes of memory that stay free before what is read. */
  constructor(file: Blob, from: number, headBytes = 0) {
    this.#source = sourceOf(file.slice(from));
    this.#left = file.size - from;
    this.#headBytes = headBytes;
    const memoryBytes = headBytes + Math.min(READ_BYTES, this.#left);
    this.#given = new ArrayBuffer(memoryBytes);
    this.#next = this.#read(new ArrayBuffer(memoryBytes));
  }

  /** The next blocks: fewer than before only at the end of the file, and none after it. Their memory, and what is before it, is the caller's until the
   *  next call. Rejects where the file cannot be read, or is not as long any more. */
  async next(): Promise<Uint8Array<ArrayBuffer>> {
    const blocks = await this.#next;
    this.#next = this.#read(this.#given);
    this.#given = blocks.buffer;
    return blocks;
  }

  /** Nobody wants any more. */
  cancel(): void {
    this.#source.cancel().catch(() => {});
  }

  #read(buffer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    const length = Math.min(READ_BYTES, this.#left);
    this.#left -= length;
    const reading = filled(this.#source, buffer, this.#headBytes, length);
    // Whoever asks for it hears of it; nobody may ask any more.
    reading.catch(() => {});
    return reading;
  }
}

async function filled(
  source: Source,
  buffer: ArrayBuffer,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const end = from + length;
  let memory = buffer;
  for (let at = from; at < end;) {
    const part = await source.read(new Uint8Array(memory, at, end - at));
    if (part.length === 0) throw new Error('the file is shorter than it was');
    memory = part.buffer;
    at += part.length;
  }
  return new Uint8Array(memory, from, length);
}

function sourceOf(file: Blob): Source {
  const stream = file.stream();
  try {
    const reader = stream.getReader({ mode: 'byob' });
    return {
      read: async (room) => (await reader.read(room)).value ?? new Uint8Array(),
      cancel: () => reader.cancel(),
    };
  } catch {
    return copiedFrom(stream.getReader());
  }
}

/** Where a browser reads into memory of its own only. */
function copiedFrom(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Source {
  let rest = new Uint8Array();
  return {
    read: async (room) => {
      if (rest.length === 0) rest = (await reader.read()).value ?? rest;
      const part = rest.subarray(0, room.length);
      rest = rest.subarray(part.length);
      room.set(part);
      return room.subarray(0, part.length);
    },
    cancel: () => reader.cancel(),
  };
}
