/**
 * What others see of a transfer, and why one fails. Must not know how bytes travel or where they go.
 */
import type { ErrorCode, PeerId } from '#protocol';

/** Why a transfer failed; a failure of the other side is told in the same words. */
export type FileFailure = Extract<
  ErrorCode,
  'file-too-large' | 'storage-full' | 'file-unreadable' | 'file-corrupt' | 'insecure-context' | 'peer-unavailable'
>;

/** `interrupted`: there is no connection just now; it goes on by itself. The last four are final. */
export type FileState = 'offered' | 'active' | 'paused' | 'interrupted' | 'done' | 'failed' | 'declined' | 'cancelled';

/** One file on its way to or from one participant: an immutable snapshot, replaced on every change. */
export interface FileTransfer {
  /** Of this page alone; the other side has another one. */
  readonly id: string;
  /** The same for all to whom one file is sent at once. */
  readonly fileId: string;
  readonly peerId: PeerId;
  readonly direction: 'send' | 'receive';
  /** Safe to save under: no path, no control or invisible character, at most 255 bytes. */
  readonly name: string;
  /** In bytes, at most 2 GiB. */
  readonly size: number;
  /** The media type that the sender says, '' where it says none. Only words: the file itself is `application/octet-stream`. */
  readonly type: string;
  /** How many bytes the receiver has. */
  readonly bytes: number;
  readonly state: FileState;
  /** Whose wish it is, in state `paused`: only those who paused can resume. */
  readonly pausedBy?: 'local' | 'peer' | 'both';
  /** In state `failed`. */
  readonly error?: FileFailure;
  /** What is sent; or what was received, in state `done`, unless it went where the person chose. To be saved, never opened: whatever its
   *  name says, a page that opens it runs it as its own. */
  readonly file?: File;
}

/** The final states. */
export type FileEnd = Extract<FileState, 'done' | 'failed' | 'declined' | 'cancelled'>;
