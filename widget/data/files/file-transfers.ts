/**
 * File transfer: all transfers of a call, with every peer, as snapshots, and what a person may do with each. The entry of this folder,
 * loaded when the first file is sent or offered. Knows no view.
 */
import type { PeerId } from '#protocol';
import { CallError } from '../../call/call-error.ts';
import { type Clock, systemClock } from '../../link/clock.ts';
import { MAX_FILE_BYTES, MAX_OVER_COUNT, PROGRESS_INTERVAL_MS } from './file-limits.ts';
import { cleanFileName, cleanFileType } from './file-name.ts';
import type { FileChannel } from './file-path.ts';
import { type FileSink, SinkOpener, type SinkOptions } from './file-sink.ts';
import type { FileTransfer } from './file-transfer.ts';
import { IncomingFile } from './incoming-file.ts';
import type { OutgoingFile } from './outgoing-file.ts';
import { PeerFiles, type Transfer } from './peer-files.ts';

/** Changes of state that are told at once, one right after the other. */
const MAX_EXCESS_COUNT = 10;

export interface FileTransfersOptions {
  onoffer(transfer: FileTransfer): void;
  onprogress(transfer: FileTransfer): void;
  onreceived(transfer: FileTransfer): void;
  /** The map of transfers is another one. */
  onchange(): void;
  readonly clock?: Clock;
  readonly sinks?: Pick<SinkOpener, 'open'>;
}

interface Entry {
  readonly transfer: Transfer;
  shown: FileTransfer;
  /** When a change was told last, and how many were more than one in each {@link PROGRESS_INTERVAL_MS}. */
  toldAtMs: number;
  excessCount: number;
  isWaiting: boolean;
  isOpening: boolean;
  sink: FileSink | null;
}

export class FileTransfers {
  readonly #options: FileTransfersOptions;
  readonly #clock: Clock;
  readonly #sinks: Pick<SinkOpener, 'open'>;
  readonly #entries = new Map<string, Entry>();
  readonly #ids = new Map<Transfer, string>();
  readonly #peers = new Map<PeerId, PeerFiles>();
  #transfers: ReadonlyMap<string, FileTransfer> = new Map();

  constructor(options: FileTransfersOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#sinks = options.sinks ?? new SinkOpener();
  }

  /** By id, in the order of the offers; a new map after every change. */
  get transfers(): ReadonlyMap<string, FileTransfer> {
    return this.#transfers;
  }

  /** Files to and from this peer use this channel from now on. */
  attach(peerId: PeerId, channel: FileChannel): void {
    this.#peer(peerId).attach(channel);
  }

  /** This peer is gone, or was loaded anew: what was under way has failed. */
  end(peerId: PeerId): void {
    this.#peers.get(peerId)?.end();
    this.#peers.delete(peerId);
  }

