/**
 * What Cloudflare bills of a call: two real elements in Chromium call each other through the real Worker, which tells each thing that is
 * billed; then the same frames again, many times over, for the processor time of one call. Knows no price.
 */
import type { Browser, Page } from 'puppeteer-core';
import { HEARTBEAT_INTERVAL_MS, RELAY_LINES, relayLineTo } from '#protocol';
import { launchBrowser } from '../../support/launch.ts';
import { until } from '../../support/until.ts';
import { type Billed, type BilledKind, NOTHING_BILLED, billedRequests } from '../../workerd/support/billing-meter.ts';
import { Member } from '../abuse/member.ts';
import { joinByElement } from '../pages.ts';
import { startSite } from '../site.ts';
import { type BenchWorker, startBenchWorker } from '../worker.ts';
import { short } from './figures.ts';
import { PRICES, PRICES_AS_OF, type Usage, dollarsPerMillion, freeADay, gigabyteSeconds } from './prices.ts';
import type { Findings } from './result.ts';
import { ownVersion } from './versions.ts';

const CALL_MS = 600_000;
/** How long the pages talk unless somebody asks for more. */
const DEFAULT_SECONDS = 40;
const REPLAYED_CALLS = 300;
const MAX_REQUESTS = 5;
const MAX_ROWS = 12;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function billedBy({ lines }: BenchWorker): Billed {
  const billed: Record<BilledKind, number> = { ...NOTHING_BILLED };
  for (const line of lines) {
    const [, kind, count] = /^billed (\w+) (\d+)$/.exec(line) ?? [];
    if (kind !== undefined && kind in billed) billed[kind as BilledKind] += Number(count);
  }
  return billed;
}

interface Caller {
  readonly page: Page;
  /** What its page sent, without heartbeats. */
  readonly sent: string[];
  heartbeats: number;
}

async function open(browser: Browser, url: string): Promise<Caller> {
  const page = await (await browser.createBrowserContext()).newPage();
  const caller: Caller = { page, sent: [], heartbeats: 0 };
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response: { payloadData } }) => {
    if (payloadData === 'ping') caller.heartbeats += 1;
    else caller.sent.push(payloadData);
  });
  await page.goto(url, { waitUntil: 'networkidle0' });
  return caller;
}

interface Call {
  readonly billed: Billed;
  readonly callers: readonly [Caller, Caller];
  readonly version: string;
}

/** The second one comes when the first one is in, so that nothing is shared by chance. */
async function call(seconds: number): Promise<Call> {
  const [worker, site, browser] = [
    await startBenchWorker({ isInMemory: true, entry: 'tests/bench/workers/metered-worker.ts' }),
    await startSite(),
    await launchBrowser('chromium'),
  ];
  try {
    const url = site.elementPage(worker.url, 'cost');
    const ann = await open(browser, url);
    const joining = ann.page.evaluate(joinByElement);
    await until('the first one is in', () => Promise.resolve(ann.sent.length > 0));
    const bob = await open(browser, url);
    await Promise.all([joining, bob.page.evaluate(joinByElement)]);
    await pause(seconds * 1000);
    for (const { page } of [ann, bob]) {
      await page.evaluate(() => document.querySelector('p2p-call')?.leave());
    }
    const sentCount = (): number => ann.sent.length + bob.sent.length;
    await until('what the pages said is counted', () =>
      Promise.resolve(billedBy(worker).frame === sentCount() && ann.sent.at(-1)?.includes('"bye"') === true),
    );
    const version = (await browser.version()).replace(/^.*\//, '');
    return { billed: billedBy(worker), callers: [ann, bob], version };
  } finally {
    await browser.close();
    await Promise.all([worker.stop(), site.stop()]);
  }
}

/** What a page said, whichever form a relay has. */
function messageOf(frame: string): { readonly type: string; readonly payload?: unknown } {
  const text = /^relay \S+\n([^]*)/.exec(frame)?.[1];
  return text === undefined ? JSON.parse(frame) : { type: 'relay', payload: JSON.parse(text) };
}

/** Processor time of workerd for one call, in ms: the frames of a real one, said again by bare sockets in many rooms. */
async function processorMs(frames: readonly (readonly string[])[]): Promise<number> {
  const worker = await startBenchWorker({ isInMemory: true });
  const replay = async (room: string): Promise<void> => {
    const ann = await Member.join(worker.url, room, { caps: [RELAY_LINES] });
    const bob = await Member.join(worker.url, room, { caps: [RELAY_LINES] });
    const ends = [
      { from: ann, to: bob.welcome.me },
      { from: bob, to: ann.welcome.me },
    ];
    for (const [i, { from, to }] of ends.entries()) {
      for (const frame of frames[i] ?? []) {
        const { type, payload } = messageOf(frame);
        if (type === 'hello' || type === 'bye') continue;
        from.raw.sendText(type === 'relay' ? relayLineTo(to, JSON.stringify(payload)) : frame);
      }
    }
    for (const { from } of ends) {
      from.raw.sendText('{"type":"bye"}');
      await from.raw.closed;
    }
  };
  try {
    for (let i = 0; i < 50; i += 1) await replay(`warm-${i}`);
    const beforeMs = worker.cpuMs();
    for (let i = 0; i < REPLAYED_CALLS; i += 1) await replay(`call-${i}`);
    return (worker.cpuMs() - beforeMs) / REPLAYED_CALLS;
  } finally {
    await worker.stop();
  }
}

function kindsOf(frames: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const frame of frames) {
    const { type } = messageOf(frame);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => `${count} ${type}`).join(', ');
}

