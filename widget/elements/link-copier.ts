/** Copies a link, and remembers for a moment that it did, so that the button can say so. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A copied link says so for this long. */
const COPIED_MS = 2500;

export class LinkCopier implements ReactiveController {
  isCopied = false;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#show(false);
  }

  /** @param field holds the link; without the right to the clipboard it is selected, ready to be copied by hand. */
  async copy(link: string, field: HTMLInputElement | HTMLTextAreaElement | null): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      field?.select();
      return;
    }
    this.#show(true);
    this.#timer = setTimeout(() => this.#show(false), COPIED_MS);
  }

  #show(isCopied: boolean): void {
    clearTimeout(this.#timer);
    this.isCopied = isCopied;
    this.#host.requestUpdate();
  }
}
