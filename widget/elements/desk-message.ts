/**
 * A message on its way to a desk: what was typed and said, its sending, and why it was not sent. Keeps everything until it was taken. Knows no
 * screen and no template.
 */
import type { DeskErrorCode } from '#protocol';
import { VoicePlayer } from '../call/voice-player.ts';
import { VoiceRecorder } from '../call/voice-recorder.ts';
import { DeskError, type VisitorDeskModel } from '../desk/desk-types.ts';
import type { DeskForm } from './desk-form.ts';

export class DeskMessage {
  readonly recorder: VoiceRecorder;
  readonly player: VoicePlayer;
  /** Why it was not sent; `empty`: there is nothing in it. */
  problem: DeskErrorCode | 'empty' | null = null;
  readonly #form: DeskForm;
  readonly #onchange: () => void;
  /** While it is on its way: what stops it. */
  #sending: AbortController | null = null;

  constructor(form: DeskForm, onchange: () => void) {
    this.#form = form;
    this.#onchange = onchange;
    this.recorder = new VoiceRecorder(onchange);
    this.player = new VoicePlayer(onchange);
  }

  get isSending(): boolean {
    return this.#sending !== null;
  }

  /** @returns whether the desk has it; else see {@link problem}, which is null where it was stopped. */
  async send(desk: VisitorDeskModel): Promise<boolean> {
    const message = this.#form.message();
    const sending = new AbortController();
    this.#sending = sending;
    try {
      // What is being said belongs to it.
      const voice = await this.recorder.finish();
      this.problem = message.text === '' && voice === undefined ? 'empty' : null;
      if (this.problem !== null) return false;
      this.#onchange();
      await desk.leaveMessage(message, voice, sending.signal);
      this.#form.draft.text = '';
      this.discardVoice();
      return true;
    } catch (error) {
      if (!sending.signal.aborted) this.problem = error instanceof DeskError ? error.code : 'server-error';
      return false;
    } finally {
      this.#sending = null;
      this.#onchange();
    }
  }

  /** What was typed and said stays. */
  stopSending(): void {
    this.#sending?.abort();
  }

  /** Nobody sees any more that it records: what was said is kept. */
  quiet(): void {
    this.player.stop();
    this.recorder.stop();
  }

  discardVoice(): void {
    this.player.stop();
    this.recorder.discard();
  }
}
