/** Files over real channels, onto the page's own disk, into memory, and to a place that the person chose. */
import type { PeerId } from '#protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DataChannels } from '../../../widget/data/channels.ts';
import { openDisk } from '../../../widget/data/files/disk-sink.ts';
import type { FileTransfer } from '../../../widget/data/files/file-transfer.ts';
import { FileTransfers } from '../../../widget/data/files/file-transfers.ts';
import { connectPair } from './connected-pair.ts';

const MIB = 1024 ** 2;
const idFrom = (name: string) => name as PeerId;
const waitFor = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 15_000, interval: 10 });

const open: Array<{ close(): void }> = [];
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(window, 'showSaveFilePicker');
  for (const one of open.splice(0)) one.close();
});

function pageFrom() {
  const received: FileTransfer[] = [];
  const files = new FileTransfers({
    onoffer: () => {},
    onprogress: () => {},
    onreceived: (transfer) => received.push(transfer),
    onchange: () => {},
  });
  open.push({ close: () => files.clear() });
  const only = (): FileTransfer => {
    const [transfer] = files.transfers.values();
    if (transfer === undefined) throw new Error('there is no transfer');
    return transfer;
  };
  return { files, received, only };
}

function pages() {
  const [a, b] = [pageFrom(), pageFrom()];
  let attachment = new AbortController();
  const attach = (page: typeof a, peer: string, { files, maxFrameBytes }: DataChannels): void => {
    page.files.attach(idFrom(peer), { channel: files, maxFrameBytes, signal: attachment.signal });
  };
  /** Replaces the connection that is there. */
  const connect = async () => {
    attachment.abort();
    attachment = new AbortController();
    const made = await connectPair((forA, forB) => {
      attach(a, 'b', forA);
      attach(b, 'a', forB);
    });
    open.push(made);
    return made;
  };
  const offer = async (bytes: Uint8Array<ArrayBuffer>, name = 'a.bin') => {
    a.files.send(new File([bytes], name), [idFrom('b')]);
    await waitFor(() => expect(b.only().state).toBe('offered'));
    return b.only().id;
  };
  return { a, b, connect, offer };
}

function bytesFrom(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

async function hashOf(content: Blob | Uint8Array<ArrayBuffer> | undefined): Promise<string> {
  const hash = await crypto.subtle.digest(
    'SHA-256',
    await new Blob(content === undefined ? [] : [content]).arrayBuffer(),
  );
  return [...new Uint8Array(hash)].join(' ');
}

/** The files of all pages in the storage of this origin, by folder. */
async function stored(): Promise<Map<string, string[]>> {
  const root = await navigator.storage.getDirectory();
  const found = new Map<string, string[]>();
  const folders = await root.getDirectoryHandle('p2p-call-files', { create: true });
  for await (const [name, folder] of folders.entries()) {
    const names: string[] = [];
    if (folder.kind === 'directory')
      for await (const key of (folder as FileSystemDirectoryHandle).keys()) names.push(key);
    found.set(name, names);
  }
  return found;
}
const storedCount = async () => [...(await stored()).values()].flat().length;

describe('what earlier pages left on disk', () => {
  it('is removed, but not what a page that is still open has there', async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('p2p-call-files', { create: true });
    for (const name of ['gone', 'open']) {
      const folder = await root.getDirectoryHandle(name, { create: true });
      await folder.getFileHandle('1', { create: true });
    }
    let release = (): void => {};
    await new Promise<void>((resolve) => {
      void navigator.locks.request('p2p-call-files/open', () => {
        resolve();
        return new Promise<void>((done) => {
          release = done;
        });
      });
    });
    const file = await openDisk(100);
    if (file === null || file === 'storage-full') throw new Error('there is no disk');
    await file.write(new Uint8Array([1, 2]));
    await file.write(new Uint8Array([3]));
    expect(await (await file.finish()).bytes()).toEqual(new Uint8Array([1, 2, 3]));
    const names = [...(await stored()).keys()];
    expect(names).toContain('open');
    expect(names).not.toContain('gone');
    expect(names).toHaveLength(2);
    await file.abort();
    release();
    await root.removeEntry('open', { recursive: true });
    expect(await storedCount()).toBe(0);
  });

  it('is not written to where it would not fit', async () => {
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 100 * MIB, usage: 50 * MIB });
    expect(await openDisk(40 * MIB)).toBe('storage-full');
  });
});

