/**
 * How long it takes until two pages that join at the same moment have an open data channel and see each other: by the element, by `Call`,
 * and by what else there is; on loopback, and with a signaling server that is further away. Knows no library's words.
 */
import type { Browser, Page } from 'puppeteer-core';
import type { Call } from '../../../widget/index.ts';
import { launchBrowser } from '../../support/launch.ts';
import { quantile } from '../abuse/report.ts';
import { bundle } from '../module-site.ts';
import { startRelay } from '../relay.ts';
import { type Site, startSite } from '../site.ts';
import { startBenchWorker } from '../worker.ts';
import { startDelayProxy } from './delay-proxy.ts';
import { interleaved, median, ratios } from './figures.ts';
import { peerVersion } from './peers.ts';
import type { Findings } from './result.ts';
import { startPeerServer } from './servers.ts';
import { installProbe } from './set-up-probe.ts';
import { ownVersion } from './versions.ts';

const DEFAULT_ROUNDS = 7;
/** One way. */
const DELAY_MS = 50;
const TIMEOUT_MS = 20_000;
const GOAL_RATIO = 1.1;

const ELEMENT = 'p2p-call, the element';
const ENGINE = 'p2p-call, `Call` alone';
const ONE_PAGE = 'bare, both ends in one page';
const OVER_RELAY = 'bare over a bare relay';

interface PageWindow extends Window {
  readonly call: Call;
  readonly setUp: Readonly<Record<'onePage' | 'overRelay' | 'bySimplePeer' | 'byPeerjs', JoinInPage>>;
}
type JoinInPage = (url: string, isSecond: boolean) => Promise<void>;
declare const window: PageWindow;

/** In ms from the first `join`. */
interface SetUp {
  readonly openMs: number;
  readonly frameMs: number;
}

interface Way {
  readonly pageUrl: (serverUrl: string, room: string) => string;
  readonly join: (page: Page, url: string, isSecond: boolean) => Promise<unknown>;
  readonly server: keyof Servers | null;
}

function waysOf(site: Site): Readonly<Record<string, Way>> {
  const bare = (name: keyof PageWindow['setUp'], server: Way['server']): Way => ({
    pageUrl: () => site.barePage,
    join: (page, url, isSecond) =>
      page.evaluate((it, at, second) => void window.setUp[it](at, second), name, url, isSecond),
    server,
  });
  return {
    [ELEMENT]: {
      pageUrl: site.elementPage,
      join: (page) => page.evaluate(() => void document.querySelector('p2p-call')?.join()),
      server: 'worker',
    },
    [ENGINE]: {
      pageUrl: (url, room) => site.corePage(url, room),
      join: (page) => page.evaluate(() => void window.call.join()),
      server: 'worker',
    },
    [ONE_PAGE]: bare('onePage', null),
    [OVER_RELAY]: bare('overRelay', 'relay'),
    'simple-peer over the bare relay': bare('bySimplePeer', 'relay'),
    'PeerJS and PeerServer': bare('byPeerjs', 'peerServer'),
  };
}

type Servers = Readonly<Record<'worker' | 'relay' | 'peerServer', { readonly url: string }>>;

let roomCount = 0;

