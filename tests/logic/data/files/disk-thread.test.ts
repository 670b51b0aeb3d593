/** The worker that writes files: what it writes, when it ends, and what happens where a page may have none. Its code runs as in a browser, alone. */
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as DiskThread from '../../../../widget/data/files/disk-thread.ts';

type Policy = 'allowed' | 'throws' | 'errors' | 'silent';

const NO_FILE = new DOMException('no such file', 'NotFoundError');

/** What the origin has on disk, and how many bytes fit. */
let disk: Map<string, number[]>;
let roomBytes: number;
let openHandles: Set<string>;

function directory(path: string) {
  return {
    getDirectoryHandle: async (name: string) => directory(`${path}/${name}`),
    getFileHandle: async (name: string) => {
      const bytes = disk.get(`${path}/${name}`);
      if (bytes === undefined) throw NO_FILE;
      return { createSyncAccessHandle: async () => handleOf(`${path}/${name}`, bytes) };
    },
  };
}

function handleOf(path: string, bytes: number[]) {
  openHandles.add(path);
  return {
    write: (block: Uint8Array, { at }: { at: number }) => {
      const length = Math.min(block.length, roomBytes - at);
      bytes.splice(at, length, ...block.subarray(0, length));
      return length;
    },
    close: () => openHandles.delete(path),
  };
}

let policy: Policy;
let running: FakeWorker[];
let startedCount: number;
const blobs = new Map<string, Blob>();

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #scope = {
    navigator: { storage: { getDirectory: async () => directory('') } },
    onmessage: null as ((event: { data: unknown }) => void) | null,
    postMessage: (data: unknown, transfer: ArrayBuffer[] = []) => {
      const given = structuredClone(data, { transfer });
      queueMicrotask(() => this.onmessage?.({ data: given }));
    },
  };

  constructor(url: unknown) {
    startedCount += 1;
    if (policy === 'throws') throw new TypeError('not of a trusted type');
    if (policy === 'errors') queueMicrotask(() => this.onerror?.());
    if (policy !== 'allowed') return;
    running.push(this);
    void blobs
      .get(String(url))
      ?.text()
      .then((code) => runInNewContext(code, { self: this.#scope, DOMException }));
  }

  postMessage(data: unknown, transfer: ArrayBuffer[]): void {
    const given = structuredClone(data, { transfer });
    queueMicrotask(() => this.#scope.onmessage?.({ data: given }));
  }

  terminate(): void {
    running = running.filter((it) => it !== this);
  }
}

let openInThread: typeof DiskThread.openInThread;

beforeEach(async () => {
  [disk, roomBytes, openHandles] = [new Map([['/folder/1', []], ['/folder/2', []]]), Infinity, new Set()]; // prettier-ignore
  [policy, running, startedCount] = ['allowed', [], 0];
  vi.stubGlobal('Worker', FakeWorker);
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.resetModules();
  ({ openInThread } = await import('../../../../widget/data/files/disk-thread.ts'));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** @throws where there is no worker. */
async function opened(name: string) {
  const file = await openInThread(['folder', name]);
  if (file === null) throw new Error('there is no worker');
  return file;
}
const block = (...bytes: number[]) => new Uint8Array(bytes);

describe('a page that may have a worker', () => {
  it('has one for all files, which writes in order, takes the memory of what it writes and gives it back', async () => {
    const [first, second] = [await opened('1'), await opened('2')];
    const given = block(1, 2);
    const [memory] = await Promise.all([first.write(given), second.write(block(9)), first.write(block(3, 4))]);
    expect(disk.get('/folder/1')).toEqual([1, 2, 3, 4]);
    expect(disk.get('/folder/2')).toEqual([9]);
    expect(given).toHaveLength(0);
    expect(memory?.byteLength).toBe(2);
    expect(startedCount).toBe(1);
    expect(openHandles).toEqual(new Set(['/folder/1', '/folder/2']));
  });

  it('has none any more when the last file is closed or given up, and another one for the next', async () => {
    const [first, second] = [await opened('1'), await opened('2')];
    await first.close();
    expect(running).toHaveLength(1);
    await second.abort();
    await expect.poll(() => running).toHaveLength(0);
    expect(openHandles.size).toBe(0);
    await (await opened('1')).write(block(7));
    expect(startedCount).toBe(2);
    expect(disk.get('/folder/1')).toEqual([7]);
  });

  it('hears that the disk is full, by an error or by less than was to be written', async () => {
    roomBytes = 3;
    const file = await opened('1');
    await file.write(block(1, 2));
    await expect(file.write(block(3, 4))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    await file.abort();
    expect(openHandles.size).toBe(0);
  });

  it('hears that a file cannot be opened, and keeps no worker for it', async () => {
    await expect(opened('none')).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect.poll(() => running).toHaveLength(0);
    await expect(opened('1')).resolves.toBeDefined();
  });

  it('hears of a worker that breaks', async () => {
    const file = await opened('1');
    const writing = file.write(block(1));
    running[0]?.onerror?.();
    await expect(writing).rejects.toThrow('ended');
    await expect(file.write(block(2))).rejects.toThrow('ended');
    await expect(file.abort()).rejects.toThrow('ended');
  });

  it('makes one policy, of a known name, where it needs trusted types', async () => {
    const names: string[] = [];
    const createPolicy = (name: string, { createScriptURL }: { createScriptURL(url: string): string }) => {
      names.push(name);
      return { createScriptURL: (url: string) => ({ toString: () => createScriptURL(url) }) };
    };
    vi.stubGlobal('trustedTypes', { createPolicy });
    await (await opened('1')).close();
    await (await opened('1')).close();
    expect(names).toEqual(['p2p-call']);
    expect(startedCount).toBe(2);
  });
});

describe('a page that may have none', () => {
  it.each<Policy>(['throws', 'errors'])('is asked once where the browser %s', async (how) => {
    policy = how;
    await expect(openInThread(['folder', '1'])).resolves.toBeNull();
    await expect(openInThread(['folder', '1'])).resolves.toBeNull();
    expect(startedCount).toBe(1);
  });

  it('waits 5 s where the browser says nothing', async () => {
    vi.useFakeTimers();
    policy = 'silent';
    const answers: unknown[] = [];
    const opening = [openInThread(['folder', '1']), openInThread(['folder', '2'])];
    for (const one of opening) void one.then((answer) => answers.push(answer));
    await vi.advanceTimersByTimeAsync(4_999);
    expect(answers).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(answers).toEqual([null, null]);
    await expect(openInThread(['folder', '1'])).resolves.toBeNull();
    expect(startedCount).toBe(1);
  });

  it('makes no worker where the policy of trusted types is refused', async () => {
    vi.stubGlobal('trustedTypes', {
      createPolicy: () => {
        throw new TypeError('not on the list');
      },
    });
    await expect(openInThread(['folder', '1'])).resolves.toBeNull();
    expect(startedCount).toBe(0);
  });
});
