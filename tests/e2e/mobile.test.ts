/** A call on a phone, by touch, through the real Worker: joined, muted, written in, turned on its side and left. */
import type { Browser, ElementHandle, Page, Viewport } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { CallPage } from '../support/call-page.ts';
import { launchBrowser } from '../support/launch.ts';
import { until } from '../support/until.ts';

const PHONE = { deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const UPRIGHT: Viewport = { ...PHONE, width: 390, height: 844 };
const ON_ITS_SIDE: Viewport = { ...PHONE, width: 844, height: 390 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser('chromium');
});
afterAll(() => browser.close());

/** Touches the middle of something in the call, once all of it is on the screen. */
async function tap(page: Page, selector: string): Promise<void> {
  const handle = await until(`${selector} is on the screen`, async () => {
    const found = await page.evaluateHandle((wanted) => {
      const target = document.querySelector('p2p-call')?.shadowRoot?.querySelector(wanted);
      const { left = -1, top = -1, right = 0, bottom = 0, width = 0 } = target?.getBoundingClientRect() ?? {};
      const isSeen = width > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      return isSeen ? target : null;
    }, selector);
    return found.asElement() as ElementHandle<Element> | null;
  });
  await handle.tap();
}

const stateOf = (page: Page): Promise<string | null> => page.$eval('p2p-call', (call) => call.getAttribute('state'));

/** The page itself has nothing to scroll. */
function overflow(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [Math.max(0, scrollWidth - innerWidth), Math.max(0, scrollHeight - innerHeight)];
  });
}

it('joins, mutes, writes, turns and leaves by touch alone', async () => {
  const url = `${inject('workerUrl')}/r/phone-${crypto.randomUUID()}`;
  const other = await CallPage.open(browser, url);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(UPRIGHT);
  await page.goto(url);
  await page.waitForSelector('p2p-call[state]');
  await other.evaluate((element) => {
    element.addEventListener('p2p-message', ({ detail }) => (element.title = detail.message.text));
    return element.join();
  });

  await tap(page, '.prejoin input');
  await page.keyboard.type('Ann');
  expect(await overflow(page)).toEqual([0, 0]);
  await tap(page, '[part~="button-join"]');
  await until('they are connected', async () => (await stateOf(page)) === 'connected');

  await tap(page, '[part~="button-microphone"]');
  await until('the other sees it', async () =>
    (await other.participants()).some(({ name, microphoneEnabled }) => name === 'Ann' && !microphoneEnabled),
  );

  await tap(page, '[part~="button-chat"]');
  await tap(page, '.chat-input');
  await page.keyboard.type('From my phone');
  await tap(page, '.chat button[type="submit"]');
  await until('it has arrived', () => other.evaluate((element) => element.title === 'From my phone'));

  await page.setViewport(ON_ITS_SIDE);
  expect(await overflow(page)).toEqual([0, 0]);
  await tap(page, '[part~="button-chat"]');
  await tap(page, '[part~="button-leave"]');
  await until('it is over', async () => (await stateOf(page)) === 'ended');
  await tap(page, '[part~="button-join"]');
  await until('they are connected again', async () => (await stateOf(page)) === 'connected');
  await context.close();
  await other.close();
});
