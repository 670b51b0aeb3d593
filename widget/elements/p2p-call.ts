/** `<p2p-call>`: attributes in, events out. */
import { LitElement, html } from 'lit';
import { property } from 'lit/decorators.js';
import { icon } from './icons.ts';

export class P2pCall extends LitElement {
  @property() room = '';

  override render() {
    return html`<div part="panel">${icon('camera')} ${this.room}</div>`;
  }
}
