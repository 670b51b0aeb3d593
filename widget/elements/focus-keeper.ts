/** When the focused control goes away with its view, moves the focus to the first control of the new one, not to nowhere. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { firstVisible, isVisible } from './visible.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

export class FocusKeeper implements ReactiveController {
  readonly #host: Host;
  #hadFocus = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostUpdate(): void {
    this.#hadFocus = this.#activeElement() !== null;
  }

  hostUpdated(): void {
    const active = this.#activeElement();
    if (!this.#hadFocus || (active !== null && isVisible(active))) return;
    const { renderRoot } = this.#host;
    const target = firstVisible(renderRoot.querySelectorAll<HTMLElement>('[data-first]'));
    (target ?? renderRoot.querySelector<HTMLElement>('.stage'))?.focus({ preventScroll: true });
  }

  #activeElement(): Element | null {
    const { renderRoot } = this.#host;
    return renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null;
  }
}
