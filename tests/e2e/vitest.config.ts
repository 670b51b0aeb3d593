/** The lane `e2e`: real browsers against the real Worker. Two files at a time, because two cores carry only so many browsers. */
import { defineConfig } from 'vitest/config';
import { hearConsole } from '../support/heard-console.ts';

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    name: 'e2e',
    environment: 'node',
    include: ['tests/e2e/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    // What needs it is told (tests/support/flaky-reporter.ts).
    retry: 1,
    hookTimeout: 90_000,
    onConsoleLog: hearConsole,
    globalSetup: ['tests/e2e/global-setup.ts'],
  },
});
