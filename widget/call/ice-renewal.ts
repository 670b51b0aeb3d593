/**
 * The ICE servers in force, and fresh ones before their credentials end. Knows answers and times; knows neither how they are asked
 * for nor what they are used for.
 */
import type { Clock, TimerHandle } from '../link/clock.ts';
import type { RelayTerm } from '../peer/relay-term.ts';
import type { IceIssue } from '../signaling/signaling-channel.ts';
import { toRtcIceServers } from './ice-servers.ts';

/** The part of their time after which fresh ones are asked for, at random: not everyone who came together asks together. */
const RENEW_AT_MIN = 0.75;
const RENEW_AT_MAX = 0.85;

/** Of those that came with a seat less than this is left where they waited for it in a lobby: fresh ones are asked for at once. */
const SHORT_MS = 60_000;

/** After a question that brought nothing new: doubled each time. The server gives a socket new ones every 10 s at most. */
const RETRY_MIN_MS = 10_000;
const RETRY_MAX_MS = 300_000;

/** A timer takes no more than 31 bits. */
const MAX_DELAY_MS = 86_400_000;

/** How long a connection that needs fresh ones waits for them; without them it is tried with the old ones. */
const PATIENCE_MS = 1_500;

export interface IceRenewalOptions {
  readonly clock: Clock;
  /** @returns null where there is no answer. Rejects only when `signal` aborts. */
  ask(signal: AbortSignal): Promise<IceIssue | null>;
  /** There are others now, for connections that go on. */
  onrenewed(): void;
  /** Default: Math.random. */
  readonly random?: () => number;
}

export class IceRenewal {
  readonly #options: IceRenewalOptions;
  readonly #lifetime = new AbortController();
  #iceServers: readonly RTCIceServer[] = [];
  #relayTerm: RelayTerm | null = null;
  #known = '';
  #dueAtMs: number | null = null;
  #timer: TimerHandle | null = null;
  #failureCount = 0;
  #asking: Promise<void> | null = null;

  constructor(options: IceRenewalOptions) {
    this.#options = options;
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  get hasRelay(): boolean {
    return this.#iceServers.some(({ username }) => username !== undefined);
  }

  /** Of the credentials in force; null where relays in use do not end with them. */
  get relayTerm(): RelayTerm | null {
    return this.#relayTerm;
  }

  /** Takes what came with a seat. */
  take(issue: IceIssue): void {
    this.#failureCount = 0;
    this.#keep(issue, 0);
    this.#options.onrenewed();
  }

  /** Asks now if it is time: the timers of a hidden page are late. */
  check(): void {
    if (this.#isDue) void this.#ask();
  }

  /** Fresh ones where they can be had. Never rejects, and takes a second and a half at most; what comes later is used, too. */
  refresh(): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, PATIENCE_MS);
      void this.#ask().then(() => {
        clock.clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.#lifetime.abort();
    this.#clear();
  }

  get #isDue(): boolean {
    return this.#dueAtMs !== null && this.#options.clock.now() >= this.#dueAtMs;
  }

  /** One question at a time, whoever asks. */
  #ask(): Promise<void> {
    const { signal } = this.#lifetime;
    this.#asking ??= this.#options
      .ask(signal)
      .catch(() => null)
      .then((issue) => {
        this.#asking = null;
        if (!signal.aborted) this.#handleAnswer(issue);
      });
    return this.#asking;
  }

  #handleAnswer(issue: IceIssue | null): void {
    const [known, wasDue] = [this.#known, this.#isDue];
    if (issue !== null) this.#keep(issue, RETRY_MIN_MS);
    if (this.#known !== known) {
      this.#failureCount = 0;
      return this.#options.onrenewed();
    }
    if (!wasDue) return;
    const delayMs = Math.min(RETRY_MIN_MS * 2 ** this.#failureCount, RETRY_MAX_MS);
    this.#failureCount += 1;
    this.#schedule(delayMs * (0.5 + this.#random() / 2));
  }

  #keep({ iceServers, iceTtlMs, relayEnds }: IceIssue, minDelayMs: number): void {
    const ttlMs = iceTtlMs === undefined ? null : Math.max(0, iceTtlMs);
    const known = JSON.stringify(iceServers);
    // The same ones end when they did: told again, it is a little off.
    if (known !== this.#known) {
      const endsAtMs = this.#options.clock.now() + (ttlMs ?? 0);
      this.#relayTerm = ttlMs === null || relayEnds !== true ? null : { ttlMs, endsAtMs };
      this.#known = known;
      this.#iceServers = toRtcIceServers(iceServers);
    }
    if (ttlMs === null) return this.#clear();
    const part = RENEW_AT_MIN + (RENEW_AT_MAX - RENEW_AT_MIN) * this.#random();
    this.#schedule(Math.max(minDelayMs, ttlMs < SHORT_MS ? 0 : ttlMs * part));
  }

  #schedule(delayMs: number): void {
    const { clock } = this.#options;
    this.#clear();
    this.#dueAtMs = clock.now() + delayMs;
    const wake = (): void => {
      this.#timer = null;
      const leftMs = (this.#dueAtMs ?? 0) - clock.now();
      if (leftMs <= 0) this.check();
      else this.#timer = clock.setTimeout(wake, Math.min(leftMs, MAX_DELAY_MS));
    };
    this.#timer = clock.setTimeout(wake, Math.min(delayMs, MAX_DELAY_MS));
  }

  #clear(): void {
    this.#dueAtMs = null;
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}
