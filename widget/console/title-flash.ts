/** Says in the title of the page that somebody calls, so that it can be seen among other tabs. Knows no call. */

/** How long each of the two titles stands, in ms. */
const FLASH_MS = 1_000;

export class TitleFlash {
  readonly #place: { title: string };
  #own = '';
  #shown = '';
  #text = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param place the document. */
  constructor(place: { title: string }) {
    this.#place = place;
  }

  /** Takes turns between the text and the title of the page. */
  start(text: string): void {
    this.#text = text;
    if (this.#timer !== undefined) return;
    this.#own = this.#place.title;
    this.#show(text);
    this.#timer = setInterval(() => this.#turn(), FLASH_MS);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // What the page has written meanwhile stays.
    if (this.#place.title === this.#shown) this.#place.title = this.#own;
  }

  #turn(): void {
    // The page has another title now: that is the one to come back to.
    if (this.#place.title !== this.#shown) this.#own = this.#place.title;
    this.#show(this.#shown === this.#text ? this.#own : this.#text);
  }

  #show(title: string): void {
    this.#place.title = title;
    // As the browser has it, which is without blanks at the ends.
    this.#shown = this.#place.title;
  }
}
