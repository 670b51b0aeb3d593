/** The self-test in stock browsers: its page on this machine, with a real relay, and as a method of the built element. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type Page, launch } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type BrowserName, findBrowser } from '../support/browsers.ts';
import { useCast } from '../support/cast.ts';
import { CHROMIUM_ARGS } from '../support/chromium-args.ts';
import { HostSite } from '../support/host-site.ts';
import { launchBrowser } from '../support/launch.ts';
import { TestServer } from '../support/server.ts';
import { type LocalTurn, hasTurnserver, startTurnServer } from '../support/turn-server.ts';
import { until } from '../support/until.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a report must not hold: addresses of both families, candidates, hashed host names, urls. */
const PRIVATE = /\d+\.\d+\.\d+\.\d+|([0-9a-f]{1,4}:){2,}|candidate|\.local\b|https?:|turns?:|self-test-[0-9a-f]/i;

/** What the browsers say of a socket that a test, stopped in that moment, closed while it was being opened. */
const CLOSED_EARLY =
  /closed before the connection is established|establish a connection to the server|was interrupted while/;

/** A page of the self-test with all that it complains of. */
interface TestPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

const opened: TestPage[] = [];

async function open(browser: Browser, url: string): Promise<TestPage> {
  const page = await (await browser.createBrowserContext()).newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const isFault = ['error', 'warn'].includes(message.type()) && !CLOSED_EARLY.test(message.text());
    if (isFault) faults.push(message.text());
  });
  await page.goto(url);
  await page.waitForSelector('button.primary');
  const it = { page, faults };
  opened.push(it);
  return it;
}

afterEach(async () => {
  const all = opened.splice(0);
  for (const { page } of all) await page.browserContext().close();
  expect(
    all.flatMap(({ faults }) => faults),
    'the consoles of the pages',
  ).toEqual([]);
});

/** Result by check: `passed`, `warned turn-other-way`. */
async function results({ page }: TestPage): Promise<Record<string, string>> {
  const text = await page
    .waitForSelector('#report', { timeout: 45_000 })
    .then((it) => it?.evaluate((e) => e.textContent));
  const lines = (text ?? '').split('\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const [, id = '', state = '', advice] = /^(\S+)\s+(\S+)(?:\s+\(([\w-]+)\))?/.exec(line) ?? [];
      return [id, advice === undefined ? state : `${state} ${advice}`];
    }),
  );
}

const reportText = ({ page }: TestPage): Promise<string> => page.$eval('#report', (it) => it.textContent ?? '');

describe.each<BrowserName>(['chromium', 'firefox'])('the page /test in %s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(name);
  });
  afterAll(() => browser.close());

  it('passes on this machine, and lets go of camera and microphone', async () => {
    const test = await open(browser, `${inject('workerUrl')}/test`);
    await test.page.evaluate(() => {
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      const tracks: MediaStreamTrack[] = [];
      Object.assign(window, { tracks });
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await getUserMedia(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    await test.page.focus('button.primary');
    await test.page.keyboard.press('Enter');
    await until('the picture of the camera moves', () =>
      test.page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0),
    );
    const { microphone, ...others } = await results(test);
    expect(others).toEqual({
      browser: 'passed',
      'secure-context': 'passed',
      'permissions-policy': 'passed',
      codecs: 'passed',
      devices: 'passed',
      // On a busy machine.
      camera: expect.stringMatching(/^(passed|warned picture-slow)$/),
      signaling: 'passed',
      'peer-connection': 'passed',
      stun: 'skipped stun-missing',
      'turn-udp': 'skipped turn-none',
      'turn-tcp': 'skipped turn-none',
      'turn-tls': 'skipped turn-none',
      relay: 'skipped turn-missing-local',
    });
    // Firefox starts no sound on a machine without any speakers.
    const hasSpeakers = /speakers=[1-9]/.test(await reportText(test));
    expect(microphone).toBe(name === 'chromium' || hasSpeakers ? 'passed' : 'warned output-missing');
    expect(await reportText(test)).not.toMatch(PRIVATE);
    expect(
      await test.page.evaluate(() =>
        (window as never as { tracks: MediaStreamTrack[] }).tracks.map(({ readyState }) => readyState),
      ),
    ).toEqual(['ended', 'ended']);
    expect(await test.page.$('video')).toBeNull();
    // The focus is still on the button that began it, which now begins it again.
    expect(await test.page.evaluate(() => document.activeElement?.textContent)).toBe('Run again');
  });

  it('stops when it is told to', async () => {
    const test = await open(browser, `${inject('workerUrl')}/test?lang=de`);
    expect(await test.page.$eval('h1', (it) => it.textContent)).toBe('Gerät und Netz testen');
    expect(await test.page.evaluate(() => document.documentElement.lang)).toBe('de');
    await test.page.click('button.primary');
    await until('it runs', () => test.page.$eval('[role=status]', (it) => it.getAttribute('data-state') === 'running'));
    await test.page.click('button.primary');
    await until('it has stopped', () =>
      test.page.$eval('[role=status]', (it) => it.getAttribute('data-state') === 'idle'),
    );
    expect(await test.page.$$('li')).toEqual([]);
  });
});

describe('the page /test', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser('chromium');
  });
  afterAll(() => browser.close());

  it.for(['light', 'dark', 'rtl', 'narrow'])('is accessible at the end and on the way: %s', async (look) => {
    const test = await open(browser, `${inject('workerUrl')}/test`);
    const { page } = test;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look === 'dark' ? 'dark' : 'light' }]);
    await page.setViewport({ width: look === 'narrow' ? 320 : 900, height: 700 });
    if (look === 'rtl') await page.evaluate(() => Object.assign(document.documentElement, { dir: 'rtl' }));
    const violations = async (): Promise<string[]> => {
      await page.evaluate(AXE);
      return page.evaluate(async () => {
        const { axe } = window as never as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const found = (await axe.run()).violations;
        return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      });
    };
    expect(await violations()).toEqual([]);
    await page.click('button.primary');
    await page.waitForSelector('video');
    expect(await violations()).toEqual([]);
    await results(test);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

