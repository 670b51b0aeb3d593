/** The lanes of the tests: which there are, what each needs, how it is run, and what came of it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** What failed in the last run, for whoever tells it once more; empty where nothing did. */
export const FAILURES_FILE = join(root, 'build', 'test-reports', 'failures.txt');

/** Where the reporter writes what passed only at its second try. */
export const FLAKY_FILE_VARIABLE = 'P2P_CALL_FLAKY_FILE';

export interface LaneResult {
  readonly name: string;
  readonly passedCount: number;
  readonly failedCount: number;
  readonly skippedCount: number;
  readonly durationMs: number;
  /** What failed, a line each: file, test, and how its message begins. */
  readonly failures: readonly string[];
  /** What passed only when it was tried once more, a line each. */
  readonly flaky: readonly string[];
}

/** The parts of Vitest's JSON report (Jest's format) that are used here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** The file's absolute path. */
  readonly name: string;
  readonly status: string;
  /** Why the file could not be loaded; empty where it could. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[] | null;
  }[];
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
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    ...['--reporter=./tests/support/flaky-reporter.ts', ...filters],
  ];
  const flakyFile = reportFile.replace(/json$/, `${process.pid}.flaky`);
  writeFileSync(flakyFile, '');
  const env = { [CONSOLE_FILE_VARIABLE]: consoleFile, [FLAKY_FILE_VARIABLE]: flakyFile };
  const exitCode = await runTool('vitest', args, env);
  const flaky = readFileSync(flakyFile, 'utf8').trim().split('\n').filter(Boolean);
  rmSync(flakyFile);
  const isWhole = filters.length === 0 && lanes.some((lane) => lane.name === 'workerd');
  const leaks = leaksOf(takeHeard(consoleFile), isWhole);
  for (const leak of leaks) console.error(`G10: the console holds ${leak}`);
  const result = counts(reportFile, exitCode);
  const failedCount = result.failedCount + (leaks.length > 0 ? 1 : 0);
  const failures = [...result.failures, ...leaks.map((leak) => `${name}: the console holds ${leak}`)];
  return { name, ...result, failedCount, failures, flaky, durationMs: performance.now() - startedAt };
}

/** @param isWhole whether the test ran that writes the line by which we know that we hear. */
function leaksOf(heard: string, isWhole: boolean): string[] {
  const isDeaf = isWhole && !heard.includes('{"event":"console-heard"}');
  return [...(isDeaf ? ['nothing that we hear'] : []), ...leaksIn(heard)];
}

function counts(reportFile: string, exitCode: number): Omit<LaneResult, 'name' | 'durationMs' | 'flaky'> {
  if (!existsSync(reportFile)) {
    return {
      passedCount: 0,
      failedCount: 1,
      skippedCount: 0,
      failures: [`Vitest ended with ${exitCode} and no report`],
    };
  }
  const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file that could not even be loaded has no tests that could fail; it counts as one.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failedCount = report.numFailedTests + brokenFiles.length;
  // Every test passed and yet Vitest is not content: an error outside of any test.
  const isErrorOutside = failedCount === 0 && exitCode !== 0;
  return {
    passedCount: report.numPassedTests,
    failedCount: isErrorOutside ? 1 : failedCount,
    skippedCount: report.numPendingTests + report.numTodoTests,
    failures: isErrorOutside ? [`Vitest ended with ${exitCode}: an error outside of any test`] : failuresOf(report),
  };
}

const LONGEST_MESSAGE = 600;

function failuresOf(report: Report): string[] {
  return report.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const line = (what: string, message: string): string =>
      `${path}${what}\n    ${message.slice(0, LONGEST_MESSAGE).replaceAll('\n', '\n    ')}`;
    if (file.status === 'failed' && file.assertionResults.length === 0) return [line('', file.message)];
    return file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => line(` > ${test.fullName}`, test.failureMessages?.[0] ?? 'no message'));
  });
}
