/** A browser and a site of somebody else that embeds calls, for one `describe`. Knows nothing of what is tested. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import type { BrowserName } from './browsers.ts';
import { HostSite } from './host-site.ts';
import { launchBrowser } from './launch.ts';

export interface SiteVisit {
  readonly browser: Browser;
  readonly site: HostSite;
}

/** To be called once in a `describe`; what it returns is there in its tests. */
export function useSite(browserName: BrowserName): SiteVisit {
  let visit: SiteVisit | null = null;
  const there = (): SiteVisit => {
    if (visit === null) throw new Error('the tests have not begun');
    return visit;
  };
  beforeAll(async () => {
    const [browser, site] = await Promise.all([launchBrowser(browserName), HostSite.start()]);
    visit = { browser, site };
  });
  afterAll(async () => {
    await visit?.browser.close();
    await visit?.site.stop();
  });
  return {
    get browser() {
      return there().browser;
    },
    get site() {
      return there().site;
    },
  };
}
