/** A click on a notification: the console that is open comes to the front, or a new one is opened, and never a page of somebody else. */
import { describe, expect, it } from 'vitest';
import { type Windows, openPage } from '../../../widget/desk-worker/open-page.ts';

const ORIGIN = 'https://calls.example';

async function click(page: string, ...open: readonly string[]): Promise<string[]> {
  const done: string[] = [];
  const windows: Windows = {
    matchAll: () =>
      Promise.resolve(open.map((url) => ({ url, focus: () => Promise.resolve(done.push(`focus ${url}`)) }))),
    openWindow: (url) => Promise.resolve(done.push(`open ${url}`)),
  };
  await openPage(windows, page, ORIGIN);
  return done;
}

describe('a click', () => {
  it.each([
    [`${ORIGIN}/desk?desk=support`, [], [`open ${ORIGIN}/desk?desk=support`]],
    ['/desk', [], [`open ${ORIGIN}/desk`]],
    [`${ORIGIN}/desk?desk=support`, [`${ORIGIN}/`, `${ORIGIN}/desk?x=1#y`], [`focus ${ORIGIN}/desk?x=1#y`]],
    [`${ORIGIN}/desk`, [`${ORIGIN}/desk`, `${ORIGIN}/desk`], [`focus ${ORIGIN}/desk`]],
    [`${ORIGIN}/desk`, ['https://evil.example/desk'], [`open ${ORIGIN}/desk`]],
    ['https://evil.example/desk', [`${ORIGIN}/desk`], []],
    ['javascript:alert(1)', [], []],
    ['//evil.example/desk', [], []],
    ['https://', [], []],
  ])('for %j with %j open: %j', async (page, open, done) => {
    expect(await click(page, ...open)).toEqual(done);
  });
});
