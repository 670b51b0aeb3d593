/**
 * coturn in the namespace of the TURN host, with credentials made from a shared secret. Listens on 3478 for UDP and TCP and on
 * 443 for TCP, where strict networks let it through. Knows no room.
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 for the credentials
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import { TURN_ADDRESS } from '../lab/addresses.ts';
import type { Network } from '../lab/network.ts';

export const TURN_URLS = [
  `turn:${TURN_ADDRESS}:3478?transport=udp`,
  `turn:${TURN_ADDRESS}:3478?transport=tcp`,
  `turn:${TURN_ADDRESS}:443?transport=tcp`,
] as const;

export const STUN_URL = `stun:${TURN_ADDRESS}:3478`;

const REALM = 'p2p-call.test';

/** coturn opens its sockets before it writes this line. */
const READY_PATTERN = /IPv4\. (?:TCP|UDP|TLS\/TCP|DTLS\/UDP|SCTP) listener opened|Total auth threads|auth thread/i;

export class TurnServer {
  /** What the credentials are made from; new in every run. */
  readonly secret = randomBytes(32).toString('hex');
  readonly #network: Network;
  readonly #directory: string;
  #group: ProcessGroup | null = null;

  constructor(network: Network, directory: string) {
    this.#network = network;
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Starts it. @param secret another one than {@link secret}, to make it refuse every credential. */
  async start(secret: string = this.secret): Promise<void> {
    const group = this.#network.namespaces.spawn(
      this.#network.turnNamespace,
      'turnserver',
      [
        ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--fingerprint', '--log-file=stdout', '--simple-log'],
        ...['--use-auth-secret', `--static-auth-secret=${secret}`, `--realm=${REALM}`],
        ...[`--listening-ip=${TURN_ADDRESS}`, `--relay-ip=${TURN_ADDRESS}`, '--listening-port=3478'],
        ...[`--aux-server=${TURN_ADDRESS}:443`, `--userdb=${join(this.#directory, 'turn.db')}`, '--pidfile=/dev/null'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.#directory },
    );
    this.#group = group;
    const log = createWriteStream(join(this.#directory, 'turnserver.log'), { flags: 'a' });
    group.child.stderr?.pipe(log, { end: false });
    const ready = Promise.withResolvers<void>();
    group.child.stdout?.on('data', (data) => {
      log.write(data);
      if (READY_PATTERN.test(String(data))) ready.resolve();
    });
    const ended = group.exited.then(() => Promise.reject(new Error('turnserver ended at once; see turnserver.log.')));
    await Promise.race([ready.promise, ended]);
    ended.catch(() => undefined);
  }

  /** Ends it like a crash; every allocation is lost. */
  async kill(): Promise<void> {
    await this.#group?.kill();
    this.#group = null;
  }

  /** A user name and its password, good for `lifetimeSeconds`. */
  credentials(lifetimeSeconds = 86_400): { readonly username: string; readonly credential: string } {
    const username = `${Math.floor(Date.now() / 1000) + lifetimeSeconds}:lab`;
    return { username, credential: createHmac('sha1', this.secret).update(username).digest('base64') };
  }

  /** The value of the Worker's setting `ICE_SERVERS`. */
  iceServers(): string {
    return JSON.stringify([{ urls: [STUN_URL] }, { urls: TURN_URLS, ...this.credentials() }]);
  }
}
