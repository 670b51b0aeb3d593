/**
 * `npm run bench`: join to first remote frame in two Chromium pages on loopback, through p2p-call and the real Worker, and bare:
 * one RTCPeerConnection each and a WebSocket that relays. Rounds of both alternate, so that the machine's moods meet both. Prints
 * figures and judges nothing; `npm run bench -- 40` makes 40 rounds, `npm run bench -- hostile`, `-- abuse`, `-- files` and `-- desk` are
 * other benchmarks (hostile.ts, abuse/abuse.ts, files.ts, desk.ts).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { ensureBrowsers } from '../support/install-browsers.ts';
import { launchBrowser } from '../support/launch.ts';
import { root, runScript } from '../support/tools.ts';
import { benchAbuse } from './abuse/abuse.ts';
import { benchCompare } from './compare/compare.ts';
import { benchDesk } from './desk.ts';
import { benchFiles } from './files.ts';
import { benchHostile } from './hostile.ts';
import { joinBare, joinByElement } from './pages.ts';
import type { Span } from './pages.ts';
import { startRelay } from './relay.ts';
import { startSite } from './site.ts';
import { startBenchWorker } from './worker.ts';

const DEFAULT_ROUNDS = 20;

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

interface Figures {
  readonly medianMs: number;
  readonly p90Ms: number;
}

function figuresOf(durationsMs: readonly number[]): Figures {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return { medianMs: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9) };
}

/** Opens the page twice, each in a context of its own, joins in both, and tells how long it took until both saw the other. */
async function measure(browser: Browser, url: string, join: (page: Page) => Promise<Span>): Promise<number> {
  const contexts = await Promise.all([browser.createBrowserContext(), browser.createBrowserContext()]);
  const pages = await Promise.all(contexts.map((context) => context.newPage()));
  await Promise.all(pages.map((page) => page.goto(url, { waitUntil: 'networkidle0' })));
  const spans = await Promise.all(pages.map(join));
  await Promise.all(contexts.map((context) => context.close()));
  return Math.max(...spans.map((span) => span.firstFrameAt)) - Math.min(...spans.map((span) => span.startedAt));
}

function print(name: string, { medianMs, p90Ms }: Figures): void {
  console.log(`  ${name.padEnd(40)} median ${medianMs.toFixed(0)} ms, p90 ${p90Ms.toFixed(0)} ms`);
}

if (process.argv[2] === 'hostile') {
  await benchHostile(process.argv.slice(3));
  process.exit(0);
}
if (process.argv[2] === 'files') {
  await benchFiles(process.argv.slice(3));
  process.exit(0);
}
if (process.argv[2] === 'compare') process.exit((await benchCompare(process.argv.slice(3))) ? 0 : 1);
if (process.argv[2] === 'desk') process.exit((await benchDesk(process.argv.slice(3))) ? 0 : 1);
if (process.argv[2] === 'abuse') process.exit((await benchAbuse(process.argv.slice(3))) ? 0 : 1);
await ensureBrowsers(['chromium']);
if ((await runScript('worker/dev/build.mjs', [])) !== 0) process.exit(1);
const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);
const [worker, relay, site, browser] = [
  await startBenchWorker(),
  await startRelay(),
  await startSite(),
  await launchBrowser('chromium'),
];
const [elementMs, bareMs]: [number[], number[]] = [[], []];
try {
  for (let round = 0; round <= rounds; round += 1) {
    const room = `bench-${round}`;
    const throughElement = await measure(browser, site.elementPage(worker.url, room), (page) =>
      page.evaluate(joinByElement),
    );
    const bare = await measure(browser, site.barePage, (page) => page.evaluate(joinBare, `${relay.url}/${room}`));
    // The first round starts the codecs and fills the caches.
    if (round === 0) continue;
    elementMs.push(throughElement);
    bareMs.push(bare);
  }
  const [element, bare] = [figuresOf(elementMs), figuresOf(bareMs)];
  console.log(
    `\nJoin to first remote frame on both sides, ${rounds} rounds each, ${await browser.version()}, loopback:`,
  );
  print('p2p-call, the real Worker on workerd', element);
  print('bare RTCPeerConnection, WebSocket relay', bare);
  console.log(
    `  ratio of the medians ${(element.medianMs / bare.medianMs).toFixed(2)}, of the p90 ${(element.p90Ms / bare.p90Ms).toFixed(2)}`,
  );
  console.log('\nSizes after gzip:');
  for (const file of ['p2p-call.js', 'core.js']) {
    console.log(
      `  ${file.padEnd(40)} ${(gzipSync(readFileSync(join(root, 'dist', file)), { level: 9 }).length / 1000).toFixed(1)} kB`,
    );
  }
} finally {
  await browser.close();
  await Promise.all([worker.stop(), relay.stop(), site.stop()]);
}
process.exit(0);
