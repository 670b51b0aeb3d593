/** `/widget.js` on a page of another site, under its strict policy: one floating call, though the tag stands there twice. */
import { describe, expect, inject, it } from 'vitest';
import type { CommandQueue } from '../../widget/loader/command-queue.ts';
import type { BrowserName } from '../support/browsers.ts';
import type { CallElement } from '../support/call-page.ts';
import { CallPage } from '../support/call-page.ts';
import { useSite } from '../support/site-visit.ts';
import { until } from '../support/until.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** What the tests put on the window of the page. */
interface LoaderWindow {
  P2PCall: CommandQueue;
  heard: string[];
}

describe.each(BROWSERS)('%s: the loader', (browserName) => {
  const visit = useSite(browserName);

  function pageUrl(attributes: Readonly<Record<string, string>>): string {
    return visit.site.pageUrl(inject('workerUrl'), attributes, { scriptPath: '/widget.js' });
  }

  it('makes one floating call with the attributes of its tag', async () => {
    const visitor = await CallPage.open(
      visit.browser,
      pageUrl({ desk: 'demo', 'user-id': 'u-7', 'display-name': 'Ada', position: 'bottom-start', label: 'Talk to us' }),
    );
    const seen = await visitor.evaluate((element) => ({
      count: document.querySelectorAll('p2p-call').length,
      attributes: Object.fromEntries(element.getAttributeNames().map((name) => [name, element.getAttribute(name)])),
    }));
    expect(seen).toMatchObject({
      count: 1,
      attributes: { desk: 'demo', 'user-id': 'u-7', 'display-name': 'Ada', position: 'bottom-start', mode: 'floating' },
    });
    await until('there is the launcher', () =>
      visitor.evaluate((element) =>
        element.shadowRoot?.querySelector('.launcher-words')?.textContent?.includes('Talk to us'),
      ),
    );
    expect(await visitor.faults()).toEqual([]);
    await visitor.close();
  });

  it('carries out commands from before and after it was loaded, up to a call', async () => {
    const room = `loader-${browserName}`;
    const other = await CallPage.open(
      visit.browser,
      visit.site.pageUrl(inject('workerUrl'), { room, prejoin: 'off', 'auto-join': 'on' }),
    );
    const context = await visit.browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(() => {
      const own = globalThis as unknown as LoaderWindow;
      own.heard = [];
      const hear = ({ type }: Event): number => own.heard.push(type);
      own.P2PCall = [
        ['on', 'p2p-join', hear],
        ['open'],
        (element: CallElement) => own.heard.push(`function ${element.localName}`),
      ] as never;
    });
    await page.goto(pageUrl({ room, prejoin: 'off' }));
    await page.waitForSelector('p2p-call[open]');
    await page.evaluate(() => {
      const { P2PCall } = globalThis as unknown as LoaderWindow;
      P2PCall.push(['join']);
    });
    await page.waitForSelector('p2p-call[state="connected"]');
    expect(await page.evaluate(() => (globalThis as unknown as LoaderWindow).heard)).toEqual([
      'function p2p-call',
      'p2p-join',
    ]);
    await page.evaluate(() => (globalThis as unknown as LoaderWindow).P2PCall.push(['close']));
    await until('the launcher shows the time of the call', () =>
      page.evaluate(() => {
        const root = document.querySelector('p2p-call')?.shadowRoot;
        return /^\d+:\d\d$/.test(root?.querySelector('.launcher-time')?.textContent ?? '');
      }),
    );
    await other.waitForOthers(1);
    await context.close();
    await other.close();
  });
});
