/**
 * Files in the page's own storage on disk (origin private file system). Each page has a folder of its own there, and a lock that lives as
 * long as the page: folders without one are of pages that are gone, and are removed. Must not know what the files are.
 * @see https://fs.spec.whatwg.org/#sandboxed-filesystem
 * @see https://w3c.github.io/web-locks/
 */
import { type FileWriter, openInThread } from './disk-thread.ts';

/** The folder of all pages, and the prefix of the locks. */
const FOLDER = 'p2p-call-files';

/** What else the page's storage may need, in bytes. */
const SPARE_BYTES = 16 * 1024 ** 2;

export interface DiskFile extends Pick<FileWriter, 'write' | 'abort'> {
  finish(): Promise<File>;
}

let folder: Promise<FileSystemDirectoryHandle> | null = null;
let lastName = 0;

/** @param isMuch whether a worker may be started for it, which makes it cheap. @returns null where the browser has no such storage (private
 *  windows), `storage-full` where `size` does not fit. */
export async function openDisk(size: number, isMuch = false): Promise<DiskFile | 'storage-full' | null> {
  try {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    if (quota - usage < size + SPARE_BYTES) return 'storage-full';
    folder ??= openFolder();
    const directory = await folder;
    const name = String((lastName += 1));
    const handle = await directory.getFileHandle(name, { create: true });
    const path = [FOLDER, directory.name, name];
    // Safari before 26 has no way to write from the page.
    const isThread = isMuch || !('createWritable' in handle);
    const writer = (isThread ? await openInThread(path).catch(() => null) : null) ?? (await openStream(handle));
    return {
      write: writer.write,
      finish: async () => {
        await writer.close();
        return handle.getFile();
      },
      abort: async () => {
        await writer.abort().catch(() => {});
        await directory.removeEntry(name).catch(() => {});
      },
    };
  } catch {
    folder = null;
    return null;
  }
}

/** Written by the page itself, which costs more, but asks no policy. */
export async function openStream(handle: FileSystemFileHandle): Promise<FileWriter> {
  const stream = await handle.createWritable();
  return {
    write: (bytes) => stream.write(bytes).then(() => bytes.buffer),
    close: () => stream.close(),
    abort: () => stream.abort(),
  };
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  const own = crypto.randomUUID();
  await hold(`${FOLDER}/${own}`);
  const made = await root.getDirectoryHandle(own, { create: true });
  await removeStale(root, own);
  return made;
}

/** Resolves when the lock is held, which it is until the page ends. */
function hold(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve();
        return new Promise(() => {});
      })
      .catch(reject);
  });
}

/** A folder without a lock belongs to a page that is gone. */
async function removeStale(root: FileSystemDirectoryHandle, own: string): Promise<void> {
  const names: string[] = [];
  for await (const name of root.keys()) if (name !== own) names.push(name);
  await Promise.all(
    names.map((name) =>
      navigator.locks.request(`${FOLDER}/${name}`, { ifAvailable: true }, async (lock) => {
        if (lock !== null) await root.removeEntry(name, { recursive: true }).catch(() => {});
      }),
    ),
  );
}
