/**
 * Runs inside a host's namespace: serves the page there, starts one real browser and does what the lab asks for on stdin. Ends, with
 * the browser, when stdin closes. Knows no network and no measurement.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { findBrowser } from '../../support/browsers.ts';
import type { BrowserName } from '../../support/browsers.ts';
import { root } from '../../support/tools.ts';
import { startLabSite } from './lab-site.ts';
import type { TimedEvent } from '../measure/timeline.ts';
import type { DriverMethods, DriverRequest, DriverResponse, DuplicateResult } from './rpc.ts';

const CHROMIUM_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...[
    '--disable-component-update',
    '--disable-sync',
    '--mute-audio',
    '--enable-precise-memory-info',
    '--js-flags=--expose-gc',
    '--autoplay-policy=no-user-gesture-required',
  ],
  ...['--use-fake-device-for-media-stream=fps=15', '--use-fake-ui-for-media-stream'],
  // Real addresses as candidates: mDNS needs multicast, which no NAT carries.
  '--disable-features=WebRtcHideLocalIpsWithMdns,MediaRouter,OptimizationHints,Translate',
  // A page that nobody looks at must not be slowed down: it is being measured.
  ...[
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
  ],
];

const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'services.settings.server': 'data:,',
};

let browser: Browser | null = null;
let page: Page | null = null;
const pagesBeside = new Map<string, Page>();
const origin = await startLabSite(process.argv[2] ?? join(root, 'dist'));

function openPage(): Page {
  if (page === null) throw new Error('No page is open.');
  return page;
}

async function waitForElement(): Promise<void> {
  await openPage().waitForFunction('globalThis.labPage && customElements.get("p2p-call")', { timeout: 20_000 });
}

async function callPage(target: Page, name: string, args: readonly unknown[] = []): Promise<unknown> {
  // As text: Firefox needs long for large structures.
  const text = await target.evaluate(
    async (method: string, json: string) => {
      const { labPage } = globalThis as unknown as { labPage: Record<string, (...args: unknown[]) => unknown> };
      return JSON.stringify((await labPage[method]?.(...JSON.parse(json))) ?? null);
    },
    name,
    JSON.stringify(args),
  );
  return JSON.parse(text);
}

/** When an event first happened in a tab after `since`. */
async function firstEvent(target: Page, type: string, since: number): Promise<TimedEvent | null> {
  return (await callPage(target, 'firstEvent', [type, since])) as TimedEvent | null;
}

async function duplicate(timeoutMs: number): Promise<DuplicateResult> {
  const first = openPage();
  const startedAt = Date.now();
  const opened = new Promise<Page | null>((resolve) => first.once('popup', resolve));
  // A window that the page opens itself gets a copy of its sessionStorage (HTML, "creating a new top-level traversable").
  await first.evaluate(() => void window.open(location.href));
  const second = await opened;
  if (second === null) throw new Error('The duplicate did not open.');
  await second.waitForFunction('globalThis.labPage && customElements.get("p2p-call")', { timeout: 20_000 });
  const look = async () =>
    [await firstEvent(second, 'p2p-join', startedAt), await firstEvent(first, 'p2p-leave', startedAt)] as const;
  let [joined, left] = await look();
  // The first one hears of it before the second has its seat.
  while ((joined === null || left === null) && Date.now() < startedAt + timeoutMs) [joined, left] = await look();
  const stateOf = async (target: Page): Promise<string> =>
    String(((await callPage(target, 'status')) as { state: string }).state);
  const reason = left?.detail['reason'];
  const states = [await stateOf(first), await stateOf(second)] as const;
  await second.close();
  return {
    joinedAt: joined?.at ?? null,
    leftAt: left?.at ?? null,
    leaveReason: typeof reason === 'string' ? reason : null,
    states,
  };
}

const methods: {
  [Name in keyof DriverMethods]: (...params: readonly never[]) => Promise<ReturnType<DriverMethods[Name]>>;
} = {
  async launch(name: BrowserName, trustedKeyHash: string) {
    const executablePath = findBrowser(name);
    if (executablePath === null) throw new Error(`There is no ${name} on this machine.`);
    const common = { executablePath, headless: true, protocolTimeout: 120_000 };
    browser = await (name === 'chromium'
      ? launch({
          ...common,
          browser: 'chrome',
          args: [...CHROMIUM_ARGS, `--ignore-certificate-errors-spki-list=${trustedKeyHash}`],
        })
      : launch({ ...common, browser: 'firefox', acceptInsecureCerts: true, extraPrefsFirefox: FIREFOX_PREFERENCES }));
    // Without its browser a driver can do nothing; the lab sees it end and starts another.
    browser.once('disconnected', () => process.exit(1));
    return { version: await browser.version(), pid: browser.process()?.pid ?? 0 };
  },
  async open(attributes: Readonly<Record<string, string>>) {
    if (browser === null) throw new Error('No browser runs.');
    const before = page;
    page = await browser.newPage();
    await before?.close();
    await page.goto(`${origin}/?${new URLSearchParams(attributes)}`);
    await waitForElement();
    return null;
  },
  async reload() {
    await openPage().reload();
    await waitForElement();
    return null;
  },
  duplicate,
  async call(name: string, args: readonly unknown[]) {
    return callPage(openPage(), name, args);
  },
  async openBeside(name: string, path: string) {
    if (browser === null) throw new Error('No browser runs.');
    const context = await browser.createBrowserContext();
    const beside = await context.newPage();
    pagesBeside.set(name, beside);
    await beside.goto(origin + path);
    await beside.waitForFunction('globalThis.labPage', { timeout: 20_000 });
    return null;
  },
  async callBeside(name: string, method: string, args: readonly unknown[]) {
    const beside = pagesBeside.get(name);
    if (beside === undefined) throw new Error(`No page ${name} is open.`);
    return callPage(beside, method, args);
  },
  async closeBeside() {
    const contexts = [...pagesBeside.values()].map((beside) => beside.browserContext());
    pagesBeside.clear();
    await Promise.all(contexts.map((context) => context.close()));
    return null;
  },
  async close() {
    await page?.close();
    page = null;
    return null;
  },
};

async function answer({ id, method, params }: DriverRequest): Promise<DriverResponse> {
  try {
    return { id, result: await methods[method](...(params as never[])) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const request: DriverRequest = JSON.parse(line);
  void answer(request).then((response) => process.stdout.write(`${JSON.stringify(response)}\n`));
});
input.on('close', () => {
  void Promise.race([browser?.close(), new Promise((resolve) => setTimeout(resolve, 2_000))]).finally(() =>
    process.exit(0),
  );
});
