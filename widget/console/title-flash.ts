/** Says in the title of the page that somebody calls, so that it can be seen among other tabs. Knows no call. */

/** How long each of the two titles stands, in ms. */
const FLASH_MS = 1_000;

export class TitleFlash {
  readonly #place: { title: string };
  #own = '';
  #shown = '';
  #text = '';
  #isText = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param place the document. */
  constructor(place: { title: string }) {
    this.#place = place;
  }

  /** Takes turns between the text and the title of the page, the newest text at once. */
  start(text: string): void {
    if (this.#timer === undefined) this.#own = this.#place.title;
    this.#timer ??= setInterval(() => this.#turn(), FLASH_MS);
    this.#text = text;
    this.#show(text);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // What the page has written meanwhile stays.
    if (this.#place.title === this.#shown) this.#place.title = this.#own;
  }

  #turn(): void {
    const { title } = this.#place;
    // The page has another title now: that is the one to come back to.
    const isOwn = title !== this.#shown || !this.#isText;
    if (title !== this.#shown) this.#own = title;
    this.#show(isOwn ? this.#text : this.#own);
  }

  #show(title: string): void {
    this.#isText = title === this.#text;
    this.#place.title = title;
    // As the browser has it, which is without blanks at the ends.
    this.#shown = this.#place.title;
  }
}