/** @param seconds how long the call lasts. */
export async function measureCost(seconds = DEFAULT_SECONDS): Promise<Findings> {
  const { billed: seen, callers, version } = await call(seconds);
  const frames = callers.map(({ sent }) => sent);
  const activeMs = await processorMs(frames);
  // The one that forgets the room, ten minutes after the last one left: it is set, and not awaited here.
  const billed = { ...seen, alarm: seen.alarm + 1 };
  const requests = billedRequests(billed);
  const heartbeats = (2 * CALL_MS) / HEARTBEAT_INTERVAL_MS;
  const usage: Usage = {
    workerRequest: 2,
    objectRequest: requests,
    gigabyteSecond: gigabyteSeconds(activeMs),
    rowWritten: billed.row,
  };
  const withHeartbeats: Usage = { ...usage, objectRequest: requests + heartbeats / 20 };
  const free = freeADay(usage);
  const freeWithHeartbeats = freeADay(withHeartbeats);
  const dollars = (it: Usage): string => `$${dollarsPerMillion(it).toFixed(2)}`;
  const calls = (count: number): string => Math.floor(count).toLocaleString('en-US');
  return {
    goals: [
      {
        what: 'requests to the object of a 10-minute call of two, join and leave included',
        found: short(requests),
        goal: `at most ${MAX_REQUESTS}`,
        isReached: requests <= MAX_REQUESTS,
      },
      {
        what: 'rows written by the same call',
        found: String(billed.row),
        goal: `at most ${MAX_ROWS}`,
        isReached: billed.row <= MAX_ROWS,
      },
    ],
    tables: [
      {
        title: 'A call of two in ten minutes, from the first socket to the last trace',
        columns: ['what is billed', 'count', 'a million calls'],
        rows: [
          [
            'requests to the Worker (one for each socket)',
            '2',
            `$${(2 * PRICES.workerRequest.dollarsPerMillion).toFixed(2)}`,
          ],
          ['requests to the object: sockets', String(billed.request), ''],
          [`… frames, 20 as one (${frames.map(kindsOf).join('; ')})`, String(billed.frame), ''],
          ['… alarms', String(billed.alarm), ''],
          ['… together', short(requests), `$${(requests * PRICES.objectRequest.dollarsPerMillion).toFixed(2)}`],
          ['rows written', String(billed.row), `$${(billed.row * PRICES.rowWritten.dollarsPerMillion).toFixed(2)}`],
          [
            'time that the object is active (processor time of workerd here)',
            `${activeMs.toFixed(1)} ms`,
            `$${(usage.gigabyteSecond * PRICES.gigabyteSecond.dollarsPerMillion).toFixed(2)}`,
          ],
          ['**all of it**', '', dollars(usage)],
          ['with heartbeats, should they count as frames', `${heartbeats} more`, dollars(withHeartbeats)],
        ],
      },
      {
        title: 'The free plan',
        columns: ['', 'such calls a day', 'what runs out first'],
        rows: [
          ['as above', calls(free.count), free.limit],
          ['with heartbeats, should they count as frames', calls(freeWithHeartbeats.count), freeWithHeartbeats.limit],
        ],
      },
    ],
    bars: [],
    notes: [
      `Two elements in Chromium, without a page before the call (\`prejoin="off"\`, so that microphone and camera are told a moment after the hello: a row for each page), talked for ${seconds} s through the real Worker on workerd; it counted what it handled. ` +
        `Nothing is billed between the first seconds and the leave: the pages sent heartbeats alone (${callers.map((it) => it.heartbeats).join(' and ')}), which the runtime answers, and the next alarm of a room in which nobody speaks is half an hour away. The alarm that forgets the room is set and counted, and not awaited. ` +
        'The same counters, ten minutes and an hour long by a clock that is moved, are a test: `npm test -- workerd billing`.',
      `Prices of [Durable Objects](https://developers.cloudflare.com/durable-objects/platform/pricing/) and [Workers](https://developers.cloudflare.com/workers/platform/pricing/) as of ${PRICES_AS_OF}, beyond what the paid plan includes. ` +
        'Whether a heartbeat that the runtime answers by itself counts as a twentieth of a request is not said there in so many words: both are shown. Emptying the storage of a room is not counted: no price is published for it.',
    ],
    versions: { workerd: ownVersion('workerd'), Chromium: version },
    rounds: `1 call, ${REPLAYED_CALLS} replayed`,
  };
}
