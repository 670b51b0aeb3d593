/** The channel that carries files to one peer, while it lives. Must not know what is sent. */
import type { DataChannel } from '../channels.ts';
import type { SendGate } from '../send-gate.ts';
import type { FileFailure } from './file-transfer.ts';
import type { FileMessage, LastWord } from './file-frames.ts';

/** The channel for files of one connection, until `signal` aborts. */
export interface FileChannel {
  readonly channel: DataChannel;
  /** Largest frame the other side takes, in bytes. */
  maxFrameBytes(): number;
  readonly signal: AbortSignal;
}

/** What the side that sends needs of it. */
export interface FilePath extends Pick<FileChannel, 'channel' | 'maxFrameBytes'> {
  readonly gate: SendGate;
}

/** What a transfer needs of its surroundings. */
export interface TransferHost {
  /** Says it where there is an open channel; lost otherwise. */
  say(message: FileMessage): void;
  /** The transfer is over; `word` is what the other side must know of it, null where it knows. */
  over(n: number, word: LastWord | null): void;
  /** What is shown of it changed. */
  onchange(): void;
}

/** Why something went wrong here, as far as a browser says. */
export function failureOf(error: unknown, otherwise: FileFailure): FileFailure {
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'storage-full' : otherwise;
}
