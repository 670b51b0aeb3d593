/**
 * The part of `npm run check` that runs on the pinned Node: everything that is quick to tell first, then the tests. All steps run even
 * if one fails, so that one run tells everything; `npm test` prints the last line.
 */
import { appendFileSync } from 'node:fs';
import { FAILURES_FILE } from './lanes.ts';
import { runScript, runTool, stopToolsOnSignal } from './tools.ts';

interface Step {
  readonly name: string;
  run(): Promise<number>;
}

const STEPS: readonly Step[] = [
  { name: 'format', run: () => runTool('oxfmt', ['--check', '.']) },
  { name: 'types', run: () => runTool('typescript', ['-b'], {}, 'tsc') },
  { name: 'lint', run: () => runTool('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'unused code', run: () => runTool('knip', []) },
  { name: 'build', run: () => runScript('worker/dev/build.mjs', []) },
  { name: 'size budgets', run: () => runTool('size-limit', []) },
];

stopToolsOnSignal();
const failed: string[] = [];
for (const step of STEPS) {
  console.log(`\n== ${step.name}`);
  if ((await step.run()) !== 0) failed.push(step.name);
}
console.log(
  failed.length > 0 ? `\nFailed before the tests: ${failed.join(', ')}` : '\nEverything before the tests holds.',
);
console.log('\n== tests');
const testsExitCode = await runScript('tests/support/run-tests.ts', failed.includes('build') ? [] : ['--built']);
if (failed.length > 0) {
  const line = `Failed before the tests: ${failed.join(', ')}\n`;
  console.log(line);
  appendFileSync(FAILURES_FILE, line);
}
process.exit(failed.length > 0 ? 1 : testsExitCode);
