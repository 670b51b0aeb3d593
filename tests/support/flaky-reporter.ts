/**
 * A test of real browsers that fails is tried once more, so that a busy machine turns nobody away; but what needed that is told, each
 * time, because a test that fails now and then is broken. A reporter of Vitest.
 */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { FLAKY_FILE_VARIABLE } from './lanes.ts';
import { root } from './tools.ts';

export default class FlakyReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const file = process.env[FLAKY_FILE_VARIABLE];
    if (file === undefined || test.diagnostic()?.flaky !== true) return;
    const [reason] = test.result().errors ?? [];
    appendFileSync(file, `${relative(root, test.module.moduleId)} > ${test.fullName}: ${reason?.message ?? ''}\n`);
  }
}
