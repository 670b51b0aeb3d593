/** The note about the own call: what stands in the field, and whether the desk has it. Knows neither the field nor a socket. */

/** After the last key, in ms. */
export const SAVE_AFTER_MS = 1_200;

export type NoteState = 'saved' | 'unsaved' | 'saving' | 'failed';

export class NoteKeeper {
  /** What stands in the field. */
  text = '';
  state: NoteState = 'saved';
  readonly #save: (id: string, text: string) => Promise<void>;
  readonly #onchange: () => void;
  #id = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is being told. The desk is told one after the other, so that the last one counts. */
  #saving = Promise.resolve();

  constructor(save: (id: string, text: string) => Promise<void>, onchange: () => void) {
    this.#save = save;
    this.#onchange = onchange;
  }

  /** What the desk says the note is; what is being typed stays. @param id of the call; '' when it is over. */
  show(id: string, text: string): void {
    if (id !== this.#id) {
      // The desk takes the last words of a call that is over for a moment.
      if (this.state === 'unsaved') void this.flush();
      this.#id = id;
      this.state = 'saved';
    }
    if (this.state === 'saved') this.text = text;
  }

  type(text: string): void {
    this.text = text;
    this.state = 'unsaved';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
    this.#onchange();
  }

  /** Never rejects. @returns when the desk has what was typed until now, or does not take it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.state !== 'unsaved' && this.state !== 'failed') return this.#saving;
    const id = this.#id;
    const { text } = this;
    this.state = 'saving';
    this.#saving = this.#save(id, text).then(
      () => this.#finish(id, text, 'saved'),
      () => this.#finish(id, text, 'failed'),
    );
    this.#onchange();
    return this.#saving;
  }

  #finish(id: string, text: string, state: 'saved' | 'failed'): void {
    // Somebody has typed on, or there is another call.
    if (id !== this.#id || text !== this.text) return;
    this.state = state;
    this.#onchange();
  }
}
