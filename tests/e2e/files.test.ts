/** File transfer as it is served: the headless module loads its part, which is checked by its hash, and a file goes to disk and is right,
 *  by a worker, and without one where the page's policy forbids it. */
import { describe, expect, inject, it } from 'vitest';
import type { Call as CallClass } from '../../widget/core.ts';
import type { BrowserName } from '../support/browsers.ts';
import { useSite } from '../support/site-visit.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
/** Too much for memory. */
const SIZE = 16 * 1024 ** 2 + 321;

interface PageWindow extends Window {
  core: { readonly Call: typeof CallClass };
}
declare const window: PageWindow;

/** In the page: a call of two in this page alone, and a file from one to the other. Must not refer to anything outside itself. */
async function transfer(size: number) {
  const { Call } = window.core;
  let workerCount = 0;
  globalThis.Worker = class extends Worker {
    constructor(...how: ConstructorParameters<typeof Worker>) {
      super(...how);
      workerCount += 1;
    }
  };
  const room = crypto.randomUUID();
  const calls = [0, 1].map(() => new Call({ signaling: 'local', room, dataOnly: true }));
  const [ann, bob] = calls;
  if (ann === undefined || bob === undefined) throw new Error('there is nobody');
  for (const call of calls) await call.join();
  const isLoaded = (): boolean =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/parts/file-transfers-'));
  const wasLoaded = isLoaded();
  const bytes = new Uint8Array(size).map((_, i) => (i * 31) ^ (i >> 9));
  const received = new Promise<File | undefined>((resolve) => {
    bob.addEventListener('p2p-file-offer', ({ detail }) => void bob.acceptFile(detail.transfer.id));
    bob.addEventListener('p2p-file-received', ({ detail }) => resolve(detail.transfer.file));
  });
  const done = new Promise<string>((resolve) => {
    ann.addEventListener('p2p-file-progress', ({ detail }) => {
      if (detail.transfer.state === 'done') resolve('done');
    });
  });
  await ann.sendFile(new File([bytes], 'a.bin'));
  const file = await received;
  const got = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer());
  const state = await done;
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('p2p-call-files');
  let storedCount = 0;
  for await (const entry of folder.values()) {
    if (entry.kind === 'directory') for await (const _ of (entry as FileSystemDirectoryHandle).keys()) storedCount += 1;
  }
  for (const call of calls) call.dispose();
  return {
    wasLoaded,
    isLoaded: isLoaded(),
    isEqual: got.length === size && got.every((byte, i) => byte === bytes[i]),
    type: file?.type,
    state,
    storedCount,
    workerCount,
  };
}

describe.each(BROWSERS)('%s', (browserName) => {
  const visit = useSite(browserName);

  it.each([
    ['none', 1],
    ['strict', 0],
  ] as const)(
    'sends a file on a page of policy "%s", and loads what that takes only then',
    async (policy, workerCount) => {
      const page = await visit.browser.newPage();
      await page.goto(visit.site.pageUrl(inject('workerUrl'), { room: 'coffee' }, { policy }));
      // As text: the test runner rewrites the `import()` of its own files.
      await page.evaluate(`import('${inject('workerUrl')}/core.js').then((core) => void (window.core = core))`);
      const result = await page.evaluate(transfer, SIZE);
      expect(result).toEqual({
        wasLoaded: false,
        isLoaded: true,
        isEqual: true,
        type: 'application/octet-stream',
        state: 'done',
        storedCount: 1,
        workerCount,
      });
      await page.close();
    },
  );
});
