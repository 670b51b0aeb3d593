/** Where one transfer stands, and the snapshot that is shown of it. Must not know how it is carried out. */
import type { FileEnd, FileFailure, FileState, FileTransfer } from './file-transfer.ts';

export type FileInfo = Pick<FileTransfer, 'id' | 'fileId' | 'peerId' | 'direction' | 'name' | 'size' | 'type' | 'file'>;

export interface FileOutcome {
  readonly state: FileEnd;
  readonly error?: FileFailure;
  readonly file?: File;
}

export class TransferStatus {
  readonly info: FileInfo;
  bytes = 0;
  isAccepted = false;
  /** Whether bytes can flow on the present channel. */
  isOnline = false;
  pausedHere = false;
  pausedThere = false;
  #outcome: FileOutcome | null = null;

  constructor(info: FileInfo) {
    this.info = info;
  }

  get isOver(): boolean {
    return this.#outcome !== null;
  }

  get isPaused(): boolean {
    return this.pausedHere || this.pausedThere;
  }

  end(outcome: FileOutcome): void {
    this.#outcome ??= outcome;
  }

  snapshot(): FileTransfer {
    const { state, pausedBy } = this;
    const shown = { ...this.info, bytes: this.bytes, ...this.#outcome, state };
    return pausedBy === undefined ? shown : { ...shown, pausedBy };
  }

  /** As in the snapshot. */
  get pausedBy(): FileTransfer['pausedBy'] {
    if (this.state !== 'paused') return undefined;
    return this.pausedHere && this.pausedThere ? 'both' : this.pausedHere ? 'local' : 'peer';
  }

  get state(): FileState {
    if (this.#outcome !== null) return this.#outcome.state;
    if (!this.isAccepted) return 'offered';
    if (!this.isOnline) return 'interrupted';
    return this.isPaused ? 'paused' : 'active';
  }
}
