/**
 * Bytes between two pages on loopback: how many a second, and how long a short text takes while many are on their way. By `Call`, by raw
 * channels, by what else there is. Knows no library's words.
 */
import type { Browser, Page } from 'puppeteer-core';
import type { Call } from '../../../widget/index.ts';
import { launchBrowser } from '../../support/launch.ts';
import { quantile } from '../abuse/report.ts';
import { bundle } from '../module-site.ts';
import { startRelay } from '../relay.ts';
import { startSite } from '../site.ts';
import { PLACES, type Place, type ThreadTime, threadTime } from '../thread-time.ts';
import { startBenchWorker } from '../worker.ts';
import { interleaved, median, ratios, short } from './figures.ts';
import { peerVersion } from './peers.ts';
import type { Findings } from './result.ts';
import { startPeerServer } from './servers.ts';

const MIB = 1024 ** 2;
const BULK_BYTES = 32 * MIB;
const DEFAULT_ROUNDS = 12;
/** Browsers one after the other, each with a part of the rounds: processes that do the same may differ by a tenth for as long as they live. */
const BROWSERS = 6;
const TEXTS = 8;
const TEXT_EVERY_MS = 60;
const GOAL_RATIO = 0.95;

const SEND = 'p2p-call, `send()`';
const FILE = 'p2p-call, a file, hashed and stored';
const RAW = ['raw channel, 64 KiB, 512/256 KiB', 'raw channel, 255 KiB, 1 MiB/256 KiB'] as const;

interface DataPage {
  open(kind: string, url: string, isSecond: boolean): Promise<void>;
  expect(bytes: number): void;
  expectFile(): void;
  arrived(): Promise<number>;
  send(bytes: number): Promise<number>;
  expectTexts(count: number): void;
  textsMs(): Promise<number[]>;
  sayTexts(count: number, everyMs: number): Promise<void>;
  sendFile(bytes: number): Promise<number>;
}
interface PageWindow extends Window {
  readonly call: Call;
  readonly data: DataPage;
}
declare const window: PageWindow;

type Pages = readonly [Page, Page];

async function openPages(browser: Browser, pageUrl: string): Promise<Pages> {
  const open = async (): Promise<Page> => {
    const page = await (await browser.createBrowserContext()).newPage();
    await page.goto(pageUrl, { waitUntil: 'networkidle0' });
    return page;
  };
  return [await open(), await open()];
}

async function joinOwn(pages: Pages, script: string): Promise<void> {
  for (const page of pages) {
    await page.addScriptTag({ content: script, type: 'module' });
    await page.evaluate(() => window.call.join());
  }
  await Promise.all(pages.map((page) => page.waitForFunction(() => window.call.connectionState === 'connected')));
}

/** What `BULK_BYTES` took. */
interface Bulk {
  readonly perSecond: number;
  /** Processor time of the whole browser, in ms for one of them. */
  readonly costs: ThreadTime;
}

const MEGABYTES = BULK_BYTES / 1e6;

async function bulk([a, b]: Pages, isFile: boolean): Promise<Bulk> {
  const { pid } = a.browser().process() ?? {};
  if (isFile) await b.evaluate(() => window.data.expectFile());
  else await b.evaluate((bytes) => window.data.expect(bytes), BULK_BYTES);
  const before = threadTime(pid);
  const [endedAt, startedAt] = await Promise.all([
    b.evaluate(() => window.data.arrived()),
    a.evaluate((it, bytes) => (it ? window.data.sendFile(bytes) : window.data.send(bytes)), isFile, BULK_BYTES),
  ]);
  const after = threadTime(pid);
  const costs = PLACES.map((place) => [place, (after[place] - before[place]) / MEGABYTES]);
  return { perSecond: MEGABYTES / ((endedAt - startedAt) / 1000), costs: Object.fromEntries(costs) };
}

/** Of short texts while `BULK_BYTES` are on their way, in ms. */
async function textsMs([a, b]: Pages, isBusy: boolean): Promise<number[]> {
  const bytes = isBusy ? BULK_BYTES : 0;
  await b.evaluate((count) => window.data.expectTexts(count), TEXTS);
  if (isBusy) await b.evaluate((count) => window.data.expect(count), bytes);
  const [tookMs] = await Promise.all([
    b.evaluate(() => window.data.textsMs()),
    b.evaluate(() => window.data.arrived()),
    a.evaluate((count) => window.data.send(count), bytes),
    a.evaluate((count, everyMs) => window.data.sayTexts(count, everyMs), TEXTS, TEXT_EVERY_MS),
  ]);
  return tookMs;
}

