/** The page of the shop, by hand: real pointers drag the window, and a call outlives its window being closed. */
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { P2pCall } from '../../widget/index.ts';
import type { BrowserName } from '../support/browsers.ts';
import { launchBrowser } from '../support/launch.ts';
import { until } from '../support/until.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const FLOATING = '#corner';

/** Something in the shadow tree of a call, once it is there. */
function inside(page: Page, call: string, selector: string): Promise<ElementHandle<Element>> {
  return until(`there is ${selector}`, async () => {
    const handle = await page.evaluateHandle(
      (host, wanted) => document.querySelector(host)?.shadowRoot?.querySelector(wanted) ?? null,
      call,
      selector,
    );
    return handle.asElement() as ElementHandle<Element> | null;
  });
}

async function boxOf(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const { x = 0, y = 0 } = (await (await inside(page, FLOATING, '.panel[data-open]')).boundingBox()) ?? {};
  return { x, y };
}

/** In the middle of the bar, where its title is. */
async function gripOf(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const { x = 0, y = 0 } = (await (await inside(page, FLOATING, '.window-grip')).boundingBox()) ?? {};
  return { x: x + 60, y: y + 20 };
}

describe.each(BROWSERS)('%s', (browserName) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(browserName);
  });
  afterAll(() => browser.close());

  async function shop(): Promise<Page> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1000, height: 800 });
    await page.goto(`${inject('workerUrl')}/placing`);
    return page;
  }

  it('drags the window by its bar, which is then no press on it', async () => {
    const page = await shop();
    await (await inside(page, FLOATING, '.launcher')).click();
    const before = await boxOf(page);
    const grip = await gripOf(page);
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(grip.x - 120, grip.y - 40, { steps: 4 });
    await page.mouse.move(grip.x - 240, grip.y - 80, { steps: 4 });
    await page.mouse.up();
    expect(await boxOf(page)).toEqual({ x: before.x - 240, y: before.y - 80 });
    const moved = await gripOf(page);
    await page.mouse.click(moved.x, moved.y);
    expect((await boxOf(page)).x).toBe(8);
    await page.close();
  });

  it('keeps the call while its window is closed, and comes back to it', async () => {
    const page = await shop();
    await (await inside(page, FLOATING, '.launcher')).click();
    await page.$$eval('p2p-call', (calls) => Promise.all(calls.map((call) => (call as P2pCall).join())));
    await page.waitForSelector(`${FLOATING}[state="connected"]`);
    await (await inside(page, FLOATING, '[part~="button-close"]')).click();
    await page.waitForSelector(`${FLOATING}:not([open])`);
    const time = await inside(page, FLOATING, '.launcher-time');
    await until('the time goes on', () => time.evaluate((element) => (element.textContent ?? '') > '0:01'));
    expect(await page.$eval(FLOATING, (call) => call.getAttribute('state'))).toBe('connected');
    await (await inside(page, FLOATING, '.launcher')).click();
    await page.waitForSelector(`${FLOATING}[open]`);
    const video = await inside(page, FLOATING, '.tile:not(.local) video[data-live]');
    expect(await video.evaluate((element) => (element as HTMLVideoElement).paused)).toBe(false);
    await page.close();
  });
});

it('chromium: a finger drags the window, and the page does not scroll', async () => {
  const browser = await launchBrowser('chromium');
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 1000, hasTouch: true, isMobile: true });
  await page.goto(`${inject('workerUrl')}/placing`);
  await (await inside(page, FLOATING, '.launcher')).tap();
  const before = await boxOf(page);
  const grip = await gripOf(page);
  await page.touchscreen.touchStart(grip.x, grip.y);
  for (const step of [1, 2, 3, 4]) await page.touchscreen.touchMove(grip.x - 50 * step, grip.y - 50 * step);
  await page.touchscreen.touchEnd();
  expect(await boxOf(page)).toEqual({ x: before.x - 200, y: before.y - 200 });
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await browser.close();
});
