/**
 * `node tests/support/readme-pictures.ts [name...]`: takes the pictures at the top of README.md, into .github/pictures/. Real calls in a
 * real browser over the real Worker, from dist/, which must be built before; only the cameras are drawn. Says how large each one is.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { root } from '../../worker/dev/dev-server.ts';
import { type PersonIndex, installDrawnPerson } from './drawn-people.ts';
import { launchBrowser } from './launch.ts';
import { TestServer } from './server.ts';
import { until } from './until.ts';

const target = join(root, '.github', 'pictures');
const MAX_BYTES = 150_000;
const QUALITY = 86;
/** Until pictures are as sharp as they become: an encoder begins small. */
const SHARP_TIMEOUT_MS = 15_000;
const SHARP_HEIGHT = 350;
/** For what must come; the machine may have other things to do. */
const TIMEOUT_MS = 90_000;

const NAMES = ['Mara', 'Jonas', 'Amina', 'Leo'] as const;

interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scale?: number;
  readonly scheme?: 'light' | 'dark';
  /** Of the camera; default: as large as four tiles need it. */
  readonly cameraScale?: number;
}

const DESKTOP: Screen = { width: 1200, height: 720 };

interface Guest {
  say(text: string): Promise<unknown>;
  raiseHand(): Promise<unknown>;
  leave(): Promise<void>;
}

class Studio {
  readonly #browser: Browser;
  readonly #url: string;
  #roomCount = 0;

  constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  newRoom(): string {
    this.#roomCount += 1;
    return `picture-${this.#roomCount}-${process.pid}`;
  }

