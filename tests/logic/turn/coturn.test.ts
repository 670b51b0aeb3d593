/** Credentials made from a shared secret: as the draft says, and as a real coturn takes them. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../../worker/dev/ports.ts';
import { coturn } from '../../../worker/runtime/turn/coturn.ts';
import { Allocation, allocate } from '../../support/turn-client.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
const urls = ['turn:turn.example:3478?transport=udp', 'turns:turn.example:443?transport=tcp'];

async function credentials(
  secret: string,
  nowMs: number,
): Promise<{ readonly username: string; readonly credential: string }> {
  const [server] = (await coturn({ urls, secret, ttlSeconds: 3_600 }).issue('Xy-9', nowMs)) ?? [];
  return { username: server?.username ?? '', credential: server?.credential ?? '' };
}

describe('credentials of a shared secret', () => {
  it('are the time of their end with an opaque id, and its HMAC', async () => {
    const provider = coturn({ urls, secret: 'north', ttlSeconds: 3_600 });
    expect(await provider.issue('Xy-9', 1_700_000_000_999)).toEqual([
      // printf 1700003600:Xy-9 | openssl dgst -sha1 -hmac north -binary | base64
      { urls, username: '1700003600:Xy-9', credential: 'rBbfEjDnmymO7cPSx4b70yPtcwI=' },
    ]);
  });

  it('cannot be revoked', async () => {
    expect(await coturn({ urls, secret: 'north', ttlSeconds: 3_600 }).revoke('1700003600:Xy-9')).toBe(false);
  });
});

const hasTurnserver = spawnSync('turnserver', ['--version']).error === undefined;

describe.skipIf(!hasTurnserver)('a real coturn (skipped where the program turnserver is not installed)', () => {
  const secret = randomBytes(32).toString('hex');
  const directory = mkdtempSync(join(tmpdir(), 'p2p-call-turn-'));
  let port = 0;
  let end = (): void => undefined;

  beforeAll(async () => {
    port = await findFreePort();
    const child = spawn(
      'turnserver',
      [
        ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file=stdout', '--simple-log', '--pidfile=/dev/null'],
        ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=p2p-call.test', '--fingerprint'],
        '--stale-nonce=1',
        ...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
        `--userdb=${join(directory, 'turn.db')}`,
      ],
      { cwd: directory, stdio: 'ignore' },
    );
    end = () => void child.kill('SIGKILL');
  });

  afterAll(() => {
    end();
    rmSync(directory, { recursive: true, force: true });
  });

  it('takes them', async () => {
    const { username, credential } = await credentials(secret, Date.now());
    expect(await allocate(port, username, credential)).toBe(0);
  });

  it('refuses them once they have expired', async () => {
    const { username, credential } = await credentials(secret, Date.now() - HOUR_MS - 2_000);
    expect(await allocate(port, username, credential)).toBe(401);
  });

  it('lets a relay in use live on after they have expired, also when it asks who it is again', async () => {
    const [server] = (await coturn({ urls, secret, ttlSeconds: 2 }).issue('Xy-9', Date.now())) ?? [];
    const { username = '', credential = '' } = server ?? {};
    const allocation = new Allocation(port, username, credential);
    expect(await allocation.allocate()).toBe(0);
    await until('the end of the credentials', async () => (await allocate(port, username, credential)) === 401, {
      timeoutMs: 10_000,
    });
    expect(await allocation.refresh()).toBe(0);
    allocation.close();
  });

  it('refuses those of another secret, and a longer life written into them', async () => {
    const other = await credentials(randomBytes(32).toString('hex'), Date.now());
    expect(await allocate(port, other.username, other.credential)).toBe(401);
    const { username, credential } = await credentials(secret, Date.now());
    expect(await allocate(port, `9${username}`, credential)).toBe(401);
  });
});
