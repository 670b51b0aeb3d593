/**
 * The test lanes that Vitest runs: `logic` in Node, `workerd` in the Workers runtime with real Durable Objects, `browser`
 * in real Chromium. The lane `e2e` has a configuration of its own, because it starts browsers and a Worker by itself.
 */
import { availableParallelism } from 'node:os';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS } from './tests/support/chromium-args.ts';
import { hearConsole } from './tests/support/heard-console.ts';
import { manifestModule } from './worker/dev/manifest/vite-plugin.ts';

/** One core is left free, but not one of two: tests wait as often as they work. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    onConsoleLog: hearConsole,
    projects: [
      {
        test: {
          name: 'logic',
          environment: 'node',
          include: ['tests/logic/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd',
          include: ['tests/workerd/**/*.test.ts'],
          setupFiles: ['tests/workerd/support/log-lines.ts'],
          testTimeout: 20_000,
          maxWorkers,
        },
      },
      {
        plugins: [manifestModule()],
        // Found while the tests run, they would be built then, and the page loaded anew in the middle of a test.
        optimizeDeps: {
          include: [
            '@lit/localize',
            'axe-core',
            'lit',
            'lit/async-directive.js',
            'lit/decorators.js',
            'lit/directive.js',
            'lit/directives/class-map.js',
            'lit/directives/repeat.js',
            'lucide',
            'valibot',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          setupFiles: ['tests/support/patience.ts'],
          maxWorkers,
          // What takes the whole processor goes first, and not beside pages that have to be in time.
          sequence: { groupOrder: 1 },
          // Longer than the longest wait below: a wait that ends says what it waited for, a test that is cut off does not.
          testTimeout: 40_000,
          // What needs it is told (tests/support/flaky-reporter.ts).
          retry: 1,
          expect: { poll: { timeout: 15_000 } },
          browser: {
            enabled: true,
            headless: true,
            // It starts beside the other lanes.
            connectTimeout: 240_000,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
                args: [...CHROMIUM_ARGS],
              },
              contextOptions: { permissions: ['camera', 'microphone'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
