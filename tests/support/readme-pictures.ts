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
const SHARP_TIMEOUT_MS = 6_000;
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
    await page.waitForSelector('p2p-call[state], p2p-call-desk[state]');
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

function heightsIn(page: Page): Promise<number[]> {
  return page.$$eval('p2p-call', (calls) =>
    calls.flatMap((call) => [...(call.shadowRoot?.querySelectorAll('video') ?? [])].map((video) => video.videoHeight)),
  );
}

/** The own picture and those of so many others are there. */
async function seen(page: Page, otherCount: number): Promise<void> {
  const count = async (): Promise<number> => (await heightsIn(page)).filter((height) => height > 0).length;
  await until('everybody is seen', async () => (await count()) > otherCount, { timeoutMs: TIMEOUT_MS });
}

/** Pictures are as sharp as they become, nothing is wrong, and the mouse is where it shows nothing. */
async function settle(page: Page): Promise<void> {
  const deadline = performance.now() + SHARP_TIMEOUT_MS;
  while (performance.now() < deadline && (await heightsIn(page)).some((height) => height < SHARP_HEIGHT)) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.mouse.move(0, 0);
  // A machine that has other things to do may show a weak connection for a while, at the earliest after ten seconds.
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

/** Three people and the chat, as one of them sees it. */
async function callOfThree(studio: Studio, name: string, scheme: 'light' | 'dark'): Promise<void> {
  const room = studio.newRoom();
  const jonas = await studio.invite(1, room, { speaking: true });
  const amina = await studio.invite(2, room);
  const mine = await studio.join(0, room, { ...DESKTOP, scheme });
  await mine.$eval('p2p-call', (call) => call.toggleChat(true).then(() => undefined));
  await seen(mine, 2);
  await jonas.say('Shall we look at the autumn plan?');
  await amina.say('Yes! I have two ideas for the start page.');
  await mine.$eval('p2p-call', (call) =>
    call.sendMessage('The draft is here: https://example.com/autumn').then(() => undefined),
  );
  await jonas.say('Reading it now.');
  await amina.raiseHand();
  await until('the messages are there', () =>
    mine.$eval('p2p-call', (call) => (call.shadowRoot?.querySelectorAll('[part~="message"]').length ?? 0) >= 4),
  );
  await settle(mine);
  await shoot(mine, name);
  await Promise.all([mine.browserContext().close(), ...[jonas, amina].map((guest) => guest.leave())]);
}

/** Two people, one of them on a phone. */
async function callOnPhone(studio: Studio): Promise<void> {
  const room = studio.newRoom();
  const leo = await studio.invite(3, room, { cameraScale: 0.75 });
  const mine = await studio.join(2, room, { width: 390, height: 780, scale: 2, scheme: 'dark', cameraScale: 0.75 });
  await seen(mine, 1);
  await settle(mine);
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
  await until('the call is on', () => page.$eval('#corner', (call) => call.getAttribute('state') === 'connected'));
  await seen(page, 1);
  await settle(page);
  await shoot(page, 'call-window');
  await page.browserContext().close();
}

/** Presses what matches in the element as soon as it can be seen. */
async function press(page: Page, host: 'p2p-call' | 'p2p-call-desk', selector: string): Promise<void> {
  const pressed = (): Promise<boolean> =>
    page.$eval(
      host,
      (element, wanted) => {
        const found = element.shadowRoot?.querySelector<HTMLElement>(wanted);
        if (!found?.checkVisibility()) return false;
        found.click();
        return true;
      },
      selector,
    );
  await until(`there is ${selector}`, pressed, { timeoutMs: TIMEOUT_MS });
}

/** Writes into a field of the visitor's form. */
function fill(page: Page, name: string, text: string): Promise<void> {
  return page.$eval(
    'p2p-call',
    (call, [wanted, value]) => {
      const field = call.shadowRoot?.querySelector<HTMLInputElement>(`[name="${wanted}"]`);
      if (!field) throw new Error(`there is no field ${wanted}`);
      field.value = value ?? '';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    [name, text] as const,
  );
}

/** A visitor of a shop in a call with an agent, as both see it; another visitor waits. */
async function supportDesk(studio: Studio): Promise<void> {
  const agent = await studio.open(0, '/desk#desk=demo&token=development-Mara', { ...DESKTOP, height: 760 });
  await press(agent, 'p2p-call-desk', '[part~="button-online"]');
  const visitor = await studio.open(3, '/demo/shop', { ...DESKTOP, cameraScale: 0.75 });
  const call = async (page: Page, name: string, topic: string): Promise<void> => {
    await page.$eval('p2p-call', (element) => element.open());
    await until('the form is there', () =>
      page.$eval('p2p-call', (element) => element.shadowRoot?.querySelector('[name="topic"]')?.checkVisibility()),
    );
    await fill(page, 'name', name);
    await fill(page, 'topic', topic);
    await press(page, 'p2p-call', '[part~="button-call"]');
  };
  await call(visitor, 'Leo', 'Does the shelf fit beside a door?');
  await press(agent, 'p2p-call-desk', '[part~="button-answer"]');
  await until('both are in the call', () => visitor.$eval('p2p-call', (element) => element.state === 'connected'), {
    timeoutMs: TIMEOUT_MS,
  });
  await visitor.$eval('p2p-call', (element) => element.toggleCamera(true).then(() => undefined));
  await agent.$eval('p2p-call-desk', (desk) => {
    const element = desk.shadowRoot?.querySelector('p2p-call');
    return element?.toggleCamera(true).then(() => undefined);
  });
  const next = await studio.open(2, '/demo/shop', DESKTOP);
  await call(next, 'Amina', 'When does my order come?');
  await until('the next one waits', () =>
    agent.$eval('p2p-call-desk', (desk) => desk.shadowRoot?.querySelector('[part~="waiting"]') !== null),
  );
  await until('the agent has nothing to answer', async () => {
    await agent.$eval('p2p-call-desk', (desk) =>
      desk.shadowRoot?.querySelector<HTMLElement>('[part~="button-later"]')?.click(),
    );
    return agent.$eval('p2p-call-desk', (desk) => desk.shadowRoot?.querySelector('[part~="button-later"]') === null);
  });
  await seen(visitor, 1);
  await settle(visitor);
  await shoot(visitor, 'desk-visitor');
  await agent.mouse.move(0, 0);
  await shoot(agent, 'desk-agent');
  await Promise.all([agent, visitor, next].map((page) => page.browserContext().close()));
}

const PICTURES: Readonly<Record<string, (studio: Studio) => Promise<void>>> = {
  'call-light': (studio) => callOfThree(studio, 'call-light', 'light'),
  'call-dark': (studio) => callOfThree(studio, 'call-dark', 'dark'),
  'call-phone': callOnPhone,
  'call-window': windowOverPage,
  desk: supportDesk,
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
