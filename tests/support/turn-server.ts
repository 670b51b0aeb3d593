/**
 * A real coturn on this machine, with credentials made from a shared secret, for UDP, TCP and TLS. Its relays are at an
 * address that is not loopback, because browsers look for none there. Knows no Worker.
 */
import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../worker/dev/ports.ts';
import { coturn } from '../../worker/runtime/turn/coturn.ts';
import { allocate } from './turn-client.ts';
import { until } from './until.ts';

/** An IPv4 address of this machine that is not loopback; null where it has none. */
function ownAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((them) => them ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null;
}

/** Whether the program is installed, and this machine has an address for its relays. */
export const hasTurnserver = spawnSync('turnserver', ['--version']).error === undefined && ownAddress() !== null;

/** Signed by itself. @throws if openssl fails. */
function makeCertificate(file: string, keyFile: string): { readonly keyHash: string } {
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'],
    ...['-subj', '/CN=localhost', '-keyout', keyFile, '-out', file],
  ]);
  if (made.status !== 0) throw new Error('openssl made no certificate.');
  const key = new X509Certificate(readFileSync(file)).publicKey.export({ type: 'spki', format: 'der' });
  return { keyHash: createHash('sha256').update(key).digest('base64') };
}

export interface LocalTurn {
  /** Settings of a Worker that gives out its relays. */
  readonly settings: Readonly<Record<string, string>>;
  /** SHA-256 of the public key of its certificate, in base64: by this Chromium is told to trust it. */
  readonly keyHash: string;
  stop(): void;
}

/** Starts it. @throws if it takes no credentials within a few seconds. */
export async function startTurnServer(): Promise<LocalTurn> {
  const address = ownAddress() ?? '127.0.0.1';
  const [port, tlsPort] = [await findFreePort(), await findFreePort()];
  const secret = randomBytes(32).toString('hex');
  const directory = mkdtempSync(join(tmpdir(), 'p2p-call-turn-'));
  const [file, keyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const { keyHash } = makeCertificate(file, keyFile);
  const child = spawn(
    'turnserver',
    [
      ...['-n', '--no-cli', '--no-dtls', '--log-file=stdout', '--simple-log', '--pidfile=/dev/null', '--fingerprint'],
      ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=p2p-call.test'],
      ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--tls-listening-port=${tlsPort}`],
      ...[`--listening-port=${port}`, `--cert=${file}`, `--pkey=${keyFile}`, `--userdb=${join(directory, 'turn.db')}`],
    ],
    { cwd: directory, stdio: 'ignore' },
  );
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  const urls = [
    `turn:${address}:${port}?transport=udp`,
    `turn:${address}:${port}?transport=tcp`,
    `turns:${address}:${tlsPort}?transport=tcp`,
  ];
  try {
    const [server] = (await coturn({ urls, secret, ttlSeconds: 3_600 }).issue('probe', Date.now())) ?? [];
    const { username = '', credential = '' } = server ?? {};
    await until('coturn takes credentials', async () => (await allocate(port, username, credential, address)) === 0);
  } catch (error) {
    stop();
    throw error;
  }
  const settings = {
    TURN_URLS: urls.join(' '),
    TURN_SECRET: secret,
    ICE_SERVERS: JSON.stringify([{ urls: [`stun:${address}:${port}`] }]),
  };
  return { settings, keyHash, stop };
}
