/** A Worker that is started with a wrong setting says so at once, instead of refusing every call later. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DevServer } from '../../worker/dev/dev-server.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'p2p-call-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

it('the start of the Worker fails with the names of the wrong settings, and never with their values', async () => {
  const error: unknown = await DevServer.start({
    stateDirectory: join(directory, 'state'),
    logFile: join(directory, 'dev.log'),
    vars: { ADMIN_KEY: 'hunter2hunter2', ALLOWED_ORIGINS: 'shop' },
  }).then(
    async (server) => {
      await server.stop();
      return null;
    },
    (reason: unknown) => reason,
  );
  const message = error instanceof Error ? error.message : String(error);
  for (const name of ['ADMIN_KEY', 'ALLOWED_ORIGINS']) expect(message).toContain(name);
  expect(message).not.toContain('hunter2');
}, 90_000);
