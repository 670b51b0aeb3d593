/**
 * Keeps the focus when a list changes: on what has it, if that was only moved; else on the part of the view that it was in (`data-home`), and
 * where that is gone, too, on the first such part. Never on a button, for a key that is held down.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { firstVisible, isVisible } from '../elements/visible.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

export class FocusHome implements ReactiveController {
  readonly #host: Host;
  #active: HTMLElement | null = null;
  #home: HTMLElement | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostUpdate(): void {
    this.#active = this.#activeElement();
    this.#home = this.#active?.closest<HTMLElement>('[data-home]') ?? null;
  }

  hostUpdated(): void {
    const active = this.#active;
    if (active === null || (this.#activeElement() === active && isVisible(active))) return;
    // The browser has put it elsewhere, or a view has.
    if (this.#activeElement() !== null && this.#activeElement() !== active) return;
    const { renderRoot } = this.#host;
    const homes = [this.#home, ...renderRoot.querySelectorAll<HTMLElement>('[data-home]')].filter((it) => it !== null);
    const target = firstVisible([active, ...homes].filter((it) => it.isConnected));
    target?.focus({ preventScroll: true });
  }

  #activeElement(): HTMLElement | null {
    const { renderRoot } = this.#host;
    const active = renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null;
    return active instanceof HTMLElement ? active : null;
  }
}
