/**
 * Files in the page's own storage on disk (origin private file system). Each page has a folder of its own there, and a lock that lives as
 * long as the page: folders without one are of pages that are gone, and are removed. Must not know what the files are.
 * @see https://fs.spec.whatwg.org/#sandboxed-filesystem
 * @see https://w3c.github.io/web-locks/
 */

/** The folder of all pages, and the prefix of the locks. */
const FOLDER = 'p2p-call-files';

/** What else the page's storage may need, in bytes. */
const SPARE_BYTES = 16 * 1024 ** 2;

export interface DiskFile {
  write(block: Uint8Array<ArrayBuffer>): Promise<void>;
  finish(): Promise<File>;
  abort(): Promise<void>;
}

let folder: Promise<FileSystemDirectoryHandle> | null = null;
let lastName = 0;

/** @returns null where the browser has no such storage (private windows, Safari before 26), `storage-full` where `size` does not fit. */
export async function openDisk(size: number): Promise<DiskFile | 'storage-full' | null> {
  try {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    if (quota - usage < size + SPARE_BYTES) return 'storage-full';
    folder ??= openFolder();
    const directory = await folder;
    const name = String((lastName += 1));
    const handle = await directory.getFileHandle(name, { create: true });
    const stream = await handle.createWritable();
    return {
      write: (block) => stream.write(block),
      finish: async () => {
        await stream.close();
        return handle.getFile();
      },
      abort: async () => {
        await stream.abort().catch(() => {});
        await directory.removeEntry(name).catch(() => {});
      },
    };
  } catch {
    folder = null;
    return null;
  }
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
