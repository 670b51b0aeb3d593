/** Says in the live region what people who do not see the screen would miss. Knows no words. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Announcer implements ReactiveController {
  text = '';
  readonly #host: ReactiveControllerHost;
  #unsaid = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#unsaid = '';
  }

  /** What comes at the same moment is said together, the last two sentences of it. */
  say(text: string): void {
    if (text === '') return;
    const both = `${this.#unsaid} ${text}`.trim();
    this.#unsaid = text;
    // The same sentence twice in a row is no change, and a screen reader would stay silent.
    this.text = both === this.text ? `${both}\u00A0` : both;
    this.#host.requestUpdate();
  }
}
