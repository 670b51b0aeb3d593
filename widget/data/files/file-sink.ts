/**
 * Where received bytes go: to the file that the person chose; into memory, what is small; else to the page's own storage on disk, or, where there
 * is none, into memory within a limit. Must not know who sends them.
 * @see https://fs.spec.whatwg.org/
 */
import { openDisk, openStream } from './disk-sink.ts';
import { MAX_MEMORY_BYTES, SMALL_BYTES } from './file-limits.ts';

/** As files are given to the page: whatever they are, they are nothing that a page would run. */
const SAVED_TYPE = 'application/octet-stream';

export interface FileSink {
  /** Takes the memory of what is written, and resolves with it, or with as much, when it may serve again. Rejects where the bytes cannot be kept: with
   *  `QuotaExceededError`, where the browser says so. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  /** Everything is written. @returns null where it is already where the person wanted it. */
  finish(): Promise<File | null>;
  /** Forgets what was written, also after the end. Never rejects. */
  abort(): Promise<void>;
}

export interface SinkOptions {
  readonly name: string;
  readonly size: number;
  /** Ask the person where to: needs a gesture, and Chromium. Elsewhere as without it. */
  readonly picker: boolean;
}

/** Why there is no sink: the person chose none, or nothing here holds as much. */
export type NoSink = 'aborted' | 'storage-full' | 'file-too-large';

type SavePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

declare global {
  interface Window {
    /** @see https://wicg.github.io/file-system-access/#api-showsavefilepicker */
    showSaveFilePicker?: SavePicker;
  }
}

/** Opens sinks, and counts what they hold in memory. */
export class SinkOpener {
  #memoryBytes = 0;

  /** The picker is asked before anything else, as long as the gesture counts. */
  async open({ name, size, picker }: SinkOptions): Promise<FileSink | NoSink> {
    const chosen = picker && typeof window !== 'undefined' && window.showSaveFilePicker ? await chosenSink(name) : null;
    if (chosen !== null) return chosen;
    if (size <= SMALL_BYTES - this.#memoryBytes) return this.#memorySink(name, size);
    const disk = await openDisk(size, true);
    if (disk !== null && disk !== 'storage-full') {
      return { ...disk, finish: async () => asSaved([await disk.finish()], name) };
    }
    if (size <= MAX_MEMORY_BYTES - this.#memoryBytes) return this.#memorySink(name, size);
    return disk ?? 'file-too-large';
  }

  #memorySink(name: string, size: number): FileSink {
    this.#memoryBytes += size;
    let parts: Blob[] = [];
    let heldBytes = size;
    return {
      write: (bytes) => {
        // A Blob may be put on disk by the browser, an array never.
        parts.push(new Blob([bytes]));
        return Promise.resolve(bytes.buffer);
      },
      finish: () => Promise.resolve(asSaved(parts, name)),
      abort: () => {
        parts = [];
        this.#memoryBytes -= heldBytes;
        heldBytes = 0;
        return Promise.resolve();
      },
    };
  }
}

/** The same bytes, not copied, under the right name and type. */
function asSaved(parts: Blob[], name: string): File {
  return new File(parts, name, { type: SAVED_TYPE });
}

/** @returns null where the page may not ask: in a frame of another origin, or without a gesture. */
async function chosenSink(suggestedName: string): Promise<FileSink | NoSink | null> {
  try {
    const handle = await window.showSaveFilePicker?.({ suggestedName });
    if (handle === undefined) return 'aborted';
    const stream = await openStream(handle);
    return {
      write: stream.write,
      // Only now the file that was there before is replaced.
      finish: () => stream.close().then(() => null),
      abort: () => stream.abort().catch(() => {}),
    };
  } catch (error) {
    // No permission, or the person changed their mind: the offer stands.
    return error instanceof DOMException && error.name === 'SecurityError' ? null : 'aborted';
  }
}
