/**
 * `npm run bench -- hostile`: how long a page is held up by each attack of a hostile peer, in Chromium and Firefox, beside the same
 * page left in peace. The hostile peer runs in a browser of its own, so that its work is not measured. Prints figures and judges
 * nothing; `npm run bench -- hostile firefox candidates` makes a choice by parts of names.
 */
import type { Browser, Page } from 'puppeteer-core';
import type { Measured } from '../browser/hostile/victim-page.ts';
import type { BrowserName } from '../support/browsers.ts';
import { ensureBrowsers } from '../support/install-browsers.ts';
import { launchBrowser } from '../support/launch.ts';
import { startModuleSite } from './module-site.ts';
import { type Relay, startRelay } from './relay.ts';

const NOTHING = 'nothing (5 s)';
const PEACE_MS = 5_000;

/** Whatever else the machine does can only make a gap longer: above this one, the least of several counts. */
const DOUBTFUL_MS = 60;
const MAX_ROUNDS = 4;

/** The machine has moods, so peace is measured again after as many attacks. */
const ATTACKS_PER_PEACE = 8;

/** An attack that takes longer is cut short; what was measured until then counts. */
const ATTACK_TIMEOUT_MS = 40_000;

interface PageWindow extends Window {
  victimPage: { open(url: string): Promise<void>; begin(): Promise<void>; end(): Promise<Measured> };
  attackerPage: { connect(url: string): Promise<void>; run(name: string): Promise<void>; readonly names: string[] };
}
declare const window: PageWindow;

async function newPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

interface Bench {
  readonly origin: string;
  readonly relay: Relay;
  readonly victims: Browser;
  readonly attackers: Browser;
}

async function measure({ origin, relay, victims, attackers }: Bench, attack: string): Promise<Measured> {
  const [victim, attacker] = [
    await newPage(victims, `${origin}/victim-page`),
    await newPage(attackers, `${origin}/attacker-page`),
  ];
  try {
    const url = `${relay.url}/${crypto.randomUUID()}`;
    await Promise.all([
      victim.evaluate((it) => window.victimPage.open(it), url),
      attacker.evaluate((it) => window.attackerPage.connect(it), url),
    ]);
    await victim.evaluate(() => window.victimPage.begin());
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    if (attack === NOTHING) await pause(PEACE_MS);
    else await Promise.race([attacker.evaluate((it) => window.attackerPage.run(it), attack), pause(ATTACK_TIMEOUT_MS)]);
    await pause(1_000);
    return await victim.evaluate(() => window.victimPage.end());
  } finally {
    await Promise.all([victim.close(), attacker.close()]);
  }
}

/** The round that held the page up least. */
async function measureAgain(bench: Bench, attack: string): Promise<Measured> {
  let least = await measure(bench, attack);
  for (let round = 2; round <= MAX_ROUNDS && least.longestGapMs > DOUBTFUL_MS; round += 1) {
    const next = await measure(bench, attack);
    if (next.longestGapMs < least.longestGapMs) least = next;
  }
  return least;
}

function print(attack: string, it: Measured, peacefulMs: number): void {
  const task = it.longestTaskMs === null ? '     -' : `${it.longestTaskMs.toFixed(0)} ms`.padStart(6);
  const isUnaffected = it.events.length === 0 && it.innocentBytes > 0;
  console.log(
    `  ${attack.padEnd(52)} ${`${it.longestGapMs.toFixed(0)} ms`.padStart(8)} ${(it.longestGapMs / peacefulMs).toFixed(1).padStart(6)} ` +
      `${task.padStart(8)} ${String(it.connectionCount).padStart(5)} ${String(it.candidateCount).padStart(5)}   ` +
      (isUnaffected ? 'unaffected' : `AFFECTED: ${[...new Set(it.events)].join(', ') || 'no media'}`),
  );
}

/** @param choices parts of the names of browsers and attacks; none: all of them. */
export async function benchHostile(choices: readonly string[]): Promise<void> {
  const all: readonly BrowserName[] = ['chromium', 'firefox'];
  const chosen = all.filter((name) => choices.includes(name));
  const parts = choices.filter((choice) => !all.some((name) => name === choice));
  await ensureBrowsers(all);
  const pages = await startModuleSite('tests/browser/hostile/victim-page.ts', 'tests/browser/hostile/attacker-page.ts');
  const relay = await startRelay();
  const attackers = await launchBrowser('chromium');
  try {
    const names = await (
      await newPage(attackers, `${pages.origin}/attacker-page`)
    ).evaluate(() => window.attackerPage.names);
    const attacks = names.filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)));
    for (const browser of chosen.length > 0 ? chosen : all) {
      const victims = await launchBrowser(browser);
      const bench = { origin: pages.origin, relay, victims, attackers };
      try {
        console.log(`\nA hostile peer in Chromium, the page under attack in ${await victims.version()}:`);
        console.log(`  ${'attack'.padEnd(52)} longest   x of     long  conn. cand.   the innocent`);
        console.log(`  ${''.padEnd(52)}     gap  peace     task   made added   participant`);
        let peacefulMs = 1;
        for (const [index, attack] of attacks.entries()) {
          try {
            if (index % ATTACKS_PER_PEACE === 0) {
              const peace = await measureAgain(bench, NOTHING);
              peacefulMs = Math.max(1, peace.longestGapMs);
              print(NOTHING, peace, peacefulMs);
            }
            print(attack, await measureAgain(bench, attack), peacefulMs);
          } catch (error) {
            console.log(`  ${attack.padEnd(52)} not measured: ${String(error).slice(0, 120)}`);
          }
        }
      } finally {
        await victims.close();
      }
    }
  } finally {
    await attackers.close();
    await Promise.all([relay.stop(), pages.stop()]);
  }
}