  /** A page of the Worker with one of the drawn people before it. */
  async open(person: PersonIndex, path: string, screen: Screen = DESKTOP): Promise<Page> {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    const { width, height, scale = 1, scheme = 'light', cameraScale = 0.5 } = screen;
    await page.setViewport({ width, height, deviceScaleFactor: scale, isMobile: width < 500, hasTouch: width < 500 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.evaluateOnNewDocument(installDrawnPerson, person, false, cameraScale);
    await page.goto(this.#url + path);
    await page.waitForSelector('p2p-call[state]');
    return page;
  }

  /** Somebody who is only looked at: a call without an element, which leaves the machine to the one that is. */
  async invite(person: PersonIndex, room: string, { speaking = false, cameraScale = 0.5 } = {}): Promise<Guest> {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(installDrawnPerson, person, speaking, cameraScale);
    await page.goto(`${this.#url}/`);
    const options = { room, displayName: NAMES[person], server: this.#url };
    await page.evaluate(`import('/core.js').then(async ({ Call }) => {
      globalThis.call = new Call(${JSON.stringify(options)});
      await globalThis.call.join();
    })`);
    return {
      say: (text) => page.evaluate(`globalThis.call.sendMessage(${JSON.stringify(text)}).then(() => undefined)`),
      raiseHand: () => page.evaluate('globalThis.call.toggleHand(true).then(() => undefined)'),
      leave: () => context.close(),
    };
  }

  /** The same as a page, in a call. */
  async join(person: PersonIndex, room: string, screen?: Screen): Promise<Page> {
    const page = await this.open(person, `/r/${room}`, screen);
    await page.$eval(
      'p2p-call',
      async (call, name) => {
        call.displayName = name;
        await call.updateComplete;
        await call.join();
      },
      NAMES[person],
    );
    return page;
  }
}

/** Every picture of the others is there, and sharp where it may be; the mouse is where it shows nothing. */
async function settle(page: Page, otherCount: number): Promise<void> {
  const heights = (): Promise<number[]> =>
    page.$$eval('p2p-call', (calls) =>
      calls.flatMap((call) =>
        [...(call.shadowRoot?.querySelectorAll('video') ?? [])].map((video) => video.videoHeight),
      ),
    );
  await until('everybody is seen', async () => (await heights()).filter((height) => height > 0).length > otherCount, {
    timeoutMs: TIMEOUT_MS,
  });
  const deadline = performance.now() + SHARP_TIMEOUT_MS;
  while (performance.now() < deadline && (await heights()).some((height) => height < SHARP_HEIGHT)) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.mouse.move(0, 0);
  // A machine that has other things to do may show a weak connection for a while.
  const isWeak = (): Promise<boolean> =>
    page.$$eval('p2p-call', (calls) =>
      calls.some((call) => call.shadowRoot?.querySelector('[part~="quality"], [part~="banner"]') instanceof Element),
    );
  await until('nothing is wrong', async () => !(await isWeak()), { timeoutMs: TIMEOUT_MS });
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(target, `${name}.webp`);
  await page.screenshot({ path: path as `${string}.webp`, type: 'webp', quality: QUALITY });
  const { size } = statSync(path);
  console.log(`${name}.webp: ${(size / 1_000).toFixed(0)} kB`);
  if (size > MAX_BYTES) throw new Error(`${name}.webp is larger than ${MAX_BYTES / 1_000} kB`);
}

/** Four people and the chat, as one of them sees it. */
async function callOfFour(studio: Studio, name: string, scheme: 'light' | 'dark'): Promise<void> {
  const room = studio.newRoom();
  const mine = await studio.join(0, room, { ...DESKTOP, scheme });
  const jonas = await studio.invite(1, room, { speaking: true });
  const amina = await studio.invite(2, room);
  const leo = await studio.invite(3, room);
  await settle(mine, 3);
  await jonas.say('Shall we look at the autumn plan?');
  await amina.say('Yes! I have two ideas for the start page.');
  await mine.$eval('p2p-call', (call) =>
    call.sendMessage('The draft is here: https://example.com/autumn').then(() => undefined),
  );
  await leo.say('Reading it now.');
  await mine.$eval('p2p-call', (call) => call.toggleChat(true).then(() => undefined));
  await amina.raiseHand();
  await until('the messages are there', () =>
    mine.$eval('p2p-call', (call) => (call.shadowRoot?.querySelectorAll('[part~="message"]').length ?? 0) >= 4),
  );
  await settle(mine, 3);
  await shoot(mine, name);
  await Promise.all([mine.browserContext().close(), ...[jonas, amina, leo].map((guest) => guest.leave())]);
}

/** Two people, one of them on a phone. */
async function callOnPhone(studio: Studio): Promise<void> {
  const room = studio.newRoom();
  const mine = await studio.join(2, room, { width: 390, height: 780, scale: 2, scheme: 'dark', cameraScale: 0.75 });
  const leo = await studio.invite(3, room, { cameraScale: 0.75 });
  await settle(mine, 1);
  await shoot(mine, 'call-phone');
  await Promise.all([mine.browserContext().close(), leo.leave()]);
}

/** The window over the page of a shop. Both ends of that call are in the page, so that both have the same camera: the other's is off. */
async function windowOverPage(studio: Studio): Promise<void> {
  const page = await studio.open(0, '/placing', { ...DESKTOP, cameraScale: 0.75 });
  await page.evaluate(async () => {
    // The one in the page, then the one in the window.
    const [shop, visitor] = document.querySelectorAll('p2p-call');
    if (!shop || !visitor) throw new Error('the page has other calls');
    visitor.video = false;
    await visitor.updateComplete;
    await shop.join();
    await visitor.open();
    await visitor.join();
  });
  await settle(page, 0);
  await until('the call is on', () => page.$eval('#corner', (call) => call.getAttribute('state') === 'connected'));
  await settle(page, 1);
  await shoot(page, 'call-window');
  await page.browserContext().close();
}

const PICTURES: Readonly<Record<string, (studio: Studio) => Promise<void>>> = {
  'call-light': (studio) => callOfFour(studio, 'call-light', 'light'),
  'call-dark': (studio) => callOfFour(studio, 'call-dark', 'dark'),
  'call-phone': callOnPhone,
  'call-window': windowOverPage,
};

const wanted = process.argv.slice(2);
mkdirSync(target, { recursive: true });
const server = await TestServer.start();
const browser = await launchBrowser('chromium');
try {
  const studio = new Studio(browser, server.url);
  for (const [name, take] of Object.entries(PICTURES)) {
    if (wanted.length === 0 || wanted.includes(name)) await take(studio);
  }
} finally {
  await browser.close();
  await server.stop();
}
