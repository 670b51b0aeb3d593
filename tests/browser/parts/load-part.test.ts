/** A part of the build in a real browser: it runs only where its hash is right. */
import { describe, expect, it } from 'vitest';
import { loadPart } from '../../../widget/parts/load-part.ts';

/** From where the loader is. */
const PART = '../../tests/browser/parts/part.js';

async function hashOf(path: string): Promise<string> {
  const url = new URL(path, new URL('../../../widget/parts/load-part.ts', import.meta.url));
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
    const path = `${PART}?2`;
    const integrity = await hashOf(path);
    const [first, second] = await Promise.all([loadPart(PART, integrity, ['lit']), loadPart(PART, integrity, ['lit'])]);
    expect(first).toEqual({ shared: ['lit'] });
    expect(second).toBe(first);
    expect(runCount()).toBe(1);
    expect(document.querySelector('link[rel=modulepreload][integrity]')).toBeNull();
  });

  it('that is not there any more is a TypeError', async () => {
    await expect(loadPart('../../tests/browser/parts/gone.js', await hashOf(PART), [])).rejects.toThrow(TypeError);
  });
});
