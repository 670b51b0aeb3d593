/**
 * The messages that were left, as the list shows them: what they say is fetched when somebody looks, and one that is handled may be taken back
 * for some seconds, because it is deleted then. Knows neither words nor views.
 */
import type { MessageId, MessageNote } from '#protocol';
import type { AgentDeskModel, DeskMessage } from '../desk/desk-types.ts';

/** How long `handled` may be taken back, in ms. */
export const UNDO_MS = 6_000;

type Desk = Pick<AgentDeskModel, 'messages' | 'fetchMessages' | 'fetchVoice' | 'handled'>;

/** A sound that was asked for, and where it is once it is there. */
type Voice = 'loading' | 'failed' | { readonly url: string };

export interface MessageRow {
  readonly note: MessageNote;
  /** Null until it is there. */
  readonly message: DeskMessage | null;
  /** It is handled unless somebody takes that back. */
  readonly isLeaving: boolean;
  /** Null: not asked for. */
  readonly voice: Voice | null;
}

export class MessageBox {
  /** The last question was not answered. */
  hasFailed = false;
  readonly #desk: () => Desk | null;
  readonly #onchange: () => void;
  readonly #contents = new Map<MessageId, DeskMessage>();
  readonly #leaving = new Map<MessageId, ReturnType<typeof setTimeout>>();
  readonly #voices = new Map<MessageId, Voice>();
  #isAsking = false;

  constructor(desk: () => Desk | null, onchange: () => void) {
    this.#desk = desk;
    this.#onchange = onchange;
  }

  get rows(): readonly MessageRow[] {
    return (this.#desk()?.messages ?? []).map((note) => ({
      note,
      message: this.#contents.get(note.id) ?? null,
      isLeaving: this.#leaving.has(note.id),
      voice: this.#voices.get(note.id) ?? null,
    }));
  }

  /** How many are still to be handled. */
  get count(): number {
    return this.rows.filter(({ isLeaving }) => !isLeaving).length;
  }

  /** Fetches what is not there yet, and forgets what is gone. Somebody looks at the list. */
  look(): void {
    const desk = this.#desk();
    if (desk === null) return;
    const known = new Set(desk.messages.map(({ id }) => id));
    for (const id of this.#contents.keys()) if (!known.has(id)) this.#forget(id);
    const isComplete = [...known].every((id) => this.#contents.has(id));
    if (!isComplete && !this.#isAsking && !this.hasFailed) void this.fetch();
  }

  /** Never rejects. */
  async fetch(): Promise<void> {
    const desk = this.#desk();
    if (desk === null || this.#isAsking) return;
    this.#isAsking = true;
    this.hasFailed = false;
    this.#onchange();
    const asked = desk.messages.map(({ id }) => id);
    try {
      for (const message of await desk.fetchMessages()) this.#contents.set(message.id, message);
      // One that came meanwhile is asked for at the next look.
      this.hasFailed = desk.messages.some(({ id }) => asked.includes(id) && !this.#contents.has(id));
    } catch {
      this.hasFailed = true;
    }
    this.#isAsking = false;
    this.#onchange();
  }

  /** Never rejects. */
  async fetchVoice(id: MessageId): Promise<void> {
    const desk = this.#desk();
    const known = this.#voices.get(id);
    if (desk === null || (known !== undefined && known !== 'failed')) return;
    this.#voices.set(id, 'loading');
    this.#onchange();
    try {
      const sound = await desk.fetchVoice(id);
      if (this.#voices.get(id) === 'loading') this.#voices.set(id, { url: URL.createObjectURL(sound) });
    } catch {
      this.#voices.set(id, 'failed');
    }
    this.#onchange();
  }

  /** @param onrefused the desk did not take it: it is on the list again. */
  handle(id: MessageId, onrefused: (error: unknown) => void): void {
    if (this.#leaving.has(id)) return;
    const send = async (): Promise<void> => {
      try {
        await this.#desk()?.handled(id);
        this.#forget(id);
      } catch (error) {
        onrefused(error);
      }
      this.#leaving.delete(id);
      this.#onchange();
    };
    this.#leaving.set(
      id,
      setTimeout(() => void send(), UNDO_MS),
    );
    this.#onchange();
  }

  undo(id: MessageId): void {
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    this.#onchange();
  }

  /** What is about to be handled is not; sounds are let go. */
  close(): void {
    for (const id of this.#leaving.keys()) this.undo(id);
    for (const id of [...this.#contents.keys(), ...this.#voices.keys()]) this.#forget(id);
  }

  #forget(id: MessageId): void {
    this.#contents.delete(id);
    const voice = this.#voices.get(id);
    if (typeof voice === 'object') URL.revokeObjectURL(voice.url);
    this.#voices.delete(id);
  }
}
