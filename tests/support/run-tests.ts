/**
 * The part of `npm test` that runs on the pinned Node: browsers, build, lanes, one summary. Arguments that are names of lanes select
 * these, all others select files: `npm test -- logic`, `npm test -- e2e mesh`; `--built` takes `dist/` as it is. The last line is always `N passed, N failed`.
 */
import { writeFileSync } from 'node:fs';
import { ensureBrowsers } from './install-browsers.ts';
import { FAILURES_FILE, LANES, runLanes } from './lanes.ts';
import type { Lane, LaneResult } from './lanes.ts';
import { runScript, stopToolsOnSignal } from './tools.ts';

const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`;

function report(results: readonly LaneResult[], durationMs: number): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log('');
  for (const { name, passedCount, failedCount, skippedCount, durationMs: laneMs } of results) {
    const skipped = skippedCount > 0 ? `, ${skippedCount} skipped` : '';
    console.log(`${name.padEnd(width)}  ${passedCount} passed, ${failedCount} failed${skipped} in ${seconds(laneMs)}`);
  }
  // Again, at the end, where one looks first: a lane's own report is far above.
  const failures = results
    .flatMap((result) => result.failures.map((it) => `\nFailed in ${result.name}: ${it}\n`))
    .join('');
  writeFileSync(FAILURES_FILE, failures);
  console.log(failures);
  for (const { name, flaky } of results)
    for (const line of flaky) console.log(`Passed only at the second try in ${name}: ${line}`);
  console.log(`All together in ${seconds(durationMs)}.`);
  const sum = (count: (result: LaneResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  console.log(`${sum((result) => result.passedCount)} passed, ${sum((result) => result.failedCount)} failed`);
}

/** Lanes with the same configuration, together, in the order of the list. */
function groupByConfig(lanes: readonly Lane[]): Lane[][] {
  const configs = [...new Set(lanes.map((lane) => lane.config))];
  return configs.map((config) => lanes.filter((lane) => lane.config === config));
}

async function main(): Promise<boolean> {
  const startedAt = performance.now();
  const isBuilt = process.argv.includes('--built');
  const names = process.argv.slice(2).filter((name) => name !== '--built');
  const chosen = LANES.filter((lane) => names.includes(lane.name));
  const lanes = chosen.length > 0 ? chosen : LANES;
  const filters = names.filter((name) => LANES.every((lane) => lane.name !== name));

  await ensureBrowsers([...new Set(lanes.flatMap((lane) => lane.browsers))]);
  if (!isBuilt && lanes.some((lane) => lane.needsBuild) && (await runScript('worker/dev/build.mjs', [])) !== 0) {
    throw new Error('The widget could not be built; the reason is above.');
  }
  const results: LaneResult[] = [];
  for (const group of groupByConfig(lanes)) results.push(await runLanes(group, filters));
  report(results, performance.now() - startedAt);
  return results.every((result) => result.failedCount === 0);
}

stopToolsOnSignal();
try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
