/** The lanes of the tests: which there are, what each needs, how it is run, and what came of it. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserName } from './browsers.ts';
import { CONSOLE_FILE_VARIABLE, takeHeard } from './heard-console.ts';
import { leaksIn } from './log-leaks.ts';
import { root, runTool } from './tools.ts';

export interface Lane {
  readonly name: string;
  /** Vitest's configuration, relative to the root; lanes that share one are its projects and run together. */
  readonly config: string;
  readonly browsers: readonly BrowserName[];
  /** Whether it runs against the built widget. */
  readonly needsBuild: boolean;
}

export const LANES: readonly Lane[] = [
  { name: 'logic', config: 'vitest.config.ts', browsers: [], needsBuild: false },
  { name: 'workerd', config: 'vitest.config.ts', browsers: [], needsBuild: true },
  { name: 'browser', config: 'vitest.config.ts', browsers: ['chromium'], needsBuild: false },
  { name: 'e2e', config: 'tests/e2e/vitest.config.ts', browsers: ['chromium', 'firefox'], needsBuild: true },
];

export interface LaneResult {
  readonly name: string;
  readonly passedCount: number;
  readonly failedCount: number;
  readonly skippedCount: number;
  readonly durationMs: number;
}

/** The parts of Vitest's JSON report (Jest's format) that are used here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Runs lanes that share a configuration in one go. `filters` are parts of file names; none: all files. */
export async function runLanes(lanes: readonly Lane[], filters: readonly string[]): Promise<LaneResult> {
  const name = lanes.map((lane) => lane.name).join(' + ');
  const config = lanes[0]?.config ?? 'vitest.config.ts';
  const reportFile = join(root, 'build', 'test-reports', `${lanes.map((lane) => lane.name).join('-')}.json`);
  mkdirSync(join(root, 'build', 'test-reports'), { recursive: true });
  rmSync(reportFile, { force: true });
  const consoleFile = reportFile.replace(/json$/, `${process.pid}.console`);
  takeHeard(consoleFile);
  const startedAt = performance.now();
  const args = [
    ...['run', '--config', config, ...lanes.flatMap((lane) => ['--project', lane.name])],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...filters],
  ];
  const exitCode = await runTool('vitest', args, { [CONSOLE_FILE_VARIABLE]: consoleFile });
  const isWhole = filters.length === 0 && lanes.some((lane) => lane.name === 'workerd');
  const leaks = leaksOf(takeHeard(consoleFile), isWhole);
  for (const leak of leaks) console.error(`G10: the console holds ${leak}`);
  const result = counts(reportFile, exitCode);
  const failedCount = result.failedCount + (leaks.length > 0 ? 1 : 0);
  return { name, ...result, failedCount, durationMs: performance.now() - startedAt };
}

/** @param isWhole whether the test ran that writes the line by which we know that we hear. */
function leaksOf(heard: string, isWhole: boolean): string[] {
  const isDeaf = isWhole && !heard.includes('{"event":"console-heard"}');
  return [...(isDeaf ? ['nothing that we hear'] : []), ...leaksIn(heard)];
}

function counts(reportFile: string, exitCode: number): Omit<LaneResult, 'name' | 'durationMs'> {
  if (!existsSync(reportFile)) return { passedCount: 0, failedCount: 1, skippedCount: 0 };
  const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file that could not even be loaded has no tests that could fail; it counts as one.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failedCount = report.numFailedTests + brokenFiles.length;
  return {
    passedCount: report.numPassedTests,
    // Every test passed and yet Vitest is not content: an error outside of any test.
    failedCount: failedCount === 0 && exitCode !== 0 ? 1 : failedCount,
    skippedCount: report.numPendingTests + report.numTodoTests,
  };
}
