/** Where a received file goes: the person's choice, and what happens where the browser does not let the page ask. */
import { afterEach, describe, expect, it, vi } from 'vitest';
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
      write: (block: unknown) => Promise.resolve(void written.push(block)),
      close: () => Promise.resolve(),
    };
    browserWhere(() => Promise.resolve({ createWritable: () => Promise.resolve(stream) }));
    const sink = await new SinkOpener().open(OFFER);
    if (typeof sink === 'string') throw new Error(sink);
    const block = new Uint8Array([1, 2, 3]);
    await sink.write(block);
    await expect(sink.finish()).resolves.toBeNull();
    expect(written).toEqual([block]);
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
