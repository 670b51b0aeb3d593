/** Sends what a person chose, dropped or pasted, and says why it cannot. Knows neither where it was chosen nor how it looks. */
import { msg, str } from '@lit/localize';
import type { CallModel } from './call-model.ts';
import type { FileShare } from './file-shelf.ts';
import { sendingFailureText } from './file-texts.ts';

/** How many files one gesture may send. */
const MAX_AT_ONCE = 50;

/** Failures after which the same file may arrive. */
const WORTH_ANOTHER_TRY: ReadonlySet<string | undefined> = new Set([
  'storage-full',
  'file-corrupt',
  'peer-unavailable',
]);

export class FileSender {
  /** Why something could not be sent, as a sentence; '' when there is nothing to say. */
  problem = '';
  readonly #onchange: () => void;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  /** To everyone who is there. @param hasFolder a folder was among them, and is left out. Never rejects. */
  async send(files: readonly File[], call: CallModel | undefined, hasFolder = false): Promise<void> {
    if (call === undefined) return;
    this.#say(problemOf(files, hasFolder, call));
    if (call.participants.size === 0) return;
    for (const file of files.slice(0, MAX_AT_ONCE)) {
      try {
        await call.sendFile(file);
      } catch (error) {
        this.#say(sendingFailureText(file.name, error));
      }
    }
  }

  /** How to send the same file to the same person again; null where that would be of no use. */
  retryOf({ transfer }: FileShare, call: CallModel | undefined): (() => void) | null {
    const { id, peerId, direction, state, error, file } = transfer;
    const isWorthIt = direction === 'send' && state === 'failed' && WORTH_ANOTHER_TRY.has(error);
    if (!isWorthIt || file === undefined || call === undefined || !call.participants.has(peerId)) return null;
    return () => {
      const again = call.sendFile(file, { to: peerId }).then(() => call.cancelFile(id));
      again.catch((failure: unknown) => this.#say(sendingFailureText(file.name, failure)));
    };
  }

  #say(problem: string): void {
    this.problem = problem;
    this.#onchange();
  }
}

function problemOf(files: readonly File[], hasFolder: boolean, { participants }: CallModel): string {
  if (participants.size === 0) return msg('There is nobody yet to send files to.', { id: 'files-nobody' });
  if (hasFolder) {
    return msg('Folders cannot be sent. Pack the folder into one file first.', { id: 'files-folder' });
  }
  if (files.length <= MAX_AT_ONCE) return '';
  return msg(str`Only the first ${MAX_AT_ONCE} files are sent. Send the others after that.`, { id: 'files-many' });
}
