/**
 * What runs in the worker that writes files: a worker may write to the page's own storage directly, for a tenth of what it costs a page. The code
 * of the worker is the text of {@link serveDisk}, so that it must not refer to anything outside itself. Must not know what the files are.
 * @see https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle
 */

/** What the page asks for. Each is answered by one {@link DiskAnswer}; `file` is a number that the page gives. */
export type DiskRequest =
  | { readonly type: 'open'; readonly id: number; readonly file: number; readonly path: readonly string[] }
  | {
      readonly type: 'write';
      readonly id: number;
      readonly file: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: 'close'; readonly id: number; readonly file: number };

/** `id` is that of the request, 0 for the word that the worker runs; `memory` that of what was written; `error` the name of a DOMException. */
export interface DiskAnswer {
  readonly id: number;
  readonly memory?: ArrayBuffer;
  readonly error?: string;
}

/** As far as it is used; the library of types has it for workers only. */
interface SyncAccessHandle {
  write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  close(): void;
}

/** The worker's global object, as far as it is used. */
export interface DiskScope {
  readonly navigator: { readonly storage: Pick<StorageManager, 'getDirectory'> };
  onmessage: ((event: { readonly data: DiskRequest }) => void) | null;
  postMessage(answer: DiskAnswer, transfer?: Transferable[]): void;
}

export function serveDisk(scope: DiskScope): void {
  const files = new Map<number, { readonly handle: SyncAccessHandle; at: number }>();

  const open = async (file: number, path: readonly string[]): Promise<void> => {
    let directory = await scope.navigator.storage.getDirectory();
    for (const name of path.slice(0, -1)) directory = await directory.getDirectoryHandle(name);
    const found = (await directory.getFileHandle(path.at(-1) ?? '')) as FileSystemFileHandle & {
      createSyncAccessHandle(): Promise<SyncAccessHandle>;
    };
    files.set(file, { handle: await found.createSyncAccessHandle(), at: 0 });
  };

  // It must come to the handle without waiting: requests of one file are carried out in their order.
  const carryOut = async (request: DiskRequest): Promise<ArrayBuffer | void> => {
    if (request.type === 'open') return open(request.file, request.path);
    const file = files.get(request.file);
    if (file === undefined) throw new DOMException('not open', 'InvalidStateError');
    if (request.type === 'close') {
      files.delete(request.file);
      file.handle.close();
      return;
    }
    const { bytes } = request;
    // Where a disk is full, some browsers write a part of it and do not throw.
    if (file.handle.write(bytes, { at: file.at }) < bytes.length) throw new DOMException('full', 'QuotaExceededError');
    file.at += bytes.length;
    return bytes.buffer;
  };

  scope.onmessage = ({ data }) => {
    carryOut(data).then(
      (memory) => (memory ? scope.postMessage({ id: data.id, memory }, [memory]) : scope.postMessage({ id: data.id })),
      (error: unknown) => scope.postMessage({ id: data.id, error: (error as DOMException).name }),
    );
  };
  scope.postMessage({ id: 0 });
}
