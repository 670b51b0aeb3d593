/** A website without a server: its pages come into a call by a site key, and those of nobody else do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { HostSite } from '../support/host-site.ts';
import { launchBrowser } from '../support/launch.ts';
import { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const KEY = 'pk_shop-2026_4f9b1c';
const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

let shop: HostSite;
let other: HostSite;
let server: TestServer;

beforeAll(async () => {
  [shop, other] = await Promise.all([HostSite.start(), HostSite.start()]);
  const { origin } = new URL(shop.pageUrl('http://localhost', {}));
  server = await TestServer.start({ SITE_KEYS: JSON.stringify({ [KEY]: { origins: [origin], rooms: 'shop-' } }) });
}, 90_000);
afterAll(async () => {
  await server.stop();
  await Promise.all([shop.stop(), other.stop()]);
});

const cast = useCast(BROWSERS, () => server.url);

function pageUrl(site: HostSite, room: string, siteKey: string): string {
  const own = { 'display-name': 'Ada', prejoin: 'off', 'auto-join': '', 'data-only': '', lang: 'en' };
  return site.pageUrl(server.url, { ...own, room, 'site-key': siteKey });
}

describe.each(BROWSERS)('in %s', (browserName) => {
  it('two visitors of the site meet', async () => {
    const url = pageUrl(shop, `shop-${cast.room}`, KEY);
    const people = [await cast.open(url, browserName), await cast.open(url, browserName)];
    await Promise.all(people.map((person) => person.waitForOthers(1)));
  });

  it('everyone else is refused, in words', async () => {
    const urls = {
      'another site with the same key': pageUrl(other, 'shop-17', KEY),
      'another room': pageUrl(shop, 'team-17', KEY),
      'a key that was taken out': pageUrl(shop, 'shop-17', `${KEY}x`),
      'no key': pageUrl(shop, 'shop-17', ''),
    };
    // None of the cast: Firefox calls a refused socket an error of the page.
    const browser = await launchBrowser(browserName);
    try {
      for (const [who, url] of Object.entries(urls)) {
        const page = await CallPage.open(browser, url);
        const isTold = async (): Promise<boolean> =>
          (await page.visibleText()).includes('Your invitation is not valid');
        await until(`${who} is told why`, isTold);
        expect(await page.state(), who).toBe('error');
      }
    } finally {
      await browser.close();
    }
  });
});
