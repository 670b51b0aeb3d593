/**
 * `npm run bench -- files`: file transfer between two pages on loopback, from disk to disk and hashed, beside a bare ordered data channel with
 * tuned back-pressure in the same run, whose bytes nobody has read and nobody keeps; and 1 GiB across three rebuilt connections. Prints figures
 * and judges nothing. `npm run bench -- files firefox 64 256` takes a browser, and sizes in MiB for the comparison and the rebuilds.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import type { BrowserName } from '../support/browsers.ts';
import { ensureBrowsers } from '../support/install-browsers.ts';
import { launchBrowser } from '../support/launch.ts';
import { startModuleSite } from './module-site.ts';
import type { filePage } from './files-page.ts';
import { processorTime } from './processor-time.ts';

const MIB = 1024 ** 2;
const KIB = 1024;
const ROUNDS = 5;
/** What the bare channel is tuned by: bytes of a frame, and what may wait in the channel. */
const TUNINGS = [
  { frameBytes: 16 * KIB, highBytes: MIB },
  ...[64 * KIB, 128 * KIB, 255 * KIB].flatMap((frameBytes) =>
    [256 * KIB, MIB, 4 * MIB].map((highBytes) => ({ frameBytes, highBytes })),
  ),
];
type Tuning = (typeof TUNINGS)[number];

interface PageWindow extends Window {
  filePage: typeof filePage;
}
declare const window: PageWindow;

type Pages = readonly [Page, Page];

/** Two sites, so that each page has a process of its own, in a window that has the disk. */
async function openPages(browser: Browser, origin: string): Promise<Pages> {
  const open = async (host: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(`${origin.replace('127.0.0.1', host)}/files-page`, { waitUntil: 'load' });
    await page.waitForFunction(() => 'filePage' in window);
    return page;
  };
  return [await open('127.0.0.1'), await open('localhost')];
}

/** A file whose blocks all differ, chosen in the page. */
async function chooseFile(page: Page, directory: string, size: number): Promise<void> {
  const path = join(directory, `${size}.bin`);
  const file = openSync(path, 'w');
  const block = randomBytes(MIB);
  for (let at = 0; at < size; at += MIB) {
    block.writeUInt32BE(at / MIB);
    writeSync(file, block, 0, Math.min(MIB, size - at));
  }
  closeSync(file);
  await page.evaluate(() =>
    document.body.replaceChildren(Object.assign(document.createElement('input'), { type: 'file' })),
  );
  const input = await page.$('input');
  await input?.uploadFile(path);
  await page.evaluate(() => window.filePage.chooseFile());
}

async function connect([a, b]: Pages): Promise<void> {
  const offer = await a.evaluate(() => window.filePage.offer());
  const answer = await b.evaluate((it) => window.filePage.answer(it), offer);
  await a.evaluate((it) => window.filePage.accept(it), answer);
  await Promise.all([a, b].map((page) => page.evaluate(() => window.filePage.opened())));
  await Promise.all([a, b].map((page) => page.evaluate(() => window.filePage.attach())));
}

const median = (values: readonly number[]): number =>
  values.toSorted((x, y) => x - y)[values.length >> 1] ?? Number.NaN;
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;

interface Cost {
  /** MiB a second. */
  readonly speed: number;
  /** Processor time of the whole browser, in ms for a MiB. */
  readonly processorMs: number;
}

async function costOf(browser: Browser, size: number, act: () => Promise<unknown>): Promise<Cost> {
  const id = browser.process()?.pid;
  const [from, processorFrom] = [performance.now(), processorTime(id)];
  await act();
  const ms = performance.now() - from;
  const mib = size / MIB;
  return { speed: mib / (ms / 1_000), processorMs: (processorTime(id) - processorFrom) / mib };
}

const told = ({ speed, processorMs }: Cost): string =>
  `${speed.toFixed(1)}${Number.isNaN(processorMs) ? '' : ` (${processorMs.toFixed(0)} ms/MiB)`}`;

async function sendRaw([a, b]: Pages, size: number, { frameBytes, highBytes }: Tuning): Promise<void> {
  const receiving = b.evaluate((it) => window.filePage.receiveRaw(it), size);
  await a.evaluate((...how) => window.filePage.sendRaw(...how), size, frameBytes, highBytes);
  await receiving;
}

/** From the offer, which is accepted at once, to the word that all of it is written and right. */
async function sendFile([a]: Pages): Promise<void> {
  await a.evaluate(() => window.filePage.sendFile());
  const state = await a.evaluate(() => window.filePage.finished());
  if (state !== 'done') throw new Error(`the transfer is ${state}`);
}

const forget = (pages: Pages): Promise<unknown> =>
  Promise.all(pages.map((page) => page.evaluate(() => window.filePage.forget())));

/** @returns what makes the bare channel fastest here. */
async function tuned(browser: Browser, pages: Pages, size: number): Promise<Tuning> {
  let [best, bestSpeed] = [TUNINGS[0] as Tuning, 0];
  for (const tuning of TUNINGS) {
    const raw = await costOf(browser, size, () => sendRaw(pages, size, tuning));
    const how = `frames of ${tuning.frameBytes / KIB} KiB, ${tuning.highBytes / KIB} KiB in the channel`;
    console.log(`  bare, ${how.padEnd(45)} ${told(raw)}   ${load()}`);
    if (raw.speed > bestSpeed) [best, bestSpeed] = [tuning, raw.speed];
  }
  return best;
}

