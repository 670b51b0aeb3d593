/** The one error type that users of `Call` and of the element see. Sentences for people are in the locales, keyed by `code`. */
import type { ErrorCode } from '#protocol';

export interface CallErrorOptions {
  /** Whether the call ended because of it. Default: false. */
  readonly fatal?: boolean;
  /** What this is about, where the code alone does not say: a device kind, a peer id. Never text, SDP or an address. */
  readonly subject?: string;
  readonly cause?: unknown;
}

/** Why something did not work. Its message is the code; the sentences for people are in `p2p-error` and on the element. */
export class CallError extends Error {
  /** What happened, as a word that stays the same. */
  readonly code: ErrorCode;
  /** Whether the call ended because of it. */
  readonly fatal: boolean;
  /** What it is about, where the code alone does not say: a kind of device, or the id of a participant. */
  readonly subject: string | undefined;

  constructor(code: ErrorCode, { fatal = false, subject, cause }: CallErrorOptions = {}) {
    super(code, { cause });
    this.name = 'CallError';
    this.code = code;
    this.fatal = fatal;
    this.subject = subject;
  }
}
