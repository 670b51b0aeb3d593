/**
 * The people of one e2e test file: opens their pages and, after each test, asserts that no page had an uncaught error and closes
 * them. Knows nothing of what the tests are about.
 */
import { randomBytes } from 'node:crypto';
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import type { BrowserName } from './browsers.ts';
import { CallPage } from './call-page.ts';
import { HostSite } from './host-site.ts';
import type { Attributes, Embedding } from './host-site.ts';
import { launchBrowser } from './launch.ts';

export interface Cast {
  /** Opens the embedding page with these attributes and joins at once; without `room` the test's own room. */
  join(name: string, attributes?: Attributes, browserName?: BrowserName, embedding?: Embedding): Promise<CallPage>;
  /** Opens any page. */
  open(url: string, browserName?: BrowserName): Promise<CallPage>;
  /** The room of this test: nobody else's. */
  readonly room: string;
}

/** To be called once at the top of a file, with the browsers it needs. `workerUrl`: default the Worker of the lane. */
export function useCast(browserNames: readonly BrowserName[], workerUrl?: () => string): Cast {
  const browsers = new Map<BrowserName, Browser>();
  const pages: CallPage[] = [];
  let site: HostSite | null = null;
  let room = '';

  beforeAll(async () => {
    site = await HostSite.start();
    const launched = browserNames.map(async (name) => browsers.set(name, await launchBrowser(name)));
    await Promise.all(launched);
  });
  afterAll(async () => {
    await Promise.all([...browsers.values()].map((browser) => browser.close()));
    await site?.stop();
  });
  afterEach(async () => {
    const opened = pages.splice(0);
    room = '';
    const faults = (await Promise.all(opened.map((page) => page.faults()))).flat();
    await Promise.all(opened.map((page) => page.close()));
    expect(faults, 'uncaught errors in the pages').toEqual([]);
  });

  const cast: Cast = {
    get room() {
      room ||= `e2e-${randomBytes(8).toString('hex')}`;
      return room;
    },
    async open(url, browserName = 'chromium') {
      const browser = browsers.get(browserName);
      if (!browser) throw new Error(`This file did not ask for ${browserName}.`);
      const page = await CallPage.open(browser, url);
      pages.push(page);
      return page;
    },
    join(name, attributes = {}, browserName = 'chromium', embedding = {}) {
      if (!site) throw new Error('The embedding website has not started.');
      const all = { room: cast.room, 'display-name': name, prejoin: 'off', 'auto-join': '', lang: 'en', ...attributes };
      return cast.open(site.pageUrl(workerUrl?.() ?? inject('workerUrl'), all, embedding), browserName);
    },
  };
  return cast;
}
