/**
 * Set up for tests in a real browser: what is waited for may take as long as on a slow or busy machine. Vitest gives `vi.waitFor` and
 * `vi.waitUntil` one second and has no setting for it (for `expect.poll` it has, in `vitest.config.ts`). A wait that names its time keeps it.
 */
import { vi } from 'vitest';

const PATIENCE_MS = 15_000;

const { waitFor, waitUntil } = vi;

const patient = <Options extends { timeout?: number }>(options: number | Options | undefined): number | Options =>
  typeof options === 'number' ? options : ({ timeout: PATIENCE_MS, ...options } as Options);

vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
