/** A part of the build in a real browser: it runs only where its hash is right. */
import { describe, expect, it } from 'vitest';
import { loadPart } from '../../../widget/parts/load-part.ts';

/** From where the loader looks for parts; named by its hash, as the build does. */
const PART = '../../../tests/browser/parts/part';
const HASH = '+oWDMCNfGmhgoicI3zJFHZTuDP5VbXzkzuBbW2rQAlE=';
/** Leads to the same file. */
const WRONG = `${HASH.slice(0, 8)}${'A'.repeat(35)}=`;

const runCount = (): unknown => Reflect.get(globalThis, 'partRunCount');

describe('a part', () => {
  it('with another hash does not run, and may be asked for again', async () => {
    await expect(loadPart(PART, WRONG, [])).rejects.toThrow(TypeError);
    await expect(loadPart(PART, WRONG, [])).rejects.toThrow(TypeError);
    expect(runCount()).toBeUndefined();
  });

  it('gets what it shares, and runs once', async () => {
    const [first, second] = await Promise.all([loadPart(PART, HASH, ['lit']), loadPart(PART, HASH, ['lit'])]);
    expect(first).toEqual({ shared: ['lit'] });
    expect(second).toBe(first);
    expect(runCount()).toBe(1);
    expect(document.querySelector('link[rel=modulepreload][integrity]')).toBeNull();
  });

  it('that is not there any more is a TypeError', async () => {
    const gone = `${'A'.repeat(43)}=`;
    await expect(loadPart(PART, gone, [])).rejects.toThrow(TypeError);
  });
});