describe.skipIf(!hasTurnserver)('with a real relay (skipped where the program turnserver is not installed)', () => {
  let turn: LocalTurn;
  let server: TestServer;
  const browsers: Browser[] = [];
  beforeAll(async () => {
    turn = await startTurnServer();
    server = await TestServer.start(turn.settings);
  });
  afterAll(async () => {
    await Promise.all(browsers.map((it) => it.close()));
    turn?.stop();
    await server?.stop();
  });

  async function startedWith(browser: Browser): Promise<TestPage> {
    browsers.push(browser);
    const test = await open(browser, `${server.url}/test`);
    await test.page.click('button.primary');
    return test;
  }

  it('passes over UDP, TCP and TLS in Chromium, with packets through it', async () => {
    const executablePath = findBrowser('chromium') ?? '';
    const args = [...CHROMIUM_ARGS, `--ignore-certificate-errors-spki-list=${turn.keyHash}`];
    const test = await startedWith(await launch({ executablePath, headless: true, args }));
    const found = await results(test);
    expect(found).toMatchObject({ 'turn-udp': 'passed', 'turn-tcp': 'passed', 'turn-tls': 'passed', relay: 'passed' });
    // On one machine there is no router, and the server sees the address that the browser knows.
    expect(['passed', 'warned address-same']).toContain(found['stun']);
    const text = await reportText(test);
    expect(text).toMatch(/^relay .* packets=100 lossPercent=[\d.]+ rttMs=\d+ .*protocol=(udp|tcp|tls)$/m);
    expect(text).not.toMatch(PRIVATE);
  });

  it('passes over UDP and TCP in Firefox, and warns of TLS with a certificate that nobody signed', async () => {
    const test = await startedWith(await launchBrowser('firefox'));
    const found = await results(test);
    expect(found).toMatchObject({ 'turn-udp': 'passed', 'turn-tcp': 'passed', relay: 'passed' });
    expect(found['turn-tls']).toBe('warned turn-other-way');
    expect(await reportText(test)).not.toMatch(PRIVATE);
  });
});

describe('the built element', () => {
  const cast = useCast(['chromium']);

  it('tests itself in a call, from another site, and tells how the call goes, without anything personal', async () => {
    const [alice] = await Promise.all([cast.join('Alice Secret'), cast.join('Bob Secret')]);
    await alice.waitForOthers(1);
    await alice.waitForMovingPictures(1);
    const { state, text, diagnosis } = await alice.evaluate(async (element) => {
      const report = await element.runSelfTest();
      return { state: report.state, text: report.text, diagnosis: await element.getDiagnostics() };
    });
    expect(['passed', 'warned']).toContain(state);
    expect(text).toMatch(/^signaling +passed /m);
    const [peer] = diagnosis.peers;
    expect(peer).toMatchObject({ connectionState: 'connected', path: 'direct', protocol: 'udp' });
    expect(Object.keys(peer?.streams ?? {}).toSorted()).toEqual(['in-audio', 'in-video', 'out-audio', 'out-video']);
    expect(peer?.streams['in-video']?.['kbps']).toBeGreaterThan(1);
    expect(diagnosis.events).toMatchObject({ 'p2p-join': 1, 'p2p-participant-join': 1 });
    for (const it of [text, diagnosis.text, JSON.stringify(diagnosis)]) {
      expect(it).not.toMatch(PRIVATE);
      expect(it).not.toMatch(/Secret/);
      expect(it).not.toContain(cast.room);
    }
    expect(await alice.trackStates()).not.toContain('ended');
    expect(await alice.state()).toBe('connected');
  });
});

describe('where only those may enter who were invited', () => {
  const KEY = 'pk_shop-2026_4f9b1c';
  let shop: HostSite;
  let server: TestServer;
  beforeAll(async () => {
    shop = await HostSite.start();
    const { origin } = new URL(shop.pageUrl('http://localhost', {}));
    server = await TestServer.start({ SITE_KEYS: JSON.stringify({ [KEY]: { origins: [origin], rooms: 'shop-' } }) });
  });
  afterAll(async () => {
    await server.stop();
    await shop.stop();
  });
  const cast = useCast(['chromium'], () => server.url);

  it('a page with a site key comes to the door of its room, and nobody sees it', async () => {
    const attributes = { room: `shop-${cast.room}`, 'site-key': KEY, 'data-only': '', prejoin: 'off', lang: 'en' };
    const inside = await cast.open(shop.pageUrl(server.url, { ...attributes, 'auto-join': '' }));
    await inside.waitForState('waiting');
    const outside = await cast.open(shop.pageUrl(server.url, attributes));
    const text = await outside.evaluate(async (element) => (await element.runSelfTest()).text);
    expect(text).toMatch(/^signaling +passed .* entered=false$/m);
    expect(text).toMatch(/^stun +skipped \(ice-unknown\)$/m);
    expect(await inside.participants()).toEqual([]);
    expect(await inside.state()).toBe('waiting');
  });

  it('a page without one is told that it needs an invitation', async () => {
    const page = await cast.open(shop.pageUrl(server.url, { room: 'shop-17', 'data-only': '', prejoin: 'off' }));
    const text = await page.evaluate(async (element) => (await element.runSelfTest()).text);
    expect(text).toMatch(/^signaling +skipped \(invitation-needed\)$/m);
  });
});