async function compare(browser: Browser, pages: Pages, size: number): Promise<void> {
  console.log(`\n${size / MIB} MiB, a bare ordered channel and file transfer, in turns, in MiB/s:`);
  const best = await tuned(browser, pages, size / 4);
  const [raws, ours]: [Cost[], Cost[]] = [[], []];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const raw = await costOf(browser, size, () => sendRaw(pages, size, best));
    const file = await costOf(browser, size, () => sendFile(pages));
    await forget(pages);
    if (round === 0) continue;
    raws.push(raw);
    ours.push(file);
    console.log(`  round ${round}: bare ${told(raw)}, files ${told(file)}   ${load()}`);
  }
  // Round by round, so that what else the machine does meets both.
  const ratioOf = (cost: (raw: Cost, file: Cost) => number): string =>
    median(raws.map((raw, i) => cost(raw, ours[i] as Cost))).toFixed(2);
  const speeds = [raws, ours].map((costs) => median(costs.map(({ speed }) => speed)).toFixed(1));
  console.log(`  median: bare ${speeds[0]}, files ${speeds[1]}`);
  console.log(`  median of the rounds: speed ${ratioOf((raw, file) => file.speed / raw.speed)} of the bare channel's`);
  console.log(
    `  by processor time: ${ratioOf((raw, file) => raw.processorMs / file.processorMs)}, whatever else the machine does`,
  );
}

/** Resident memory of the processes of both pages, in MiB; null where there is no telling. */
async function memory(browser: Browser, pages: Pages): Promise<string> {
  if (!(await browser.version()).startsWith('Chrome')) return 'not known';
  const heaps = await Promise.all(pages.map(async (page) => ((await page.metrics()).JSHeapUsedSize ?? 0) / MIB));
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const resident = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / KIB);
  return `heaps ${heaps.map((it) => it.toFixed(0)).join(' + ')} MiB, renderers ${resident.map((it) => it.toFixed(0)).join(' + ')} MiB`;
}

async function rebuilds(browser: Browser, pages: Pages, directory: string, size: number): Promise<void> {
  const [a, b] = pages;
  console.log(`\n${size / MIB} MiB with three connections that break on both sides:`);
  await chooseFile(a, directory, size);
  console.log(`  memory before: ${await memory(browser, pages)}`);
  const from = performance.now();
  let lost = 0;
  await a.evaluate(() => window.filePage.sendFile());
  for (const part of [0.25, 0.5, 0.75]) {
    await b.evaluate((it) => window.filePage.until(it), part * size);
    console.log(`  memory at ${part * 100} %: ${await memory(browser, pages)}`);
    await Promise.all(pages.map((page) => page.evaluate(() => window.filePage.drop())));
    const [sent, received] = await Promise.all(pages.map((page) => page.evaluate(() => window.filePage.progress())));
    const lostSoFar = (sent?.sentBytes ?? 0) - (received?.bytes ?? 0);
    console.log(
      `  broken at ${((received?.bytes ?? 0) / MIB).toFixed(1)} MiB; sent again from there: ${((lostSoFar - lost) / KIB).toFixed(0)} KiB`,
    );
    lost = lostSoFar;
    await connect(pages);
  }
  const state = await a.evaluate(() => window.filePage.finished());
  const ms = performance.now() - from;
  console.log(`  memory after: ${await memory(browser, pages)}`);
  const { sentBytes } = await a.evaluate(() => window.filePage.progress());
  const again = (sentBytes - size) / 3 / KIB;
  console.log(
    `  ${state} after ${(ms / 1000).toFixed(1)} s; sent again per break: ${again.toFixed(0)} KiB (mean)   ${load()}`,
  );
  const prints = await Promise.all(pages.map((page) => page.evaluate(() => window.filePage.fingerprint())));
  console.log(
    `  the file here and there: ${prints[0] === prints[1] ? 'equal' : 'DIFFERENT'} (${prints[0]?.slice(0, 16)}, ${prints[1]?.slice(0, 16)})`,
  );
}

/** @param choices a browser, and sizes in MiB for the comparison and the rebuilds. */
export async function benchFiles(choices: readonly string[]): Promise<void> {
  const name: BrowserName = choices.includes('firefox') ? 'firefox' : 'chromium';
  const [compareMib = 256, rebuildMib = 1_024] = choices.map(Number).filter((it) => it > 0);
  await ensureBrowsers([name]);
  const site = await startModuleSite('tests/bench/files-page.ts');
  const directory = mkdtempSync(join(tmpdir(), 'p2p-call-files-'));
  const browser = await launchBrowser(name);
  try {
    const pages = await openPages(browser, site.origin);
    console.log(`\nFiles between two pages of ${await browser.version()}, ${load()}`);
    const { nativeMs, scriptMs } = await pages[0].evaluate(() => window.filePage.hash());
    console.log(
      `SHA-256 of 64 MiB: by the browser, block by block, ${nativeMs.toFixed(0)} ms; in JavaScript ${scriptMs.toFixed(0)} ms, which hold the page up`,
    );
    await connect(pages);
    await chooseFile(pages[0], directory, compareMib * MIB);
    await compare(browser, pages, compareMib * MIB);
    await rebuilds(browser, pages, directory, rebuildMib * MIB);
  } finally {
    await browser.close();
    await site.stop();
    rmSync(directory, { recursive: true });
  }
}
