/**
 * coturn in the namespace of the TURN host, with credentials made from a shared secret. Listens on 3478 for UDP and TCP and on
 * 443 for TCP, where strict networks let it through; both take TLS too, coturn sees by the first bytes which it is. Knows no room.
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00 for the credentials
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ProcessGroup } from '../../../worker/dev/process-group.ts';
import { TURN_ADDRESS, TURN_HOST_NAME } from '../lab/addresses.ts';
import type { Network } from '../lab/network.ts';
import { makeCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';

/** What a deployment offers, and the same over each transport alone. */
export const TURN_URLS = [
  `turn:${TURN_ADDRESS}:3478?transport=udp`,
  `turn:${TURN_ADDRESS}:3478?transport=tcp`,
  `turn:${TURN_ADDRESS}:443?transport=tcp`,
] as const;
export const TURN_URL_BY_TRANSPORT = {
  udp: TURN_URLS[0],
  tcp: TURN_URLS[1],
  tls: `turns:${TURN_HOST_NAME}:443?transport=tcp`,
} as const;

export const STUN_URL = `stun:${TURN_ADDRESS}:3478`;

/** `session 001: realm <...> user <...>: incoming packet message processed, error 486: Allocation Quota Reached`; some errors have a
 *  second line that names the request. */
const REFUSAL_PATTERN = /packet message processed, error (\d+)/;

const REALM = 'p2p-call.test';

/** coturn opens its sockets before it writes this line. */
const READY_PATTERN = /IPv4\. (?:TCP|UDP|TLS\/TCP|DTLS\/UDP|SCTP) listener opened|Total auth threads|auth thread/i;

export interface TurnOptions {
  /** What it takes credentials from; another one than the usual makes it refuse all that were given out. */
  readonly secret?: string;
  /** Allocations for each user name at a time; by default any number. The one above is refused with 486. */
  readonly userQuota?: number;
  /** For how long a nonce is good; later requests are refused with 438 and a new one. By default it never ends. */
  readonly staleNonceSeconds?: number;
  /** Longest time for which an allocation is given, by default an hour; clients ask for more before it ends. */
  readonly allocationSeconds?: number;
}

export interface IceServersOptions {
  readonly secret?: string;
  /** From now; below 0 the credentials have expired. */
  readonly lifetimeSeconds?: number;
  readonly urls?: readonly string[];
}

export class TurnServer {
  /** What the credentials are made from; new in every run. */
  readonly secret = randomBytes(32).toString('hex');
  readonly certificate: Certificate;
  readonly #network: Network;
  readonly #directory: string;
  readonly #refusals = new Map<number, number>();
  #group: ProcessGroup | null = null;

  constructor(network: Network, directory: string) {
    this.#network = network;
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    this.certificate = makeCertificate(directory, TURN_HOST_NAME);
  }

  async start({
    secret = this.secret,
    userQuota = 0,
    staleNonceSeconds = 0,
    allocationSeconds = 3_600,
  }: TurnOptions = {}): Promise<void> {
    const group = this.#network.namespaces.spawn(
      this.#network.turnNamespace,
      'turnserver',
      [
        ...['-n', '--no-cli', '--no-dtls', '--fingerprint', '--log-file=stdout', '--simple-log', '--verbose'],
        ...['--use-auth-secret', `--static-auth-secret=${secret}`, `--realm=${REALM}`],
        ...[`--listening-ip=${TURN_ADDRESS}`, `--relay-ip=${TURN_ADDRESS}`, '--listening-port=3478'],
        ...[`--cert=${this.certificate.file}`, `--pkey=${this.certificate.keyFile}`, `--user-quota=${userQuota}`],
        ...[`--stale-nonce=${staleNonceSeconds}`, `--max-allocate-lifetime=${allocationSeconds}`],
        ...[`--aux-server=${TURN_ADDRESS}:443`, `--userdb=${join(this.#directory, 'turn.db')}`, '--pidfile=/dev/null'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.#directory },
    );
    this.#group = group;
    const log = createWriteStream(join(this.#directory, 'turnserver.log'), { flags: 'a' });
    group.child.stderr?.pipe(log, { end: false });
    const ready = Promise.withResolvers<void>();
    this.#refusals.clear();
    const lines = createInterface({ input: group.child.stdout ?? Readable.from([]) });
    lines.on('line', (line) => {
      log.write(`${line}\n`);
      if (READY_PATTERN.test(line)) ready.resolve();
      const code = Number(REFUSAL_PATTERN.exec(line)?.[1]);
      if (code) this.#refusals.set(code, this.refusalCount(code) + 1);
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

  async restart(options: TurnOptions = {}): Promise<void> {
    await this.kill();
    await this.start(options);
  }

  /** How many requests it has answered with this error since its last start (RFC 8656 §19: 401, 437, 438, 486, ...). */
  refusalCount(code: number): number {
    return this.#refusals.get(code) ?? 0;
  }

  /** The value of the Worker's setting `ICE_SERVERS`. */
  iceServers({ secret = this.secret, lifetimeSeconds = 86_400, urls = TURN_URLS }: IceServersOptions = {}): string {
    const username = `${Math.floor(Date.now() / 1_000) + lifetimeSeconds}:lab`;
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    return JSON.stringify([{ urls: [STUN_URL] }, { urls, username, credential }]);
  }
}
