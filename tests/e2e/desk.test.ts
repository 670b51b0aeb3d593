/**
 * The support desk as people have it: a visitor on a page of another site, under the strictest policy, and agents at their consoles, in real
 * browsers, by what they can press and read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signToken } from '../../worker/http/sign-token.ts';
import { AgentPage } from '../support/agent-page.ts';
import type { BrowserName } from '../support/browsers.ts';
import { CallPage } from '../support/call-page.ts';
import { HostSite } from '../support/host-site.ts';
import { launchBrowser } from '../support/launch.ts';
import { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const SECRET = randomBytes(32).toString('base64');
/** Of each desk one for each attempt; nobody meets what another test, or the first attempt, has left. */
const DESKS = ['from-chromium', 'from-firefox', 'unattended', 'asleep'] as const;
type DeskName = (typeof DESKS)[number];
const ATTEMPTS = [0, 1];
const ALL_DESKS = ATTEMPTS.flatMap((number) => DESKS.map((desk) => `${desk}-${number}`));
const keyOf = (desk: string): string => `pk_support-2026-${desk}`;
const RING_SECONDS = 6;

let shop: HostSite;
let server: TestServer;
const browsers = new Map<BrowserName | 'sleepy', Browser>();

beforeAll(async () => {
  shop = await HostSite.start();
  const { origin } = new URL(shop.pageUrl('http://localhost', {}));
  const keys = Object.fromEntries(ALL_DESKS.map((desk) => [keyOf(desk), { origins: [origin], desk }]));
  server = await TestServer.start({
    SITE_KEYS: JSON.stringify({ 'pk_log-check-2026_1c7a': { origins: [origin], rooms: 'log-' }, ...keys }),
    TOKEN_SECRETS: JSON.stringify({ e2e: SECRET }),
    DESK_SECRET: randomBytes(32).toString('base64'),
    DESKS: JSON.stringify(Object.fromEntries(ALL_DESKS.map((desk) => [desk, { ringSeconds: RING_SECONDS }]))),
  });
  for (const name of ['chromium', 'firefox'] as const) browsers.set(name, await launchBrowser(name));
}, 120_000);
afterAll(async () => {
  for (const browser of browsers.values()) await browser.close();
  await server.stop();
  await shop.stop();
});

let attempt = 0;
beforeEach(({ task }) => {
  attempt = task.result?.retryCount ?? 0;
});
const idOf = (desk: DeskName): string => `${desk}-${attempt}`;

const opened: (CallPage | AgentPage)[] = [];
afterEach(async () => {
  const pages = opened.splice(0);
  const faults = (await Promise.all(pages.map((page) => page.faults()))).flat();
  await Promise.all(pages.map((page) => page.close()));
  expect(faults, 'uncaught errors in the pages').toEqual([]);
});

function browserOf(name: BrowserName | 'sleepy'): Browser {
  const browser = browsers.get(name);
  if (browser === undefined) throw new Error(`there is no ${name}`);
  return browser;
}

async function agent(deskName: DeskName, name: string, browserName: BrowserName | 'sleepy'): Promise<AgentPage> {
  const desk = idOf(deskName);
  const token = await signToken({ secret: SECRET, kid: 'e2e', desk, role: 'agent', sub: name, name });
  const page = await AgentPage.open(browserOf(browserName), `${server.url}/desk?desk=${desk}#token=${token}`);
  opened.push(page);
  return page;
}

/** @param path of the shop: any. */
function shopUrl(deskName: DeskName, path: string): string {
  const desk = idOf(deskName);
  const attributes = { desk, 'site-key': keyOf(desk), mode: 'floating', 'display-name': 'Vera', lang: 'en' };
  const url = new URL(shop.pageUrl(server.url, attributes));
  url.pathname = path;
  return url.href;
}

async function visitor(desk: DeskName, browserName: BrowserName): Promise<CallPage> {
  const page = await CallPage.open(browserOf(browserName), shopUrl(desk, '/'));
  opened.push(page);
  return page;
}

/** Presses what matches in the visitor's element, as soon as it can be seen. */
async function press(person: CallPage, selector: string): Promise<void> {
  await until(
    `the visitor can press ${selector}`,
    () =>
      person.evaluate((element, wanted) => {
        const found = element.shadowRoot?.querySelector<HTMLElement>(wanted);
        if (!found?.checkVisibility()) return false;
        found.click();
        return true;
      }, selector),
    { timeoutMs: 20_000, describe: () => person.visibleText() },
  );
}

async function waitForText(person: CallPage, text: string, timeoutMs = 20_000): Promise<void> {
  const describe = (): Promise<string> => person.visibleText();
  await until(`the visitor reads "${text}"`, async () => (await person.visibleText()).includes(text), {
    timeoutMs,
    describe,
  });
}

async function call(person: CallPage): Promise<void> {
  await press(person, '[part~="launcher"]');
  await press(person, '[part~="button-call"]');
}

/** The one for whom it rings, and the others. */
async function whoRings(agents: readonly AgentPage[]): Promise<[AgentPage, AgentPage]> {
  return until(
    'it rings somewhere',
    async () => {
      for (const one of agents) {
        const other = agents.find((it) => it !== one);
        if (other !== undefined && (await one.has('[part~="ring"]'))) return [one, other] as const;
      }
      return null;
    },
    { timeoutMs: 30_000 },
  ) as Promise<[AgentPage, AgentPage]>;
}

