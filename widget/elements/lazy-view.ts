/** A piece of the view that is loaded when it is first wanted, with its style sheet. Knows nothing of what it shows. */
import type { CSSResult, ReactiveControllerHost } from 'lit';

export interface ViewPart {
  readonly styles: CSSResult;
}

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

export class LazyView<Part extends ViewPart> {
  /** Null until it is there. */
  part: Part | null = null;
  /** Whether it was wanted and could not be loaded. */
  hasFailed = false;
  readonly #host: Host;
  readonly #load: () => Promise<Part>;

  constructor(host: Host, load: () => Promise<Part>) {
    this.#host = host;
    this.#load = load;
  }

  /** Ahead of time: that it cannot be loaded matters only when it is wanted. */
  preload(): Promise<void> {
    return this.#take().catch(() => undefined);
  }

  /** @returns whether it is there. */
  async load(): Promise<boolean> {
    this.hasFailed = await this.#take().then(
      () => false,
      () => true,
    );
    this.#host.requestUpdate();
    return !this.hasFailed;
  }

  async #take(): Promise<void> {
    if (this.part !== null) return;
    const part = await this.#load();
    // Asked for twice meanwhile.
    if (this.part !== null) return;
    const { renderRoot } = this.#host;
    const { styleSheet } = part.styles;
    if (renderRoot instanceof ShadowRoot && styleSheet !== undefined) renderRoot.adoptedStyleSheets.push(styleSheet);
    this.part = part;
    this.#host.requestUpdate();
  }
}
