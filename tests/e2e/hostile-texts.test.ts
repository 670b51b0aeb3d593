/**
 * The built element in stock browsers, with and without a policy: what a hostile Worker says, and what a hostile person writes, is text.
 * Every text of the corpus; the lane `browser` puts them also where no wire lets them through.
 */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { installHostileWorker } from '../browser/security/hostile-worker.ts';
import type { HostileWorkerWindow } from '../browser/security/hostile-worker.ts';
import { HOSTILE_TEXTS, RUNNING_MARKUP } from '../browser/security/hostile-texts.ts';
import { inspect, installTrap } from '../browser/security/xss-trap.ts';
import type { TrapWindow } from '../browser/security/xss-trap.ts';
import type { BrowserName } from '../support/browsers.ts';
import { useCast } from '../support/cast.ts';
import type { CallPage } from '../support/call-page.ts';
import { HostSite } from '../support/host-site.ts';
import { launchBrowser } from '../support/launch.ts';
import { until } from '../support/until.ts';

type UnderTest = TrapWindow & HostileWorkerWindow & { p2pInspect: typeof inspect };

const PAGES: readonly (readonly [BrowserName, 'strict' | 'none'])[] = [
  ['chromium', 'strict'],
  ['chromium', 'none'],
  ['firefox', 'strict'],
  ['firefox', 'none'],
];

/** What the policy of a page refuses here belongs to the test itself. */
function runs(page: Page, markup: string): Promise<void> {
  return page.evaluate((text) => {
    const box = document.body.appendChild(document.createElement('div'));
    try {
      box.innerHTML = text;
    } catch {
      // Refused: the trap has noted it.
    }
  }, markup);
}

const hits = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as TrapWindow).p2pTrap.splice(0));

describe.each(PAGES)('%s, policy: %s', (browserName, policy) => {
  let browser: Browser;
  let site: HostSite;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchBrowser(browserName), HostSite.start()]);
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.evaluateOnNewDocument(installTrap);
    await page.evaluateOnNewDocument(installHostileWorker);
    await page.evaluateOnNewDocument(`window.p2pInspect = ${String(inspect)}`);
    const attributes = { room: 'coffee', prejoin: 'off', 'auto-join': '', 'data-only': '' };
    await page.goto(site.pageUrl(inject('workerUrl'), attributes, { policy }));
    await until('the hostile Worker has seated the page', () =>
      page.$eval('p2p-call', (element) => element.participants.size === 2),
    );
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  it('shows what a hostile Worker says as text, and goes on', async () => {
    const known = await page.$eval('p2p-call', async (element) => {
      (window as unknown as UnderTest).p2pSay('Bob');
      await element.toggleChat(true);
      await element.updateComplete;
      const root = element.shadowRoot;
      // What is loaded after it is known, too.
      for (let frame = 0; frame < 900 && root?.querySelector('.people') === null; frame += 1) {
        await new Promise(requestAnimationFrame);
      }
      return root === null ? [] : (window as unknown as UnderTest).p2pInspect(root).kinds;
    });
    expect(known.length).toBeGreaterThan(30);
    const seen = await page.$eval(
      'p2p-call',
      async (element, texts) => {
        const { p2pSay, p2pInspect } = window as unknown as UnderTest;
        const found: { text: string; kinds: string[]; faults: string[]; names: string[] }[] = [];
        for (const text of texts) {
          p2pSay(text);
          await element.updateComplete;
          const names = [...element.participants.values()].map(({ name }) => name);
          if (element.shadowRoot) found.push({ text, names, ...p2pInspect(element.shadowRoot) });
        }
        return found;
      },
      [...HOSTILE_TEXTS],
    );
    expect(seen).toHaveLength(HOSTILE_TEXTS.length);
    for (const { text, kinds, faults, names } of seen) {
      const shown = JSON.stringify(text).slice(0, 80);
      expect(faults, shown).toEqual([]);
      expect(
        kinds.filter((kind) => !known.includes(kind)),
        shown,
      ).toEqual([]);
      expect(names, shown).toHaveLength(2);
      for (const name of names) {
        expect(name.length).toBeLessThanOrEqual(64);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }
    expect(seen.flatMap(({ names }) => names)).toContain('<script>p2pHit()</script>');
    expect(await page.$eval('p2p-call', (element) => element.state)).not.toBe('error');
    expect(await hits(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('has a trap that is set', async () => {
    for (const markup of RUNNING_MARKUP) {
      await runs(page, markup);
      await until(`${markup} is noticed`, async () => (await hits(page)).length > 0);
    }
  });
});

describe.each(['chromium', 'firefox'] as const)('%s: a hostile person', (browserName) => {
  const cast = useCast([browserName]);
  const people: CallPage[] = [];
  afterEach(() => people.splice(0));

  it('writes text', async () => {
    const [alice, bob] = await Promise.all(
      ['Alice', 'Bob'].map((name) => cast.join(name, { 'data-only': '' }, browserName)),
    );
    if (alice === undefined || bob === undefined) throw new Error('nobody came');
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await alice.page.evaluate(installTrap);
    await alice.page.evaluate(`window.p2pInspect = ${String(inspect)}`);
    await alice.evaluate((element) => element.toggleChat(true));
    const texts = chunks(HOSTILE_TEXTS);
    for (const text of texts)
      await bob.evaluate((element, message) => element.sendMessage(message).then(() => undefined), text);
    await until('all of it has come', async () => (await alice.messages()).length === texts.length);
    const seen = await alice.evaluate(async (element) => {
      await element.updateComplete;
      const root = element.shadowRoot;
      if (root === null) return null;
      const bubbles = [...root.querySelectorAll('.bubble')].map(({ textContent }) => textContent ?? '');
      const tags = [...root.querySelectorAll('.bubble *')].map(({ localName }) => localName);
      return { bubbles, tags: [...new Set(tags)], ...(window as unknown as UnderTest).p2pInspect(root) };
    });
    expect(seen?.faults).toEqual([]);
    expect(seen?.tags).toEqual(['a']);
    expect(seen?.bubbles).toEqual((await alice.messages()).map(({ text }) => text));
    expect(seen?.bubbles.join('\n')).toContain('<script>p2pHit()</script>');
    expect(await hits(alice.page)).toEqual([]);
  });
});

/** The texts in as few messages as hold them, one to a line; those that are too long for any message are cut. */
function chunks(texts: readonly string[], maxBytes = 8_000): string[] {
  const all: string[] = [];
  for (const text of texts.map((one) => one.slice(0, maxBytes / 4))) {
    const joined = `${all.at(-1) ?? ''}\n${text}`;
    if (all.length > 0 && Buffer.byteLength(joined) <= maxBytes) all[all.length - 1] = joined;
    else all.push(`.${text}`);
  }
  return all;
}
