/** The top of a panel beside the stage: what it is, and the button that closes it. */
import { type TemplateResult, html } from 'lit';
import { icon } from './icons.ts';

export interface SideHeader {
  readonly title: string;
  /** Name of the button. */
  readonly close: string;
  readonly onclose: () => void;
}

export function sideHeader({ title, close, onclose }: SideHeader): TemplateResult {
  return html`<header class="side-header">
    <h2 class="side-title">${title}</h2>
    <button type="button" class="icon-button" aria-label=${close} @click=${onclose}>${icon('close')}</button>
  </header>`;
}
