/** A part of the build in a real browser: it runs only where its hash is right. */
import { describe, expect, it } from 'vitest';
import { loadPart } from '../../../widget/parts/load-part.ts';
import { partPath } from '../../../widget/parts/part-path.ts';

/** From the folder of parts; what a part's name has after it is no more than a query here. */
const PART = '../../../tests/browser/parts/part.js?';

/** Of what comes at the address that is asked for after two failures. */
async function hashOf(name: string): Promise<string> {
  const url = new URL(partPath(name, ''), new URL('../../../widget/parts/load-part.ts', import.meta.url));
  url.search = '2';
  const bytes = await (await fetch(url)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}

const runCount = (): unknown => Reflect.get(globalThis, 'partRunCount');

describe('a part', () => {
  it('with another hash does not run, and may be asked for again', async () => {
    const wrong = btoa('x'.repeat(32));
    await expect(loadPart(PART, wrong, [])).rejects.toThrow(TypeError);
    await expect(loadPart(PART, wrong, [])).rejects.toThrow(TypeError);
    expect(runCount()).toBeUndefined();
  });

  it('gets what it shares, and runs once', async () => {
    const hash = await hashOf(PART);
    const [first, second] = await Promise.all([loadPart(PART, hash, ['lit']), loadPart(PART, hash, ['lit'])]);
    expect(first).toEqual({ shared: ['lit'] });
    expect(second).toBe(first);
    expect(runCount()).toBe(1);
    expect(document.querySelector('link[rel=modulepreload][integrity]')).toBeNull();
  });

  it('that is not there any more is a TypeError', async () => {
    const gone = '../../../tests/browser/parts/gone.js?';
    await expect(loadPart(gone, btoa('y'.repeat(32)), [])).rejects.toThrow(TypeError);
  });
});