/** All processes of a browser. */
function processesOf(browser: Browser): number[] {
  const root = browser.process()?.pid;
  if (root === undefined) throw new Error('the browser has no process');
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, parent] = /^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      parents.set(Number(name), Number(parent));
    } catch {
      // Gone meanwhile.
    }
  }
  const all = [root];
  for (const pid of all) for (const [child, parent] of parents) if (parent === pid) all.push(child);
  return all;
}

describe.each([
  ['chromium', 'from-chromium'],
  ['firefox', 'from-firefox'],
] as const)('a visitor in %s', (visitorBrowser, desk) => {
  it('calls from a page of another site, talks, is handed over, wanders on, and hangs up', async () => {
    const agents = [await agent(desk, 'Ada', 'chromium'), await agent(desk, 'Ben', 'firefox')];
    for (const one of agents) await one.goOnline();
    const vera = await visitor(desk, visitorBrowser);
    await call(vera);

    const [first, second] = await whoRings(agents);
    await first.waitForText('Vera');
    await first.answer();
    await vera.waitForOthers(1, 30_000);
    await Promise.all([vera.waitForSound(1), first.waitForSound(1)]);

    await first.say('How can I help?');
    await until('the visitor has the message', async () => (await vera.messages()).length === 1);

    // Another page of the same site, without a gesture.
    const leftAt = Date.now();
    await vera.page.goto(shopUrl(desk, '/lamps'));
    await vera.waitForOthers(1, 30_000);
    console.log(`${visitorBrowser}: back after a change of page within ${Date.now() - leftAt} ms`);
    await Promise.all([vera.waitForSound(1), first.waitForSound(1)]);
    await until('the agent has the address of the page', () => first.has('a[href$="/lamps"]'));

    await first.press('[part~="button-transfer"]');
    await first.press('[part~="button-choice"]:not([disabled]):not([aria-disabled="true"])');
    await second.answer();
    await first.waitForState('available');
    await Promise.all([vera.waitForSound(1), second.waitForSound(1)]);
    expect((await vera.participants()).length).toBe(1);

    await second.press('[part~="button-end-call"]');
    await waitForText(vera, 'How was the call?');
    await second.waitForState('available');
  }, 180_000);
});

describe('nobody answers', () => {
  it('a message with a voice is left in Firefox, read and heard by an agent in Chromium, and handled', async () => {
    const vera = await visitor('unattended', 'firefox');
    await press(vera, '[part~="launcher"]');
    const type = (selector: string, text: string): Promise<void> =>
      vera.evaluate(
        (element, wanted, value) => {
          const field = element.shadowRoot?.querySelector<HTMLTextAreaElement>(wanted);
          if (!field) throw new Error(`there is no ${wanted}`);
          field.value = value;
          field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        },
        selector,
        text,
      );
    await until('there is a form for a message', () =>
      vera.evaluate((element) => element.shadowRoot?.querySelector('textarea')?.checkVisibility() === true),
    );
    await type('textarea', 'Please call me about the <b>blue</b> lamp.');
    await type('input[name="contact"]', 'vera@example.com');
    await press(vera, '[part~="button-record-voice"]');
    // Something was said.
    await waitForText(vera, '0:01');
    await press(vera, '[part~="button-send-message"]');
    await waitForText(vera, 'Your message was sent');

    const ada = await agent('unattended', 'Ada', 'chromium');
    await ada.press('[part~="button-messages"]');
    await ada.waitForText('Please call me about the <b>blue</b> lamp.');
    await ada.waitForText('vera@example.com');
    await ada.press('[part~="button-voice"]');
    await until(
      'the voice can be heard',
      () =>
        ada.page.$eval('p2p-call-desk', (element) => {
          const voice = element.shadowRoot?.querySelector<HTMLAudioElement>('audio[part~="voice"]');
          if (voice?.error) throw new Error(voice.error.message);
          return voice !== null && voice !== undefined && voice.readyState >= voice.HAVE_METADATA;
        }),
      { timeoutMs: 20_000 },
    );
    await ada.press('[part~="button-handled"]');
    await until('it is handled for good', async () => !(await ada.has('[part~="message"]')), { timeoutMs: 30_000 });
  }, 120_000);
});

describe('a laptop that sleeps', () => {
  it('lets it ring for the next agent', async () => {
    browsers.set('sleepy', await launchBrowser('chromium'));
    const sleepy = browserOf('sleepy');
    const agents = [await agent('asleep', 'Ada', 'sleepy'), await agent('asleep', 'Ben', 'chromium')];
    // Who has been idle longest is rung first.
    for (const one of agents) await one.goOnline();
    const vera = await visitor('asleep', 'chromium');
    const pids = processesOf(sleepy);
    try {
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await call(vera);
      const [, ben] = agents as [AgentPage, AgentPage];
      await ben.answer();
      await vera.waitForOthers(1, 30_000);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    await press(vera, '[part~="button-leave"]');
    await waitForText(vera, 'How was the call?');
  }, 120_000);
});