async function measure(browser: Browser, way: Way, serverUrl: string): Promise<SetUp> {
  roomCount += 1;
  const room = `bench-${roomCount}`;
  const isOnePage = way.server === null;
  const contexts = await Promise.all(Array.from({ length: isOnePage ? 1 : 2 }, () => browser.createBrowserContext()));
  try {
    const pages = await Promise.all(contexts.map((context) => context.newPage()));
    await Promise.all(
      pages.map(async (page) => {
        await page.evaluateOnNewDocument(installProbe);
        await page.goto(way.pageUrl(serverUrl, room), { waitUntil: 'networkidle0' });
      }),
    );
    const url = `${serverUrl.replace('http', 'ws')}/${room}`;
    const begin = async (page: Page, isSecond: boolean): Promise<void> => {
      await page.evaluate(() => {
        window.setUpTimes.startedAt = performance.timeOrigin + performance.now();
      });
      await way.join(page, url, isSecond);
    };
    await Promise.all(pages.map((page, i) => begin(page, i === 1)));
    await Promise.all(
      pages.map((page) =>
        page.waitForFunction(
          (ends: number) => window.setUpTimes.openAt !== null && window.setUpTimes.framed >= ends,
          { timeout: TIMEOUT_MS, polling: 20 },
          isOnePage ? 2 : 1,
        ),
      ),
    );
    const times = await Promise.all(pages.map((page) => page.evaluate(() => window.setUpTimes)));
    const startedAt = Math.min(...times.map((it) => it.startedAt));
    return {
      openMs: Math.max(...times.map((it) => it.openAt ?? Number.NaN)) - startedAt,
      frameMs: Math.max(...times.map((it) => it.frameAt ?? Number.NaN)) - startedAt,
    };
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** @param rounds on loopback; with the delay there are half as many. */
export async function measureSetUp(rounds = DEFAULT_ROUNDS): Promise<Findings> {
  const servers = {
    worker: await startBenchWorker({ isInMemory: true }),
    relay: await startRelay(),
    peerServer: await startPeerServer(),
  };
  const site = await startSite(await bundle('tests/bench/peers/set-up-page.js'));
  const far = {
    worker: await startDelayProxy(servers.worker.url, DELAY_MS),
    relay: await startDelayProxy(servers.relay.url, DELAY_MS),
    peerServer: await startDelayProxy(servers.peerServer.url, DELAY_MS),
  };
  const browser = await launchBrowser('chromium');
  try {
    const ways = waysOf(site);
    const run = (times: number, at: Servers, names: readonly string[]): Promise<Map<string, SetUp[]>> => {
      const tasks = names.map((name) => {
        const way = ways[name];
        if (way === undefined) throw new Error(name);
        return [name, () => measure(browser, way, way.server === null ? '' : at[way.server].url)] as const;
      });
      return interleaved(times, Object.fromEntries(tasks));
    };
    const near = { ...servers, relay: { url: servers.relay.url.replace('ws', 'http') } };
    const names = Object.keys(ways);
    // The first one starts the codecs and fills the caches.
    await run(1, near, names);
    const onLoopback = await run(rounds, near, names);
    const delayed = await run(
      Math.max(3, Math.ceil(rounds / 2)),
      far,
      names.filter((name) => name !== ONE_PAGE),
    );
    const version = (await browser.version()).replace(/^.*\//, '');
    return findings(names, onLoopback, delayed, rounds, version);
  } finally {
    await browser.close();
    await Promise.all([...Object.values(far), ...Object.values(servers), site].map((it) => it.stop()));
  }
}

type Found = ReadonlyMap<string, readonly SetUp[]>;

/** What a page waits for, one after the other, until it sees the other one; each is one way to or from the server. */
const FLIGHTS: Readonly<Record<string, string>> = {
  [ELEMENT]: 'request with the hello, join, offer up and down, answer up and down',
  [ENGINE]: 'the same',
  [OVER_RELAY]: 'request, ready, offer up and down, answer up and down',
  'simple-peer over the bare relay': 'the same',
  'PeerJS and PeerServer': 'request, answer, offer up and down, answer up and down',
};

function findings(names: readonly string[], near: Found, far: Found, rounds: number, version: string): Findings {
  const of = (found: Found, name: string, key: keyof SetUp): number[] => (found.get(name) ?? []).map((it) => it[key]);
  const time = (values: readonly number[]): string =>
    values.length === 0 ? '–' : `${median(values).toFixed(0)} (${quantile(values, 0.9).toFixed(0)})`;
  const flights = (name: string): string => {
    // Of the fastest rounds: what disturbs one is not what it waits for.
    const ms = Math.min(...of(far, name, 'openMs')) - Math.min(...of(near, name, 'openMs'));
    return Number.isFinite(ms) ? (ms / DELAY_MS).toFixed(1) : '–';
  };
  const ratio = median(ratios(of(near, ELEMENT, 'frameMs'), of(near, OVER_RELAY, 'frameMs')));
  const engineRatio = median(ratios(of(near, ENGINE, 'frameMs'), of(near, OVER_RELAY, 'frameMs')));
  const peers = names.slice(4);
  const best = Math.min(...peers.map((name) => median(of(near, name, 'frameMs'))));
  const own = median(of(near, ELEMENT, 'frameMs'));
  return {
    goals: [
      {
        what: 'both join to both pictures on loopback, the element beside the bare pair over a bare relay',
        found: `${ratio.toFixed(2)} ×`,
        goal: `at most ${GOAL_RATIO.toFixed(2)} ×`,
        isReached: ratio <= GOAL_RATIO,
      },
      {
        what: 'the same, `Call` alone',
        found: `${engineRatio.toFixed(2)} ×`,
        goal: `at most ${GOAL_RATIO.toFixed(2)} ×`,
        isReached: engineRatio <= GOAL_RATIO,
      },
      {
        what: 'the element beside the fastest library',
        found: `${own.toFixed(0)} ms, ${best.toFixed(0)} ms`,
        goal: 'ahead',
        isReached: own < best,
      },
    ],
    tables: [
      {
        title: `From both join, in ms; "far": the server ${DELAY_MS} ms away in each direction`,
        columns: ['', 'channel open', 'both pictures', 'far: channel open', 'far: both pictures', 'flights, measured'],
        rows: names.map((name) => [
          name,
          time(of(near, name, 'openMs')),
          time(of(near, name, 'frameMs')),
          time(of(far, name, 'openMs')),
          time(of(far, name, 'frameMs')),
          flights(name),
        ]),
      },
      {
        title: 'What waits for what, until the channel is open',
        columns: ['', 'one way each, in order'],
        rows: Object.entries(FLIGHTS).map(([name, text]) => [name, text]),
      },
    ],
    bars: [
      {
        title: 'Both join to both pictures on loopback, median (shorter is better)',
        unit: 'ms',
        bars: names.map((name) => ({ name: name.replaceAll('`', ''), value: median(of(near, name, 'frameMs')) })),
      },
    ],
    notes: [
      'Two pages with fake devices, each in a context of its own, begin at the same moment; a probe in every page sees the first open channel and the first decoded picture in the same way, whichever library made them. ' +
        'The delay is that of a proxy before the signaling server alone; the pages reach each other on loopback. Flights are the difference of the fastest rounds of the two columns of open channels, by the delay; connecting TCP and TLS would add the same to each.',
      'No flight more than over the bare relay: the `hello` goes with the request for the socket, `join` to the one and `welcome` to the other (with the answer to that request) leave at the same moment, and the offer does not wait for candidates. ' +
        'What the element takes longer than `Call` is drawing, on the thread that also negotiates: the messages are the same. By Chromium’s tracing the main thread of each page works 115 ms until the picture is there instead of 50, and what composes and rasters another 100 ms for both; two processors carry both pages, so that it depends on how fast they are just then: in runs with the same code the element came to 1.01 to 1.22.',
    ],
    versions: {
      Chromium: version,
      workerd: ownVersion('workerd'),
      peerjs: peerVersion('peerjs'),
      peer: peerVersion('peer'),
      'simple-peer': peerVersion('simple-peer'),
    },
    rounds: `${rounds} rounds in turns`,
  };
}
