/** Where a received file goes: the person's choice, and what happens where the browser does not let the page ask. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SMALL_BYTES } from '../../../../widget/data/files/file-limits.ts';
import { SinkOpener } from '../../../../widget/data/files/file-sink.ts';

const OFFER = { name: 'report.pdf', size: 3, picker: true };

function browserWhere(showSaveFilePicker: () => Promise<unknown>): void {
  vi.stubGlobal('window', { showSaveFilePicker });
}

afterEach(() => vi.unstubAllGlobals());

describe('with the picker', () => {
  it('goes where the person chose, and nothing is left to save', async () => {
    const written: unknown[] = [];
    const stream = {
      write: (bytes: Uint8Array) => Promise.resolve(void written.push(bytes.slice())),
      close: () => Promise.resolve(),
    };
    browserWhere(() => Promise.resolve({ createWritable: () => Promise.resolve(stream) }));
    const sink = await new SinkOpener().open(OFFER);
    if (typeof sink === 'string') throw new Error(sink);
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await sink.write(bytes)).toBe(bytes.buffer);
    await expect(sink.finish()).resolves.toBeNull();
    expect(written).toEqual([new Uint8Array([1, 2, 3])]);
  });

  it.each(['AbortError', 'NotAllowedError'])('leaves the offer where the answer is %s', async (name) => {
    browserWhere(() => Promise.reject(new DOMException('', name)));
    await expect(new SinkOpener().open(OFFER)).resolves.toBe('aborted');
  });

  it('goes on without it where the page may not ask, as in a frame of another origin', async () => {
    browserWhere(() => Promise.reject(new DOMException('', 'SecurityError')));
    const sink = await new SinkOpener().open(OFFER);
    if (typeof sink === 'string') throw new Error(sink);
    await sink.write(new Uint8Array([1, 2, 3]));
    await expect(sink.finish()).resolves.toMatchObject({ name: 'report.pdf', size: 3 });
  });
});

describe('what is small', () => {
  const openDisk = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('no disk here')));
  const open = (opener: SinkOpener, size: number) => opener.open({ name: 'a.jpg', size, picker: false });

  it('stays in memory, as long as all of it does not become much', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: openDisk } });
    openDisk.mockClear();
    const opener = new SinkOpener();
    const sink = await open(opener, SMALL_BYTES - 10);
    if (typeof sink === 'string') throw new Error(sink);
    await sink.write(new Uint8Array(5));
    await sink.write(new Uint8Array(SMALL_BYTES - 15));
    await expect(sink.finish()).resolves.toMatchObject({ size: SMALL_BYTES - 10, type: 'application/octet-stream' });
    await open(opener, 10);
    expect(openDisk).not.toHaveBeenCalled();
    await open(opener, 1);
    expect(openDisk).toHaveBeenCalledOnce();
    await sink.abort();
    await open(opener, SMALL_BYTES - 12);
    expect(openDisk).toHaveBeenCalledOnce();
  });
});
