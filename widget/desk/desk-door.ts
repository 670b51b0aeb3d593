/**
 * Where a desk is and what lets this page in: its addresses, and the credentials that go with a question. Knows HTTP, and neither the socket
 * nor what a visitor or an agent is.
 */
import type { DeskErrorCode } from '#protocol';
import { isErrorCode } from '#protocol';
import type { Credential } from '../signaling/credential.ts';
import type { Platform } from '../signaling/platform.ts';
import type { TokenSource } from '../signaling/signaling-channel.ts';
import { TokenKeeper } from '../signaling/token-keeper.ts';
import { codeIn, isOfToken } from '../signaling/refusal.ts';
import { DeskError } from './desk-types.ts';

/** How long the desk may take to answer a question, in ms. */
export const ANSWER_TIMEOUT_MS = 15_000;

/** How long a message with a voice may take, in ms: 1 MiB at 100 kbit/s. */
export const UPLOAD_TIMEOUT_MS = 120_000;

export interface DeskAddress {
  /** Origin of the Worker, `https://calls.example.com`. */
  readonly server: string;
  /** A name in the Worker's setting `DESKS`. */
  readonly desk: string;
}

interface Question {
  readonly method?: 'GET' | 'POST';
  /** A text is JSON. */
  readonly body?: FormData | string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Why the server said no, from its answer; a body that is none of ours is judged by its status. */
async function codeOf(response: Response): Promise<DeskErrorCode> {
  const code = codeIn(await response.json().catch(() => null));
  if (isErrorCode(code)) return code;
  return response.status === 429 ? 'rate-limited' : 'server-error';
}

export class DeskDoor {
  readonly tokens: TokenKeeper;
  readonly #address: DeskAddress;
  readonly #platform: Platform;

  constructor(address: DeskAddress, tokens: () => TokenSource, platform: Platform) {
    this.#address = address;
    this.tokens = new TokenKeeper(tokens);
    this.#platform = platform;
  }

  get credential(): Credential {
    return this.tokens.credential;
  }

  /** @throws {TypeError} where the server's address is none. */
  urlOf(
    path: '' | '/socket' | '/messages' | '/stats' | '/push' | '/push/forget' | `/messages/${string}/voice`,
  ): string {
    return new URL(`/v1/desks/${encodeURIComponent(this.#address.desk)}${path}`, this.#address.server).href;
  }

  /** Asks, with another token once if the first one is refused.
   *  @throws {DeskError} with why not; `signaling-unreachable` where nobody answers. Rejects with the reason of `signal` when it aborts. */
  async ask(path: Parameters<DeskDoor['urlOf']>[0], question: Question = {}): Promise<Response> {
    const response = await this.#send(path, question);
    if (response.ok) return response;
    const code = await codeOf(response);
    if (!isOfToken(code) || !this.tokens.canRenew || !this.tokens.isUntried) throw new DeskError(code);
    this.tokens.refuse(code);
    const second = await this.#send(path, question);
    if (!second.ok) throw new DeskError(await codeOf(second));
    this.tokens.welcome();
    return second;
  }

  async #send(path: Parameters<DeskDoor['urlOf']>[0], question: Question): Promise<Response> {
    const { method = 'GET', body, signal, timeoutMs = ANSWER_TIMEOUT_MS } = question;
    const { clock, fetch } = this.#platform;
    const lifetime = new AbortController();
    const abort = (): void => lifetime.abort();
    signal?.throwIfAborted();
    signal?.addEventListener('abort', abort);
    const timer = clock.setTimeout(abort, timeoutMs);
    try {
      if (this.tokens.isDue) {
        this.tokens.beginRenewal();
        await this.tokens.renew();
      }
      const request = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
      const { headers } = this.tokens.credential;
      const extra = body === undefined ? {} : { body };
      return await fetch(this.urlOf(path), { ...request, ...extra, method, headers, signal: lifetime.signal });
    } catch {
      signal?.throwIfAborted();
      throw new DeskError(this.tokens.isDue ? 'token-invalid' : 'signaling-unreachable');
    } finally {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }
}
