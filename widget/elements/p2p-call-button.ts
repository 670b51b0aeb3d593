/** `<p2p-call-button>`: a button that opens a call. What it does is loaded; until then its label stands as text. */
import { LitElement, type TemplateResult, html } from 'lit';
import { loadPlacing } from '../parts/placing.ts';
import { quietly } from './call-surface.ts';

/**
 * Opens the call that `for` names by its id, or else one of its own, with the attributes of the button: `<p2p-call-button room="coffee">`.
 * Its own is in a dialog, or with `mode="floating"` in a window, and stays as long as the button does.
 *
 * @element p2p-call-button
 * @attr for - Id of a `<p2p-call>` of the same page. Without it, the attributes are those of `<p2p-call>`.
 * @slot - The label.
 * @csspart button - The button.
 */
export class P2pCallButton extends LitElement {
  override connectedCallback(): void {
    super.connectedCallback();
    void quietly(loadPlacing().then(({ connectButton }) => connectButton(this)));
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'p2p-call-button': P2pCallButton;
  }
}