type Found = ReadonlyMap<string, readonly number[]>;

const PLACE_NAMES: Readonly<Record<Place, string>> = {
  page: 'pages and workers',
  WebRTC: "WebRTC's threads in them",
  pipes: 'pipes between processes',
  network: 'network process',
  other: 'all others',
};

/** In one browser with a pair of pages for each way, all connected. @param first which of them opens its pages first. */
async function measureOnce(first: number, rounds: number): Promise<{ found: Measured; version: string }> {
  const script = await bundle('tests/bench/peers/data-page.js');
  const [worker, relay, peerServer, site, browser] = [
    await startBenchWorker({ isInMemory: true }),
    await startRelay(),
    await startPeerServer(),
    await startSite(script),
    await launchBrowser('chromium'),
  ];
  try {
    const openOwn = async (): Promise<Pages> => {
      const pages = await openPages(browser, site.corePage(worker.url, 'data', true));
      await joinOwn(pages, script);
      for (const page of pages) await page.evaluate(() => window.data.open('own', '', false));
      return pages;
    };
    const openOther = async (kind: string, url: string): Promise<Pages> => {
      const pages = await openPages(browser, site.barePage);
      const at = `${url}/${kind.replace(' ', '-')}`;
      await Promise.all(
        pages.map((page, i) => page.evaluate((it, to, second) => window.data.open(it, to, second), kind, at, i === 1)),
      );
      return pages;
    };
    const openers = [
      { name: SEND, open: openOwn },
      { name: RAW[0], open: () => openOther('raw 64', relay.url) },
      { name: RAW[1], open: () => openOther('raw 255', relay.url) },
      { name: 'simple-peer', open: () => openOther('simple-peer', relay.url) },
      { name: 'PeerJS', open: () => openOther('peerjs', peerServer.url.replace('http', 'ws')) },
    ];
    const pipes = new Map<string, Pages>();
    const turned = [...openers.slice(first % openers.length), ...openers.slice(0, first % openers.length)];
    for (const { name, open } of turned) pipes.set(name, await open());
    return { found: await measure(pipes, rounds), version: (await browser.version()).replace(/^.*\//, '') };
  } finally {
    await browser.close();
    await Promise.all([worker, relay, peerServer, site].map((it) => it.stop()));
  }
}

async function measure(pipes: ReadonlyMap<string, Pages>, rounds: number): Promise<Measured> {
  const tasks = <Value>(work: (pages: Pages) => Promise<Value>): Record<string, () => Promise<Value>> =>
    Object.fromEntries([...pipes].map(([name, pages]) => [name, () => work(pages)]));
  const own = pipes.get(SEND);
  const bulks = { ...tasks((pages) => bulk(pages, false)), ...(own && { [FILE]: () => bulk(own, true) }) };
  await interleaved(1, bulks);
  const taken = await interleaved(rounds, bulks);
  const texts = async (isBusy: boolean): Promise<Map<string, number[]>> => {
    const lists = await interleaved(
      Math.ceil(rounds / 2),
      tasks((pages) => textsMs(pages, isBusy)),
    );
    return new Map([...lists].map(([name, all]) => [name, all.flat()]));
  };
  return { taken, quiet: await texts(false), busy: await texts(true) };
}

function joined<Value>(maps: readonly ReadonlyMap<string, readonly Value[]>[]): Map<string, Value[]> {
  const names = new Set(maps.flatMap((it) => [...it.keys()]));
  return new Map([...names].map((name) => [name, maps.flatMap((it) => it.get(name) ?? [])]));
}

/** @param rounds of 32 MiB each, in all browsers together: so many at least, because each has as many. */
export async function measureData(rounds = DEFAULT_ROUNDS): Promise<Findings> {
  const found: Measured[] = [];
  const each = Math.ceil(rounds / BROWSERS);
  let version = '';
  for (let i = 0; i < BROWSERS; i += 1) {
    const once = await measureOnce(i, each);
    found.push(once.found);
    ({ version } = once);
  }
  const all = {
    taken: joined(found.map(({ taken }) => taken)),
    quiet: joined(found.map(({ quiet }) => quiet)),
    busy: joined(found.map(({ busy }) => busy)),
  };
  return findings(all, each * BROWSERS, version);
}

interface Measured extends Readonly<Record<'quiet' | 'busy', Found>> {
  readonly taken: ReadonlyMap<string, readonly Bulk[]>;
}

function findings({ taken, quiet, busy }: Measured, rounds: number, version: string): Findings {
  const speed: Found = new Map([...taken].map(([name, all]) => [name, all.map(({ perSecond }) => perSecond)]));
  const costOf = (name: string, places: readonly Place[]): number =>
    median((taken.get(name) ?? []).map(({ costs }) => places.reduce((sum, place) => sum + costs[place], 0)));
  const names = [SEND, FILE, ...[...speed.keys()].filter((name) => name !== SEND && name !== FILE)];
  const of = (found: Found, name: string): readonly number[] => found.get(name) ?? [];
  const rawMedian = (name: string): number => median(of(speed, name));
  const tuned = rawMedian(RAW[0]) >= rawMedian(RAW[1]) ? RAW[0] : RAW[1];
  const against = (name: string): number => median(ratios(of(speed, name), of(speed, tuned)));
  const best = Math.max(...['simple-peer', 'PeerJS'].map(rawMedian));
  const ms = (values: readonly number[]): string =>
    values.length === 0 ? '–' : `${short(median(values))} (${short(quantile(values, 0.9))})`;
  return {
    goals: [
      {
        what: '`send()` beside the faster raw channel',
        found: `${against(SEND).toFixed(2)} ×`,
        goal: `at least ${GOAL_RATIO} ×`,
        isReached: against(SEND) >= GOAL_RATIO,
      },
      {
        what: 'a file beside the faster raw channel, whose bytes nobody keeps',
        found: `${against(FILE).toFixed(2)} ×`,
        goal: `at least ${GOAL_RATIO} ×`,
        isReached: against(FILE) >= GOAL_RATIO,
      },
      {
        what: '`send()` beside the fastest library',
        found: `${short(rawMedian(SEND))} and ${short(best)} MB/s`,
        goal: 'ahead',
        isReached: rawMedian(SEND) > best,
      },
    ],
    tables: [
      {
        title: `${BULK_BYTES / MIB} MiB from page to page, and short texts alone and while as much is on its way`,
        columns: ['', 'MB a second', 'slowest round', 'a text, ms', 'a text meanwhile, ms'],
        rows: names.map((name) => [
          name,
          short(median(of(speed, name))),
          short(Math.min(...of(speed, name))),
          ms(of(quiet, name)),
          ms(of(busy, name)),
        ]),
      },
      {
        title: 'Where the browser spends it: ms of processor time for a MB, both pages together',
        columns: ['', 'all of it', ...Object.values(PLACE_NAMES)],
        rows: names.map((name) => [
          name,
          short(costOf(name, PLACES)),
          ...PLACES.map((place) => short(costOf(name, [place]))),
        ]),
      },
    ],
    bars: [
      {
        title: 'Data from page to page (longer is better)',
        unit: 'MB/s',
        bars: names.map((name) => ({ name: name.replaceAll('`', ''), value: median(of(speed, name)) })),
      },
      {
        title: 'A short text while 32 MiB are on their way, median (shorter is better)',
        unit: 'ms',
        bars: names
          .filter((name) => name !== FILE)
          .map((name) => ({ name: name.replaceAll('`', ''), value: median(of(busy, name)) })),
      },
    ],
    notes: [
      'All pages stay connected, and take turns. Raw channels send frames of the first size and pause above the second, until less than the third waits. Texts go where the library sends texts: in the same channel, but in p2p-call, where chat has one of its own. ' +
        'What `send()` carries is numbered, acknowledged and sent again after a break, and arrives as messages of 64 KiB, as those of simple-peer; PeerJS gets a MiB at a time and cuts it itself.',
      'The second table is where the time goes. Both processors are busy, so that speed follows it. What is given to `send()` is copied, so that it may be changed at once and sent again after a break, into memory that served before; an acknowledgement goes back for each 512 KiB: by Chromium’s tracing 62 µs of the sending and 65 of the receiving page for a message, of some 5 ms that all its processes take for one. ' +
        'The same code differs from one browser to the next, and from one round to the next, by up to a tenth and more. A file is hashed at both ends, read by the browser and written by a worker, which is most of what the table shows beside a raw channel, whose bytes nobody has read and nobody keeps; ' +
        'it begins some 50 ms after its offer, in which the receiver opens its storage: a twentieth of these 32 MiB, nothing of a large one (`npm run bench -- files` compares 256 MiB).',
    ],
    versions: { Chromium: version, peerjs: peerVersion('peerjs'), 'simple-peer': peerVersion('simple-peer') },
    rounds: `${rounds} rounds in turns, in ${BROWSERS} browsers one after the other`,
  };
}
