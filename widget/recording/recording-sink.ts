/**
 * Where a recording goes while it grows: to the file that the person chose, to the page's own storage on disk, or into memory within a
 * limit. Whatever fails, what was kept before it stays. Must not know what is recorded.
 * @see https://fs.spec.whatwg.org/
 */
import { type DiskFile, openDisk } from '../data/files/disk-sink.ts';
import { MAX_MEMORY_BYTES } from '../data/files/file-limits.ts';

/** A file on disk is whole only when it is closed, so that every so often one is: what comes after it may be lost. */
export const SEGMENT_BYTES = 16 * 1024 ** 2;

/** How long a download of a recording may take to begin, in ms. */
export const DOWNLOAD_MS = 60_000;

/** How what was saved before is removed from the disk, and when it was saved. */
const saved = new Map<() => Promise<void>, number>();

export interface RecordingSink {
  /** One after the other. Rejects where it cannot be kept. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @param patch what is to stand in place of bytes that were written before, as far as that can be done.
   *  @returns everything that was kept; null where it is already where the person wanted it. Rejects where that is nothing. */
  finish(patch: Patch | null): Promise<Blob | null>;
  /** Removes what the page's own storage has of it, also afterwards; never rejects. What a person chose stays as it was written away last. */
  abort(): Promise<void>;
}

export interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function patched(whole: Blob, patch: Patch | null): Blob {
  if (patch === null || whole.size < patch.at + patch.bytes.length) return whole;
  return new Blob([whole.slice(0, patch.at), patch.bytes, whole.slice(patch.at + patch.bytes.length)]);
}

/** @param picker ask the person where to: needs a gesture, and Chromium; elsewhere as without it. @returns null where they chose nothing. */
export async function openRecordingSink(picker: boolean, name: string): Promise<RecordingSink | null> {
  if (picker && window.showSaveFilePicker !== undefined) return chosenSink(name);
  await removeSaved();
  const disk = await openDisk(SEGMENT_BYTES);
  return disk === null || disk === 'storage-full' ? memorySink() : diskSink(disk);
}

/** A page that keeps recording would fill the disk. What may still be downloaded stays until the next time. */
async function removeSaved(): Promise<void> {
  const old = [...saved].filter(([, savedAtMs]) => performance.now() - savedAtMs >= DOWNLOAD_MS);
  await Promise.all(old.map(([remove]) => remove()));
}

async function chosenSink(suggestedName: string): Promise<RecordingSink | null> {
  const handle = await window.showSaveFilePicker?.({ suggestedName }).catch(() => undefined);
  if (handle === undefined) return null;
  let stream = await handle.createWritable();
  let [writtenBytes, keptBytes] = [0, 0];
  return {
    write: async (bytes) => {
      // What was kept is copied each time, so that it must have doubled.
      if (writtenBytes - keptBytes >= Math.max(keptBytes, SEGMENT_BYTES)) {
        await stream.close();
        keptBytes = writtenBytes;
        stream = await handle.createWritable({ keepExistingData: true });
        await stream.seek(keptBytes);
      }
      await stream.write(bytes);
      writtenBytes += bytes.length;
    },
    finish: async (patch) => {
      if (patch !== null) {
        await stream.write({ type: 'write', position: patch.at, data: patch.bytes }).catch(() => undefined);
      }
      await stream.close().catch((error: unknown) => {
        if (keptBytes === 0) throw error;
      });
      return null;
    },
    abort: () => stream.abort().catch(() => {}),
  };
}

function diskSink(first: DiskFile): RecordingSink {
  const segments = [first];
  const kept: File[] = [];
  let open: DiskFile | null = first;
  let openBytes = 0;
  const close = async (): Promise<void> => {
    const file = open;
    open = null;
    openBytes = 0;
    if (file !== null) kept.push(await file.finish());
  };
  const abort = async (): Promise<void> => {
    saved.delete(abort);
    await Promise.all(segments.map((segment) => segment.abort()));
  };
  return {
    write: async (bytes) => {
      if (openBytes >= SEGMENT_BYTES) await close();
      if (open === null) {
        const next = await openDisk(SEGMENT_BYTES);
        if (next === null || next === 'storage-full') throw new Error('storage-full');
        open = next;
        segments.push(next);
      }
      const { length } = bytes;
      await open.write(bytes);
      openBytes += length;
    },
    finish: async (patch) => {
      await close().catch((error: unknown) => {
        if (kept.length === 0) throw error;
      });
      saved.set(abort, performance.now());
      return patched(new Blob(kept), patch);
    },
    abort,
  };
}

function memorySink(): RecordingSink {
  const kept: Blob[] = [];
  let keptBytes = 0;
  return {
    write: async (bytes) => {
      keptBytes += bytes.length;
      if (keptBytes > MAX_MEMORY_BYTES) throw new Error('storage-full');
      // A Blob may be put on disk by the browser, an array never.
      kept.push(new Blob([bytes]));
    },
    finish: (patch) => Promise.resolve(patched(new Blob(kept), patch)),
    abort: () => Promise.resolve(),
  };
}
