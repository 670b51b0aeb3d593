/**
 * The files of a call as a conversation shows them: one for all who get it, at the place where it came, with the names of those who may
 * have left, and how fast each goes. Follows the call's list of transfers, and tells what in it is news. Knows no view and no clock.
 */
import type { PeerId } from '#protocol';
import type { FileTransfer } from '../call/events.ts';
import type { CallModel } from './call-model.ts';
import { type Placed, messageKey } from './chat-timeline.ts';
import { FileSpeed } from './file-speed.ts';
import { nameOf } from './tile.ts';

/** A file for, or from, one person. */
export interface FileShare {
  readonly transfer: FileTransfer;
  /** Of the other one. */
  readonly name: string;
  /** Null while it is not known. */
  readonly bytesPerSecond: number | null;
}

export interface SharedFile extends Placed {
  readonly fileId: string;
  /** When it came to this page, in ms since the epoch. */
  readonly atMs: number;
  /** At least one. */
  readonly shares: readonly [FileShare, ...FileShare[]];
}

/** What people should hear of: the states that change without their doing. */
export interface FileNews {
  readonly share: FileShare;
  readonly fileId: string;
  readonly what: 'offered' | 'received' | 'sent' | 'declined' | 'failed';
}

interface Known extends Placed {
  readonly atMs: number;
  readonly states: Map<string, FileTransfer['state']>;
  readonly speeds: Map<string, FileSpeed>;
}

function newsOf(
  { direction, state }: FileTransfer,
  before: FileTransfer['state'] | undefined,
): FileNews['what'] | null {
  if (state === before) return null;
  if (state === 'offered') return direction === 'receive' ? 'offered' : null;
  // What was over before anybody looked is no news.
  if (before === undefined) return null;
  if (state === 'done') return direction === 'receive' ? 'received' : 'sent';
  if (state === 'declined') return direction === 'send' ? 'declined' : null;
  return state === 'failed' ? 'failed' : null;
}

export class FileShelf {
  files: readonly SharedFile[] = [];
  readonly #known = new Map<string, Known>();
  readonly #names = new Map<PeerId, string>();

  /** @param nowMs since the epoch. @returns what happened since the last time. */
  follow(
    { transfers, messages, participants }: Pick<CallModel, 'transfers' | 'messages' | 'participants'>,
    nowMs: number,
  ): readonly FileNews[] {
    for (const participant of participants.values()) this.#names.set(participant.id, nameOf(participant));
    const files = new Map<string, FileTransfer[]>();
    for (const transfer of transfers.values()) {
      files.set(transfer.fileId, [...(files.get(transfer.fileId) ?? []), transfer]);
    }
    const last = messages.at(-1);
    const place = { after: last === undefined ? null : messageKey(last), atMs: nowMs };
    const news: FileNews[] = [];
    this.files = [...files].flatMap(([fileId, ofOne]): SharedFile[] => {
      const known = this.#known.get(fileId) ?? { ...place, states: new Map(), speeds: new Map() };
      this.#known.set(fileId, known);
      const [first, ...rest] = ofOne.map((transfer): FileShare => this.#share(transfer, known, nowMs));
      if (first === undefined) return [];
      for (const share of [first, ...rest]) {
        const { id, state } = share.transfer;
        const what = newsOf(share.transfer, known.states.get(id));
        known.states.set(id, state);
        if (what !== null) news.push({ share, fileId, what });
      }
      return [{ fileId, after: known.after, atMs: known.atMs, shares: [first, ...rest] }];
    });
    for (const fileId of this.#known.keys()) if (!files.has(fileId)) this.#known.delete(fileId);
    const partners = new Set([...transfers.values()].map(({ peerId }) => peerId));
    for (const id of this.#names.keys()) if (!participants.has(id) && !partners.has(id)) this.#names.delete(id);
    return news;
  }

  #share(transfer: FileTransfer, { speeds }: Known, nowMs: number): FileShare {
    const { id, peerId, state, bytes } = transfer;
    const speed = speeds.get(id) ?? new FileSpeed();
    speeds.set(id, speed);
    if (state === 'active') speed.add(nowMs, bytes);
    else speed.reset();
    return { transfer, name: this.#names.get(peerId) ?? nameOf({ name: '' }), bytesPerSecond: speed.bytesPerSecond };
  }
}
