/** The one error type that users of `Call` and of the element see. Sentences for people are in the locales, keyed by `code`. */
import type { ErrorCode } from '#protocol';

export interface CallErrorOptions {
  /** Whether the call ended because of it. Default: false. */
  readonly fatal?: boolean;
  /** What this is about, where the code alone does not say: a device kind, a peer id. Never text, SDP or an address. */
  readonly subject?: string;
  readonly cause?: unknown;
}

export class CallError extends Error {
  readonly code: ErrorCode;
  readonly fatal: boolean;
  readonly subject: string | undefined;

  constructor(code: ErrorCode, { fatal = false, subject, cause }: CallErrorOptions = {}) {
    super(code, { cause });
    this.name = 'CallError';
    this.code = code;
    this.fatal = fatal;
    this.subject = subject;
  }
}
