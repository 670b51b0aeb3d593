/**
 * The token in use: which one, or which site key, goes with the next socket, and whether another may be asked for. Knows no socket, no
 * timer and nothing of what a token says.
 */
import type { ErrorCode } from '#protocol';
import { type Credential, credentialOf } from './credential.ts';
import type { TokenSource } from './signaling-channel.ts';

export class TokenKeeper {
  readonly #source: () => TokenSource;
  /** What `getToken` gave last; counts more than what the page has set. */
  #renewed: string | null = null;
  #refusal: ErrorCode | null = null;
  #renewals = 0;

  constructor(source: () => TokenSource) {
    this.#source = source;
  }

  /** '' where there is none. */
  get #token(): string {
    return this.#renewed ?? this.#source().token;
  }

  get credential(): Credential {
    return credentialOf(this.#token, this.#source().siteKey);
  }

  /** Whether the page can make tokens. */
  get canRenew(): boolean {
    return this.#source().getToken !== null;
  }

  /** Whether none was made since the last welcome, which says that the one before was good. */
  get isUntried(): boolean {
    return this.#renewals === 0;
  }

  /** Whether another token is needed before the next socket. */
  get isDue(): boolean {
    return this.canRenew && (this.#refusal !== null || this.#token === '');
  }

  /** The present token is not to be tried again. */
  refuse(code: ErrorCode): void {
    this.#refusal = code;
  }

  welcome(): void {
    this.#renewals = 0;
  }

  /** Why the present token is no good, forgotten with this answer: from now on another one is being made. */
  beginRenewal(): ErrorCode {
    const code = this.#refusal ?? 'token-invalid';
    this.#refusal = null;
    this.#renewals += 1;
    return code;
  }

  /** Has the page make another token. @throws whatever `getToken` throws, or when it gives none. */
  async renew(): Promise<void> {
    const token: unknown = await this.#source().getToken?.();
    if (typeof token !== 'string' || token === '') throw new TypeError('no token');
    this.#renewed = token;
  }
}
