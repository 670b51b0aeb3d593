/**
 * `npm run bench -- compare`: this project beside what a user would take instead, on one machine in one run, part by part, and RESULTS.md
 * of what was found. `compare signaling` measures one part again; a number behind the parts is for those who know what it means to
 * them: rounds, or the seconds of a call.
 */
import { ensureBrowsers } from '../../support/install-browsers.ts';
import { runScript } from '../../support/tools.ts';
import { measureCost } from './cost.ts';
import { measureData } from './data.ts';
import { measureGrowth } from './growth.ts';
import { printResult, writeResults } from './markdown.ts';
import { ensurePeers } from './peers.ts';
import { measureRecovery } from './recovery.ts';
import { type Findings, keep, kept, loadNow } from './result.ts';
import { measureSetUp } from './set-up.ts';
import { measureSignaling } from './signaling.ts';
import { measureSize } from './size.ts';

/** Takes dist/ as it is. */
const AS_BUILT = 'as-built';

interface Part {
  readonly title: string;
  /** Null: it cannot be measured here, and has said why; what was kept of it stays. */
  readonly measure: (effort: number | undefined) => Promise<Findings | null>;
}

const PARTS: Readonly<Record<string, Part>> = {
  signaling: { title: 'Signaling', measure: measureSignaling },
  'set-up': { title: 'Call set-up', measure: measureSetUp },
  data: { title: 'Data', measure: measureData },
  recovery: { title: 'Recovery', measure: measureRecovery },
  size: { title: 'Size', measure: () => measureSize() },
  cost: { title: 'Cost', measure: measureCost },
  growth: { title: 'Growth', measure: () => measureGrowth() },
};

/** @returns whether every part was measured. */
export async function benchCompare(args: readonly string[]): Promise<boolean> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const efforts = args.map(Number).filter((it) => it > 0);
  const wanted = args.filter((arg) => !(Number(arg) > 0) && arg !== AS_BUILT);
  const unknown = wanted.filter((name) => !(name in PARTS));
  if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}: there is ${Object.keys(PARTS).join(', ')}.`);
  const names = wanted.length > 0 ? wanted : Object.keys(PARTS);
  ensurePeers();
  await ensureBrowsers(['chromium']);
  if (!args.includes(AS_BUILT) && (await runScript('worker/dev/build.mjs', [])) !== 0) return false;
  const failed: string[] = [];
  for (const name of names) {
    const part = PARTS[name];
    if (part === undefined) continue;
    const [from, load] = [performance.now(), loadNow()];
    try {
      const findings = await part.measure(efforts[0]);
      if (findings === null) continue;
      keep(name, findings, performance.now() - from, load);
    } catch (error) {
      console.error(`${part.title} was not measured:`, error);
      failed.push(name);
      continue;
    }
    const result = kept(name);
    if (result !== null) printResult(part.title, result);
  }
  writeResults(
    Object.entries(PARTS).flatMap(([name, { title }]) => {
      const result = kept(name);
      return result === null ? [] : [[title, result] as const];
    }),
  );
  const took = names.flatMap((name) => kept(name) ?? []).toSorted((a, b) => b.tookMs - a.tookMs);
  console.log(
    `\ntests/bench/RESULTS.md is written. Took: ${took.map((it) => `${it.part} ${(it.tookMs / 1000).toFixed(0)} s`).join(', ')}.`,
  );
  if (failed.length > 0) console.error(`Not measured: ${failed.join(', ')}.`);
  return failed.length === 0;
}
