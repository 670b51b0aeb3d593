/** Says once who began to record the call, and who ended. Knows no view. */
import { msg, str } from '@lit/localize';
import type { PeerId } from '#protocol';
import type { CallModel } from './call-model.ts';
import { ownRecordingText, recordingText } from './recording-banner.ts';
import { nameOf } from './tile.ts';

export class RecordingWatch {
  /** Who records, with the name it was told by. */
  #known: ReadonlyMap<PeerId, string> = new Map();

  /** @returns what is new, in sentences; '' where nothing is. */
  follow({ localParticipant, participants }: Pick<CallModel, 'localParticipant' | 'participants'>): string {
    const recording = [localParticipant, ...participants.values()].filter(({ isRecording }) => isRecording);
    const before = this.#known;
    this.#known = new Map(recording.map((it) => [it.id, it.local ? '' : nameOf(it)]));
    const began = recording
      .filter(({ id }) => !before.has(id))
      .map((it) => (it.local ? ownRecordingText() : recordingText(nameOf(it))));
    const ended = [...before]
      .filter(([id]) => !this.#known.has(id))
      .map(([, name]) =>
        name === ''
          ? msg('You stopped recording.', { id: 'say-recording-stopped' })
          : msg(str`${name} stopped recording.`, { id: 'say-recording-stopped-name' }),
      );
    return [...began, ...ended].join(' ');
  }

  /** The stay is over. */
  reset(): void {
    this.#known = new Map();
  }
}