describe('a file over real channels', () => {
  it('goes to disk by a worker, is what was sent, and is removed when it is forgotten', async () => {
    const { a, b, connect, offer } = pages();
    await connect();
    const workers = vi.spyOn(window, 'Worker');
    const bytes = bytesFrom(20 * MIB + 4_321);
    const id = await offer(bytes, 'page.html');
    await b.files.accept(id);
    await waitFor(() => expect(a.only().state).toBe('done'));
    const { file } = b.only();
    expect(file).toMatchObject({ name: 'page.html', type: 'application/octet-stream', size: bytes.length });
    expect(await hashOf(file)).toBe(await hashOf(bytes));
    expect(await storedCount()).toBe(1);
    expect(workers).toHaveBeenCalledOnce();
    b.files.cancel(id);
    await vi.waitFor(async () => expect(await storedCount()).toBe(0));
  });

  it('goes on over another connection, three times', async () => {
    const { a, b, connect, offer } = pages();
    let connection = await connect();
    const bytes = bytesFrom(40 * MIB);
    await b.files.accept(await offer(bytes));
    for (const part of [0.2, 0.5, 0.8]) {
      await waitFor(() => expect(b.only().bytes).toBeGreaterThan(part * bytes.length));
      connection.close();
      connection = await connect();
    }
    await waitFor(() => expect(a.only().state).toBe('done'));
    expect(await hashOf(b.only().file)).toBe(await hashOf(bytes));
    expect(b.received).toHaveLength(1);
  });

  it('that is cancelled leaves nothing on disk', async () => {
    const { a, b, connect, offer } = pages();
    await connect();
    await b.files.accept(await offer(bytesFrom(20 * MIB)));
    await waitFor(() => expect(b.only().bytes).toBeGreaterThan(MIB));
    a.files.cancel(a.only().id);
    await waitFor(() => expect(b.only().state).toBe('cancelled'));
    await vi.waitFor(async () => expect(await storedCount()).toBe(0));
  });
});

describe('without a disk', () => {
  beforeEach(() => {
    vi.spyOn(navigator.storage, 'estimate').mockRejectedValue(new DOMException('private', 'SecurityError'));
  });

  it('goes into memory', async () => {
    const { a, b, connect, offer } = pages();
    await connect();
    const bytes = bytesFrom(17 * MIB + 1);
    await b.files.accept(await offer(bytes));
    await waitFor(() => expect(a.only().state).toBe('done'));
    expect(await hashOf(b.only().file)).toBe(await hashOf(bytes));
    expect(await storedCount()).toBe(0);
  });

  it('is refused above 64 MiB of all files together, before anything is sent', async () => {
    const { a, b, connect } = pages();
    await connect();
    const sizes = [40, 30];
    for (const size of sizes) a.files.send(new File([new Uint8Array(size * MIB)], `${size}`), [idFrom('b')]);
    await waitFor(() => expect(b.files.transfers.size).toBe(2));
    const [first, second] = [...b.files.transfers.keys()];
    await b.files.accept(first ?? '');
    await expect(b.files.accept(second ?? '')).rejects.toMatchObject({ code: 'file-too-large' });
    await waitFor(() =>
      expect([...a.files.transfers.values()][1]).toMatchObject({ state: 'failed', error: 'file-too-large' }),
    );
    b.files.cancel(first ?? '');
    b.files.cancel(first ?? '');
    a.files.send(new File([new Uint8Array(30 * MIB)], 'again'), [idFrom('b')]);
    await waitFor(() => expect([...b.files.transfers.values()].at(-1)?.state).toBe('offered'));
    await b.files.accept([...b.files.transfers.keys()].at(-1) ?? '');
    await waitFor(() => expect(b.received).toHaveLength(1));
  });
});

describe('a place that the person chooses', () => {
  it('has the file when it is whole and right, and not before', async () => {
    const { a, b, connect, offer } = pages();
    await connect();
    const root = await navigator.storage.getDirectory();
    const chosen = await root.getFileHandle('chosen', { create: true });
    const picker = vi.fn<(options: { suggestedName: string }) => Promise<FileSystemFileHandle>>(() =>
      Promise.resolve(chosen),
    );
    window.showSaveFilePicker = picker;
    const bytes = bytesFrom(2 * MIB + 5);
    await b.files.accept(await offer(bytes, 'report.pdf'), { picker: true });
    expect(picker).toHaveBeenCalledWith({ suggestedName: 'report.pdf' });
    expect((await chosen.getFile()).size).toBe(0);
    await waitFor(() => expect(a.only().state).toBe('done'));
    expect(await hashOf(await chosen.getFile())).toBe(await hashOf(bytes));
    expect(b.only()).toMatchObject({ state: 'done' });
    expect(b.only().file).toBeUndefined();
    await root.removeEntry('chosen');
  });

  it('that was not chosen leaves the offer open', async () => {
    const { b, connect, offer } = pages();
    await connect();
    window.showSaveFilePicker = () => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
    const id = await offer(bytesFrom(10));
    await b.files.accept(id, { picker: true });
    expect(b.only().state).toBe('offered');
  });
});
