/** A file from person to person, on the page of somebody else's site with its strict policy: dropped here, taken and saved there with the mouse. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { CallPage } from '../support/call-page.ts';
import { useSite } from '../support/site-visit.ts';
import { until } from '../support/until.ts';

const WAYS: readonly (readonly [from: BrowserName, to: BrowserName])[] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

/** In the page: drops a picture and some bytes on the stage. @returns the bytes of both. Must not refer to anything outside itself. */
async function dropFiles(element: Element): Promise<{ picture: number[]; bytes: number[] }> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 200 });
  const context = canvas.getContext('2d');
  for (const [i, color] of ['teal', 'gold'].entries()) {
    if (context) context.fillStyle = color;
    context?.fillRect(i * 400, 0, 400, 200);
  }
  const blob = await new Promise<Blob>((resolve) => canvas.toBlob((it) => resolve(it ?? new Blob()), 'image/png'));
  const bytes = new Uint8Array(70_003).map((_, i) => (i * 31) ^ (i >> 9));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([blob], 'flag.png', { type: 'image/png' }));
  dataTransfer.items.add(new File([bytes], 'numbers.bin'));
  const stage = element.shadowRoot?.querySelector('[part~="stage"]');
  for (const type of ['dragenter', 'dragover', 'drop']) {
    stage?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer }));
  }
  return { picture: [...new Uint8Array(await blob.arrayBuffer())], bytes: [...bytes] };
}

/** Clicks with the mouse what matches, once it is there, and again where it was drawn anew meanwhile. */
async function click({ page }: CallPage, selector: string): Promise<void> {
  await until(`${selector} is clicked`, async () => {
    const found = await page.$(`p2p-call >>> ${selector}`);
    return found?.click().then(
      () => true,
      () => false,
    );
  });
}

describe('a person', () => {
  const visits = { chromium: useSite('chromium'), firefox: useSite('firefox') };
  const pages: CallPage[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2p-call-saved-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(async () => {
    const opened = pages.splice(0);
    const faults = (await Promise.all(opened.map((page) => page.faults()))).flat();
    await Promise.all(opened.map((page) => page.close()));
    expect(faults, 'uncaught errors and violations of the policy').toEqual([]);
  });

  async function enter(name: string, browserName: BrowserName, room: string): Promise<CallPage> {
    const { browser, site } = visits[browserName];
    const attributes = { room, 'display-name': name, prejoin: 'off', 'auto-join': '', 'data-only': '', lang: 'en' };
    const downloadBehavior = { policy: 'allow', downloadPath: join(folder, room) } as const;
    const page = await CallPage.open(browser, site.pageUrl(inject('workerUrl'), attributes), { downloadBehavior });
    pages.push(page);
    return page;
  }

  it.each(WAYS)(
    'drops files in %s; in %s they are taken and saved with the mouse, and a picture is seen',
    async (from, to) => {
      const room = `files-${from}-${crypto.randomUUID().slice(0, 8)}`;
      const ann = await enter('Ann', from, room);
      const bob = await enter('Bob', to, room);
      await Promise.all([ann.waitForOthers(1), bob.waitForOthers(1)]);
      const dropped = await ann.evaluate(dropFiles);

      await click(bob, '[part~="button-show-files"]');
      for (const name of ['flag.png', 'numbers.bin']) {
        await click(bob, `[aria-label="Accept ${name}"]`);
        await click(bob, `[aria-label="Save ${name}"]`);
      }
      await until(
        'the sender sees that both have arrived',
        async () => (await ann.visibleText()).split(/\bSent\b/).length === 3,
      );
      for (const [name, sent] of Object.entries({ 'flag.png': dropped.picture, 'numbers.bin': dropped.bytes })) {
        const saved = await until(`${name} is saved`, async () => {
          const content = await readFile(join(folder, room, name)).catch(() => null);
          return content?.length === sent.length ? content : null;
        });
        expect(saved.equals(Buffer.from(sent)), name).toBe(true);
      }

      const seen = await until('the picture is seen', () =>
        bob.evaluate((element) => {
          const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('.file-picture canvas');
          return canvas ? [...(canvas.getContext('2d')?.getImageData(10, 10, 1, 1).data ?? [])] : null;
        }),
      );
      expect(seen).toEqual([0, 128, 128, 255]);
    },
  );
});