  /** Offers `file` to each of these. @throws CallError `file-too-large` above 2 GiB, `insecure-context` where the page has no SHA-256. */
  send(file: File, peerIds: readonly PeerId[]): FileTransfer[] {
    if (file.size > MAX_FILE_BYTES) throw new CallError('file-too-large');
    if (!canHash()) throw new CallError('insecure-context');
    const fileId = crypto.randomUUID();
    return peerIds.map((peerId) => {
      const transfer = this.#peer(peerId).send(file, {
        id: crypto.randomUUID(),
        fileId,
        file,
        peerId,
        direction: 'send',
        name: cleanFileName(file.name),
        size: file.size,
        type: cleanFileType(file.type),
      });
      return this.#add(transfer).shown;
    });
  }

  /** Takes an offer. Resolves when the bytes may come, and also where the person closed the picker: the offer stands then.
   *  @throws CallError `file-too-large`, `storage-full`: there is no place for it here. It has failed then, and its sender knows. */
  async accept(id: string, { picker = false }: Pick<Partial<SinkOptions>, 'picker'> = {}): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || !(entry.transfer instanceof IncomingFile)) return;
    const { transfer } = entry;
    if (entry.shown.state !== 'offered' || entry.isOpening) return;
    entry.isOpening = true;
    const { name, size } = entry.shown;
    const sink = canHash() ? await this.#sinks.open({ name, size, picker }) : 'insecure-context';
    entry.isOpening = false;
    if (sink === 'aborted') return;
    if (typeof sink === 'string') {
      transfer.fail(sink, true);
      throw new CallError(sink, { subject: id });
    }
    if (transfer.status.isOver) return sink.abort();
    entry.sink = sink;
    transfer.accept(sink);
  }

  decline(id: string): void {
    const transfer = this.#entries.get(id)?.transfer;
    if (transfer instanceof IncomingFile && !transfer.status.isAccepted) transfer.decline();
  }

  pause(id: string, paused: boolean): void {
    const transfer = this.#entries.get(id)?.transfer;
    if (transfer !== undefined && !transfer.status.isOver && transfer.status.pausedHere !== paused) {
      transfer.pause(paused);
    }
  }

  /** Ends a transfer; one that is over is forgotten, with what was received. */
  cancel(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    if (!entry.transfer.status.isOver) return entry.transfer.cancel();
    this.#forget(id);
    this.#publish();
  }

  /** Ends and forgets everything, with what was received. */
  clear(): void {
    for (const peerId of [...this.#peers.keys()]) this.end(peerId);
    if (this.#entries.size === 0) return;
    for (const id of [...this.#entries.keys()]) this.#forget(id);
    this.#publish();
  }

  #peer(peerId: PeerId): PeerFiles {
    const known = this.#peers.get(peerId);
    if (known !== undefined) return known;
    const made = new PeerFiles({
      clock: this.#clock,
      describe: ({ name, size, mime }) => ({
        id: crypto.randomUUID(),
        fileId: crypto.randomUUID(),
        peerId,
        direction: 'receive',
        name: cleanFileName(name),
        size,
        type: cleanFileType(mime),
      }),
      onoffer: (transfer) => {
        const { shown } = this.#add(transfer);
        this.#options.onoffer(shown);
      },
      onchange: (transfer) => this.#refresh(transfer),
    });
    this.#peers.set(peerId, made);
    return made;
  }

  #add(transfer: OutgoingFile | IncomingFile): Entry {
    const shown = transfer.status.snapshot();
    const entry = {
      transfer,
      shown,
      toldAtMs: -Infinity,
      excessCount: 0,
      isWaiting: false,
      isOpening: false,
      sink: null,
    };
    this.#entries.set(shown.id, entry);
    this.#ids.set(transfer, shown.id);
    this.#limit();
    this.#publish();
    return entry;
  }

  #refresh(transfer: Transfer): void {
    const id = this.#ids.get(transfer);
    const entry = id === undefined ? undefined : this.#entries.get(id);
    if (entry === undefined) return;
    // Comes with each frame: no snapshot for each.
    const { state, bytes, pausedBy } = transfer.status;
    const isOther = state !== entry.shown.state || pausedBy !== entry.shown.pausedBy;
    if (!isOther && (bytes === entry.shown.bytes || entry.isWaiting)) return;
    // Nobody can make this page tell of thousands of pauses: from a point on, the last of them is enough.
    if (transfer.status.isOver || (isOther && entry.excessCount < MAX_EXCESS_COUNT)) return this.#tell(entry);
    if (entry.isWaiting) return;
    const waitMs = entry.toldAtMs + PROGRESS_INTERVAL_MS - this.#clock.now();
    if (waitMs <= 0) return this.#tell(entry);
    entry.isWaiting = true;
    this.#clock.setTimeout(() => {
      entry.isWaiting = false;
      this.#refresh(transfer);
    }, waitMs);
  }

  #tell(entry: Entry): void {
    const nowMs = this.#clock.now();
    entry.shown = entry.transfer.status.snapshot();
    entry.excessCount = Math.max(0, entry.excessCount + 1 - (nowMs - entry.toldAtMs) / PROGRESS_INTERVAL_MS);
    entry.toldAtMs = nowMs;
    this.#publish();
    this.#options.onprogress(entry.shown);
    if (entry.shown.state === 'done' && entry.shown.direction === 'receive') this.#options.onreceived(entry.shown);
  }

  /** So that nobody fills the list with offers that they take back; files that arrived stay. */
  #limit(): void {
    const over = [...this.#entries].filter(
      ([, { transfer, shown }]) => transfer.status.isOver && (shown.direction === 'send' || !shown.file),
    );
    for (const [id] of over.slice(0, Math.max(0, over.length - MAX_OVER_COUNT))) this.#forget(id);
  }

  #forget(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#ids.delete(entry.transfer);
    void entry.sink?.abort();
  }

  #publish(): void {
    this.#transfers = new Map([...this.#entries].map(([id, { shown }]) => [id, shown]));
    this.#options.onchange();
  }
}

/** Pages without a secure context have no `crypto.subtle`. */
function canHash(): boolean {
  return typeof crypto !== 'undefined' && typeof crypto.subtle !== 'undefined';
}
